"""A known layout that has changed: the page asks only that, and keeps the answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_page import ACCOUNT, SEEN, SPEC, button
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import Job, latest_job, write_job
from warehouse.settings import Settings

Home = tuple[Path, Card]
NAMED = {**SPEC, "sha256": "f" * 64}
ODD = {"heading": "Ngày vào sổ", "looks": "date", "samples": ["01/10/2026"], "near": ""}
OTHER = {"heading": "Người lập", "looks": "personal", "samples": [], "near": ""}
MISSING = {"heading": "Ngày nhận", "columns": ["received_at"], "nearest": ""}
CHANGED = {
    "spec": NAMED,
    "missing": [MISSING],
    "odd": [ODD, OTHER],
    "unread": [ODD, OTHER],
    "absent": [{"heading": "Ngày trả", "column": "returned_at"}],
}
WORDS = [
    {
        "kind": "case",
        "column": "status",
        "heading": "Tình trạng",
        "texts": [["Xong rồi", 4, None]],
        "labels": {"returned": "Đã trả kết quả", "processing": "Đang làm"},
    }
]


class Started:
    """Jobs asked for by the page: done at once, with the answer named, never run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.answers: dict[str, Any] = {}
        monkeypatch.setattr("dashboard.views.load.desk.start_job", self._start)

    def _start(
        self,
        settings: Settings,
        act: str,
        *,
        by: str,
        subject: str,
        said: Any,
        secret: str,
    ) -> Job:
        assert not secret  # at the desk of the clerks nothing is signed
        self.asked.append((act, said))
        number = len(self.asked)
        name = f"2026010200000{number}-00000000"
        job = Job(name, act, subject, by, time.time(), dict(said or {}))
        write_job(
            settings, replace(job, state="done", answer=self.answers.get(act, SEEN))
        )
        return job


def understood(home: Home, answer: Mapping[str, Any]) -> None:
    settings = Settings(home=home[0])
    job = latest_job(settings, "understand", home[1].sha256)
    assert job is not None
    write_job(settings, replace(job, answer=answer))


def choose(app: AppTest, label: str, option: str) -> None:
    box = next(b for b in app.selectbox if label in b.label)
    box.select(next(o for o in box.options if option in o))
    app.run()


def test_a_renamed_heading_is_the_only_question(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    understood(home_with_file, {**SEEN, "spec": None, "changed": CHANGED})
    app = open_page("steward", "load", at=home_with_file[0])
    assert "Tệp giống mẫu “Sổ một cửa”" in html_of(app)
    keep = "Lưu câu trả lời và đọc lại"
    assert button(app, keep).disabled
    choose(app, "Mẫu có cột “Ngày nhận” (Lúc nhận hồ sơ)", "01/10/2026")
    # what names a person is left out unless the clerk says otherwise
    other = next(b for b in app.selectbox if "Người lập" in b.label)
    assert other.value == "personal"
    button(app, keep).click().run()
    assert started.asked[0] == (
        "amend",
        {
            "spec": "dossier_list",
            "sha256": "f" * 64,
            "headings": {"Ngày nhận": "Ngày vào sổ"},
            "ignore": [],
            "personal": ["Người lập"],
        },
    )
    # the file is read again by itself, and can then be loaded
    assert [act for act, _ in started.asked] == ["amend", "understand"]
    assert button(app, "Nạp")


def test_a_new_word_is_asked_beside_the_button_that_loads(
    open_page: OpenPage, home_with_file: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Started(monkeypatch)
    trial = {**ACCOUNT, "words": WORDS}
    understood(home_with_file, {**SEEN, "spec": NAMED, "trial": trial})
    app = open_page("steward", "load", at=home_with_file[0])
    assert button(app, "Nạp")
    choose(app, "«Xong rồi» (4 ô) nghĩa là gì?", "Đã trả kết quả")
    button(app, "Lưu câu trả lời và đọc lại").click().run()
    [value] = started.asked[0][1]["values"]
    assert value == {
        "kind": "case",
        "column": "status",
        "heading": "Tình trạng",
        "texts": {"Xong rồi": "returned"},
    }


def test_two_headings_are_not_one(open_page: OpenPage, home_with_file: Home) -> None:
    both = {**CHANGED, "missing": [MISSING, {**MISSING, "heading": "Ngày hẹn"}]}
    understood(home_with_file, {**SEEN, "spec": None, "changed": both})
    app = open_page("steward", "load", at=home_with_file[0])
    choose(app, "Mẫu có cột “Ngày nhận”", "01/10/2026")
    choose(app, "Mẫu có cột “Ngày hẹn”", "01/10/2026")
    assert any("Một cột được chọn cho hai chỗ" in w.value for w in app.warning)
    assert button(app, "Lưu câu trả lời và đọc lại").disabled
