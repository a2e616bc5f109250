"""The page for loading: who sees it, what it says of a file, what its button does."""

from __future__ import annotations

import io
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.warehouse.desk.waiting import handed_over_at
from warehouse.desk import jobs
from warehouse.desk.inbox import Card, receive
from warehouse.desk.jobs import Job, jobs_dir, write_job
from warehouse.settings import Settings

SHEET = {
    "sheet": "Danh sách",
    "header_line": 2,
    "headings": ["Mã", "Họ tên"],
    "personal": ["Họ tên"],
    "problem": "",
    "rows": [
        {"line": 1, "part": "title", "cells": ["SỔ <b>HỒ SƠ</b>", ""]},
        {"line": 2, "part": "header", "cells": ["Mã", "Họ tên"]},
        {"line": 3, "part": "data", "cells": ["H1", "•••"]},
    ],
}
COUNTS = {"n_read": 1204, "n_loaded": 1200, "n_duplicate": 1, "n_refused": 3}
ACCOUNT: dict[str, Any] = {
    "status": "loaded",
    "reason": "",
    "spec": "dossier_list",
    "kinds": {"case": COUNTS},
    "n_source_rows": 1204,
    "n_skipped_rows": 6,
    "notices": [],
    "seen": {
        "case": {
            "first_day": "2026-10-01",
            "last_day": "2026-10-31",
            "n_units": 4,
            "units": ["Xã A", "Xã B", "Xã C"],
        }
    },
    "refused": [
        {
            "column": "Ngày nhận",
            "sheet": "",
            "n": 3,
            "examples": [[7, "31/02/2026"], [9, None]],
            "vi": ["Không phải ngày", "Sửa ngày"],
            "en": ["No date", "Correct it"],
        }
    ],
}
SPEC = {"name": "dossier_list", "vi": "Sổ một cửa", "en": "Dossiers"}
SEEN: dict[str, Any] = {
    "sheets": [SHEET],
    "spec": SPEC,
    "near": [],
    "members": [],
    "trial": ACCOUNT,
}


@pytest.fixture
def home_with_file(home: Path, tmp_path: Path) -> tuple[Path, Card]:
    """The small build, and a file handed over that was understood."""
    copy = shutil.copytree(home, tmp_path / "home")
    settings = Settings(home=copy)
    card, _ = receive(settings, "hồ sơ.csv", io.BytesIO(b"a,b\n1,2\n"), by="quan.tri")
    jobs_dir(settings).mkdir()
    job = Job("20260101000000-00000000", "understand", card.sha256, "chi", time.time())
    write_job(settings, replace(job, state="done", answer=SEEN))
    return copy, card


def test_it_says_what_a_file_is_in_a_sentence(
    open_page: OpenPage, home_with_file: tuple[Path, Card]
) -> None:
    text = html_of(open_page("steward", "load", at=home_with_file[0]))
    assert "Hệ thống nhận ra tệp: Sổ một cửa" in text
    assert "đọc 1.204 bản ghi, sẽ nạp 1.200" in text
    assert "Từ 01/10/2026 đến 31/10/2026. Đơn vị: Xã A, Xã B, Xã C và 1 đơn vị" in text
    assert "dòng 7: 31/02/2026; dòng 9: (trống)" in text
    assert "SỔ &lt;b&gt;HỒ SƠ&lt;/b&gt;" in text
    assert "•••" in text


def test_rows_of_one_day_are_told_by_that_day(
    open_page: OpenPage, home_with_file: tuple[Path, Card]
) -> None:
    home, card = home_with_file
    seen = {"case": {**ACCOUNT["seen"]["case"], "last_day": "2026-10-01"}}
    answer = {**SEEN, "trial": {**ACCOUNT, "seen": seen}}
    job = Job("20260101000000-00000000", "understand", card.sha256, "chi", time.time())
    write_job(Settings(home=home), replace(job, state="done", answer=answer))
    text = html_of(open_page("steward", "load", at=home))
    assert "Đều ghi ngày 01/10/2026. Đơn vị: Xã A" in text


def test_one_button_loads(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy, card = home_with_file
    started: list[tuple[str, str, str]] = []

    def start(
        settings: Settings,
        act: str,
        *,
        by: str,
        subject: str,
        said: object,
        secret: str,
    ) -> Job:
        started.append((act, by, subject))
        job = Job("20260101000001-00000000", act, subject, by, time.time())
        write_job(settings, replace(job, state="done", answer=ACCOUNT))
        return job

    monkeypatch.setattr("dashboard.views.load.desk.start_job", start)
    app = open_page("steward", "load", at=copy)
    button(app, "Nạp").click().run()
    assert started == [("load", "quan.tri", card.sha256)]
    assert "đã nạp 1.200" in html_of(app)


def button(app: AppTest, label: str) -> Any:
    """The button of that label."""
    return next(found for found in app.button if found.label == label)


@pytest.mark.parametrize("role", ["committee", "front", "leader", "officer"])
def test_nobody_else_sees_it(
    open_page: OpenPage, home_with_file: tuple[Path, Card], role: str
) -> None:
    app = open_page(role, at=home_with_file[0])
    assert "hồ sơ.csv" not in html_of(app)
    assert "Giao tệp" not in html_of(app)


def test_before_the_first_build_the_steward_starts_here(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = html_of(open_page("steward", at=tmp_path))
    assert "1. Giao tệp" in text
    assert "Chưa có tệp nào" in text


def test_a_job_that_died_is_said(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy, card = home_with_file
    monkeypatch.setattr(jobs, "START_SECONDS", -1)
    job = Job("20260101000002-00000000", "load", card.sha256, "chi", time.time())
    write_job(Settings(home=copy), job)
    app = open_page("steward", "load", at=copy)
    assert any("Không có gì dở dang" in error.value for error in app.error)
    assert button(app, "Nạp")


@pytest.mark.parametrize(("days", "is_warned"), [(10, False), (80, True)])
def test_it_says_how_long_a_file_waits_still(
    open_page: OpenPage, home_with_file: tuple[Path, Card], days: int, is_warned: bool
) -> None:
    settings, card = Settings(home=home_with_file[0]), home_with_file[1]
    handed_over_at(settings, card, datetime.now(UTC) - timedelta(days=days))
    app = open_page("steward", "load", at=home_with_file[0])
    left = 90 - days
    assert f"chờ nạp, còn {left} ngày" in html_of(app)
    said = f"tự xóa tệp này sau {left} ngày nữa"
    assert (said in " ".join(one.value for one in app.warning)) == is_warned
    assert (said in html_of(app)) != is_warned
