"""What the clock did stands on the page: when it ran, what came of it, what is next."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Home
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.jobs import Job, write_job
from warehouse.desk.schedule import Schedule, write_schedule
from warehouse.settings import Settings

DAY = "2026-11-29"
BUILT: dict[str, Any] = {"build_id": "20261129T020000-abc"}
JOB = Job("20261129020000-00000000", "build", "", "timer", time.time())


def ran(home: Home, hours_ago: float = 0.0, **facts: Any) -> None:
    """The timer asked, so long ago."""
    at = (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat(timespec="seconds")
    write_schedule(Settings(home=home[0]), Schedule(ran_at=at, **facts))


def shown(open_page: OpenPage, home: Home, part: str = "publish") -> str:
    return html_of(open_page("steward", "load", at=home[0], desk=part))


@pytest.mark.parametrize(
    ("state", "answer", "says"),
    [
        ("done", BUILT, "ngày 29/11/2026: đã dựng và công bố."),
        ("done", {"red": []}, "có phép kiểm không đạt nên không công bố"),
        ("ended", {}, "bị dừng giữa chừng, bản trước giữ nguyên"),
    ],
)
def test_a_build_by_the_clock_is_shown_with_what_came_of_it(
    open_page: OpenPage,
    home_with_file: Home,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    answer: dict[str, Any],
    says: str,
) -> None:
    monkeypatch.setenv("THANTHIEN_BUILD_AT", "02:00")
    job = replace(JOB, state=state, answer=answer)
    write_job(Settings(home=home_with_file[0]), job)
    ran(home_with_file, built_on=DAY, build_job=JOB.job_id)
    text = shown(open_page, home_with_file)
    assert says in text
    assert "Lần dựng tới: " in text
    assert "02:00 (giờ Việt Nam), nếu có tệp nạp thêm." in text


def test_a_day_without_new_files_is_said(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANTHIEN_BUILD_AT", "02:00")
    ran(home_with_file, built_on=DAY)
    assert "không có tệp nào nạp thêm nên không dựng" in shown(
        open_page, home_with_file
    )


def test_a_timer_that_stands_still_or_was_never_started_is_told(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Chưa đặt giờ dựng" in shown(open_page, home_with_file)
    monkeypatch.setenv("THANTHIEN_BUILD_AT", "02:00")
    app = open_page("steward", "load", at=home_with_file[0], desk="publish")
    assert any("chưa chạy lần nào" in one.value for one in app.warning)
    ran(home_with_file, hours_ago=2.0)
    app = open_page("steward", "load", at=home_with_file[0], desk="publish")
    assert any("Bộ hẹn giờ không chạy từ" in one.value for one in app.warning)


def test_what_came_through_the_folder_is_named(
    open_page: OpenPage, home_with_file: Home
) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    refused = {"name": "ảnh.png", "vi": "không phải bảng", "en": "no table"}
    ran(home_with_file, taken=["sổ.csv"], taken_at=at, refused=[refused])
    text = shown(open_page, home_with_file, "files")
    assert "Lấy từ thư mục nhận lúc" in text
    assert "sổ.csv" in text
    assert "ảnh.png: không phải bảng" in text
