"""The mapping of an unknown layout on the page."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.views.load.test_changed import Started, understood
from tests.dashboard.views.load.test_page import ACCOUNT, SEEN, SPEC
from tests.dashboard.views.load.test_page import home_with_file as home_with_file
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import ANSWER_FORMS, Job, write_job
from warehouse.settings import Settings

PROPOSAL = {
    "sheet": "S",
    "sheets": ["S"],
    "alike": ["S"],
    "header_line": 1,
    "header_rows": 1,
    "title_days": [],
    "merged": [],
    "log": {},
    "n_rows": 2,
    "kind": "home_request",
    "kinds": [
        {"kind": "home_request", "filled": [], "n_questions": 0, "missing": []},
    ],
    "headings": [],
    "columns": [],
    "questions": [],
    "item_codes": {},
    "scales": [],
    "personal": [],
    "aside": [],
}


def test_a_proposal_of_an_earlier_version_is_made_anew(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = Started(monkeypatch)
    started.answers["propose"] = PROPOSAL
    understood(home_with_file, {**SEEN, "spec": None})
    settings, sha256 = Settings(home=home_with_file[0]), home_with_file[1].sha256
    said = {"kind": "home_request"}
    old = Job("20250101000000-00000000", "propose", sha256, "chi", time.time(), said)
    write_job(settings, replace(old, state="done", answer={"kind": "home_request"}))
    app = open_page("steward", "load", at=home_with_file[0])
    assert not app.exception
    assert started.asked[0] == ("propose", said)


@pytest.mark.parametrize(("live_bytes", "tried"), [(1_000, ["try"]), (0, [])])
def test_once_tried_a_small_file_is_tried_at_every_change(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
    live_bytes: int,
    tried: list[str],
) -> None:
    monkeypatch.setattr("dashboard.views.load.mapping.LIVE_BYTES", live_bytes)
    started = Started(monkeypatch)
    started.answers["try"] = ACCOUNT
    understood(home_with_file, {**SEEN, "spec": None})
    settings, sha256 = Settings(home=home_with_file[0]), home_with_file[1].sha256
    for n, (act, answer) in enumerate({"propose": PROPOSAL, "try": ACCOUNT}.items()):
        job = Job(f"2025010100000{n}-00000000", act, sha256, "chi", time.time())
        form = ANSWER_FORMS.get(act, 1)
        write_job(settings, replace(job, state="done", answer=answer, form=form))
    app = open_page("steward", "load", at=home_with_file[0])
    assert not app.exception
    assert [act for act, _ in started.asked] == tried
    stale = "Bạn đã đổi cách ghép; bấm thử lại để xem kết quả mới."
    assert (stale in [one.value for one in app.info]) == (not tried)
    # said beside the button before anybody presses it
    said = html_of(app)
    assert ("trang tự đọc thử lại" in said, "không tự đọc thử lại" in said) == (
        bool(tried),
        not tried,
    )


def test_a_large_file_says_so_before_the_columns_are_chosen(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dashboard.views.load.mapping.LIVE_BYTES", 0)
    understood(home_with_file, {**SEEN, "spec": None})
    settings, sha256 = Settings(home=home_with_file[0]), home_with_file[1].sha256
    no = dict.fromkeys(("is_unit", "is_day", "is_closed"), False)
    needed = {"name": "case_code", "is_required": True, "heading": None, **no}
    job = Job("20250101000000-00000000", "propose", sha256, "chi", time.time())
    answer = {**PROPOSAL, "columns": [{**needed, "crosses": {}}]}
    form = ANSWER_FORMS["propose"]
    write_job(settings, replace(job, state="done", answer=answer, form=form))
    app = open_page("steward", "load", at=home_with_file[0])
    assert not app.exception
    assert [one for one in app.warning if "Còn thiếu" in one.value]
    assert "không tự đọc thử lại" in html_of(app)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["Ngày nhận"], "Gần giống: Sổ một cửa. Còn thiếu cột: Ngày nhận."),
        ([], "Gần giống: Sổ một cửa. Mẫu ấy chưa biết cột: Trực tiếp, Bưu chính."),
    ],
)
def test_a_near_layout_says_what_is_other(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    missing: list[str],
    said: str,
) -> None:
    near = {**SPEC, "missing": missing, "unknown": ["Trực tiếp", "Bưu chính"]}
    understood(home_with_file, {**SEEN, "spec": None, "near": [near]})
    assert said in html_of(open_page("steward", "load", at=home_with_file[0]))


def test_the_wave_of_a_book_without_its_column_is_chosen_by_name(
    open_page: OpenPage,
    home_with_file: tuple[Path, Card],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Started(monkeypatch)
    understood(home_with_file, {**SEEN, "spec": None})
    settings, sha256 = Settings(home=home_with_file[0]), home_with_file[1].sha256
    no = {"is_day": False, "is_unit": False, "is_closed": False, "labels": {}}
    column = {"name": "wave_code", "is_required": True, "heading": None, **no}
    answer = {
        **PROPOSAL,
        "kind": "answer",
        "kinds": [{"kind": "answer", "filled": [], "n_questions": 0, "missing": []}],
        "columns": [{**column, "crosses": {}}],
    }
    job = Job("20250101000000-00000000", "propose", sha256, "chi", time.time())
    form = ANSWER_FORMS["propose"]
    write_job(settings, replace(job, state="done", answer=answer, form=form))
    app = open_page("steward", "load", at=home_with_file[0])
    [place] = [box for box in app.selectbox if (box.key or "").startswith("from_")]
    app = place.set_value("typed").run()
    assert not app.exception
    [waves] = [box for box in app.selectbox if (box.key or "").startswith("wave_")]
    assert {"đợt sau (9/2026)", "đợt trước (9/2024)"} < {*waves.options}
    assert waves.options[-1] == "đợt khác: tôi gõ mã"
    assert not [box for box in app.text_input if (box.key or "").startswith("typed_")]
    app = waves.set_value("?").run()
    assert [box for box in app.text_input if (box.key or "").startswith("typed_")]
