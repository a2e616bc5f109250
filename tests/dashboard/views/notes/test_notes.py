"""Notes on the page: written beside a finding, read there and in the review."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.rows.first_five import STEPS, Finding
from dashboard.views.notes.note_form import to_note
from tests.dashboard.conftest import PEOPLE, OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key
from tests.warehouse.chain_by_hand import by_hand
from warehouse.chain import day_of
from warehouse.notes.act import write_note
from warehouse.notes.findings import OF_OFFICERS, OF_UNITS
from warehouse.notes.record import read_notes
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

UNIT = key("91001")
LABEL = "Đã quyết gì, bộ phận nào làm, xong ngày nào"


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Path:
    """The small build with a store of its own."""
    return Path(shutil.copytree(home / "builds", tmp_path / "home" / "builds")).parent


def noted(app: AppTest, text: str, about: str = "") -> AppTest:
    [box] = [b for b in app.text_area if b.label == LABEL]
    box.set_value(text)
    if about:
        [choice] = [b for b in app.selectbox if b.label == "Về việc"]
        choice.select(next(o for o in choice.options if about in o))
    [button] = [b for b in app.button if b.label == "Ghi lại"]
    return button.click().run()


def can_note(app: AppTest) -> bool:
    return any(b.label == LABEL for b in app.text_area)


def test_each_kind_of_finding_bears_notes_or_is_about_officers() -> None:
    assert STEPS.keys() == OF_UNITS | set(OF_OFFICERS)
    assert not OF_UNITS & set(OF_OFFICERS)


def test_none_about_an_officer_is_on_offer() -> None:
    kinds = ("officer_evidence", "officer_look", "cases_overdue", "late_strict")
    found = [Finding(kind, n) for kind, n in zip(kinds, (1, 1, 2, 0), strict=True)]
    assert [*to_note(found)] == ["cases_overdue"]


def test_the_record_names_unit_and_finding(open_page: OpenPage, at: Path) -> None:
    finding = "flag_wrong:finished_before_received"
    write_note(Settings(home=at), UNIT, finding, "Sửa", by=PEOPLE["leader"], n=1)
    text = html_of(open_page("front", "record", at=at))
    assert "Số liệu sai: Ngày xong trước ngày nhận" in text
    assert "Ghi chú trên một việc cần xem" in text
    assert "flag_wrong" not in text


def test_a_leader_notes_reads_and_corrects(open_page: OpenPage, at: Path) -> None:
    app = open_page("leader", "unit", at=at)
    [choice] = [b for b in app.selectbox if b.label == "Về việc"]
    assert [o for o in choice.options if "Cán bộ" in o] == []
    app = noted(app, "Gọi 0912345678")
    assert "số điện thoại" in app.error[0].value
    app = noted(open_page("leader", "unit", at=at), "Thêm <b>một</b> quầy", "quá hạn")
    assert not app.error
    app = open_page("leader", "unit", at=at)
    listed = html_of(app).split('<ol class="tt-today">')[1].split("</ol>")[0]
    assert listed.count("Thêm &lt;b&gt;một&lt;/b&gt; quầy") == 1
    assert "ghi chú số 1" in listed
    assert "(lanh.dao)" in listed
    app = noted(app, "Thêm hai quầy", "Sửa ghi chú số 1")
    first, second = read_notes(Settings(home=at)).notes
    assert (second.corrects, second.finding) == (1, first.finding)
    text = html_of(open_page("leader", "unit", at=at))
    assert text.index("Thêm hai quầy") < text.index("Ghi chú trước (1)")
    assert text.index("Ghi chú trước (1)") < text.index("<s><p>Thêm &lt;b&gt;")


def test_the_review_of_unit_and_period_shows_them(
    open_page: OpenPage, at: Path
) -> None:
    write_note(
        Settings(home=at), UNIT, "late_strict", "Họp ngày 5", by=PEOPLE["leader"], n=3
    )
    this_month = f"{day_of(None):%Y-%m}"
    before = f"{day_of(None).replace(day=1) - timedelta(days=1):%Y-%m}"
    text = html_of(open_page("leader", "reviews", at=at, review_period=this_month))
    assert "Hồ sơ trễ lời hẹn đầu tiên trong 12 tháng" in text
    assert "Họp ngày 5" in text
    text = html_of(open_page("leader", "reviews", at=at, review_period=before))
    assert "Họp ngày 5" not in text
    assert "Chưa có ghi chú nào trong kỳ" in text
    assert f"review_period={this_month}" in text


def test_the_committee_notes_what_it_may_see(open_page: OpenPage, at: Path) -> None:
    app = open_page("committee", "unit", at=at, unit=UNIT, part="notes")
    assert not app.exception
    text = html_of(app)
    assert "chỉ lãnh đạo đơn vị thấy" in text
    assert "lời hẹn đầu" not in text
    noted(app, "Giao Văn phòng rà lại")
    [note] = read_notes(Settings(home=at)).notes
    assert note.role == "committee"
    text = html_of(open_page("leader", "unit", at=at))
    assert "Giao Văn phòng rà lại" in text


def test_nobody_else_has_the_form(
    open_page: OpenPage, at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_note(open_page("leader", "unit", at=at))
    above = Identity("chu.tich", "x", "leader", unit_code="91")
    monkeypatch.setitem(PEOPLE, "leader", above)
    below = open_page("leader", "unit", at=at, unit=UNIT)
    assert "tt-today" in html_of(below)
    assert not can_note(below)
    front = open_page("front", "unit", at=at, unit=UNIT, part="notes")
    assert not can_note(front)
    assert "tt-today" not in html_of(front)


def test_changed_notes_are_not_shown(open_page: OpenPage, at: Path) -> None:
    settings = Settings(home=at)
    for text in ("Họp ngày 5", "Họp ngày 7"):
        write_note(settings, UNIT, "late_strict", text, by=PEOPLE["leader"], n=3)
    change = "update note_body set body = replace(body, '5', '6') where seq = 1"
    by_hand(settings, change)
    for view in ("unit", "reviews"):
        app = open_page("leader", view, at=at, review_period=f"{day_of(None).year}")
        assert not app.exception
        assert "Họp ngày" not in html_of(app)
        assert any("thanthien note check" in error.value for error in app.error)
