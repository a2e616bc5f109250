"""The report of a released review prints its frozen figures and its words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from dashboard.report.document import to_docx
from dashboard.report.files import OFFERED, report_file
from dashboard.report.sections import report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import texts_of
from tests.dashboard.small.warehouse import changed, key
from tests.warehouse.reviews.walks import START, TEXT, take_over_examples
from warehouse import audit
from warehouse.errors import DamagedError, ScopeError, ThanThienError
from warehouse.read import reader_of
from warehouse.reviews.act import take_step
from warehouse.reviews.scores import scorecard_of
from warehouse.reviews.visible_reviews import changes_of, figures_for_report
from warehouse.settings import Settings
from warehouse.stores.state import writing

WORDS = words_of("vi")
UNIT, PERIOD = key("91001"), "2026-10"


@pytest.fixture
def at(home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    return Settings(home=tmp_path / "home")


def release(settings: Settings, *, is_last: bool = True) -> None:
    leader, committee = PEOPLE["leader"], PEOPLE["committee"]
    take_step(settings, UNIT, PERIOD, "write", by=leader, text=TEXT, now=START)
    take_step(settings, UNIT, PERIOD, "submit", by=leader, now=START)
    if is_last:
        steward = PEOPLE["steward"]
        take_step(settings, UNIT, PERIOD, "confirm", by=steward, now=START)
        take_step(settings, UNIT, PERIOD, "release", by=committee, now=START)


def made(settings: Settings, role: str) -> bytes:
    facts, review = figures_for_report(settings, PEOPLE[role], "91001", PERIOD)
    return to_docx(report_of(facts, WORDS, review), WORDS)


def taken(settings: Settings, role: str, kind: str) -> bytes:
    by = PEOPLE[role]
    facts, review = figures_for_report(settings, by, "91001", PERIOD)
    return report_file(settings, by, facts, review, kind)


def test_a_released_review_stays_the_same_bytes(at: Settings) -> None:
    """Whatever a later build says, and whoever asks."""
    release(at)
    then = made(at, "leader")
    kept = {kind: taken(at, "leader", kind) for kind in OFFERED}
    reader_of.cache_clear()
    [path] = at.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        connection.sql("update agg_unit_months set n_received = n_received + 1000")
        connection.sql("delete from agg_unit_duties")
    assert made(at, "leader") == then
    assert made(at, "committee") == then
    assert {kind: taken(at, "committee", kind) for kind in OFFERED} == kept
    found = audit.read_records(at, action="export")
    who = [(record.actor, record.detail["kind"]) for record in found]
    names = [PEOPLE[role].user_name for role in ("committee", "leader")]
    assert sorted(who) == sorted((name, kind) for name in names for kind in OFFERED)


def test_words_and_solutions_of_people_stand_in_their_sections(at: Settings) -> None:
    release(at)
    text = texts_of(made(at, "leader"))
    for words in TEXT.sections.values():
        assert words in text
    assert "Thêm một quầy" in text
    assert "01/12/2026" in text
    assert "[Đơn vị viết phần này.]" not in text
    assert re.search(r"dấu [0-9a-f]{16}\); đánh giá ban hành ngày 02/11/2026", text)


def test_remarks_and_the_confirmation_stand_where_there_are_some(at: Settings) -> None:
    release(at, is_last=False)
    by, remark = PEOPLE["front"], "Dân còn chờ lâu.\nCần thêm quầy."
    take_step(at, UNIT, PERIOD, "remark", by=by, reason=remark, now=START)
    for action, role in (("confirm", "steward"), ("release", "committee")):
        take_step(at, UNIT, PERIOD, action, by=PEOPLE[role], now=START)
    text = texts_of(made(at, "leader"))
    heading = text.index("NHẬN XÉT CỦA MẶT TRẬN TỔ QUỐC")
    assert text.index("V. KIẾN NGHỊ") < heading < text.index("Cần thêm quầy.")
    assert "xác nhận đầy đủ ngày 02/11/2026" in text


def test_without_remarks_no_section_is_left_empty(at: Settings) -> None:
    release(at)
    assert "NHẬN XÉT CỦA MẶT TRẬN" not in texts_of(made(at, "leader"))


def test_before_release_the_report_is_of_today_and_open(at: Settings) -> None:
    release(at, is_last=False)
    text = texts_of(made(at, "leader"))
    assert "[Đơn vị viết phần này.]" in text
    assert "Thêm một quầy" not in text


def test_a_released_review_opens_no_door(at: Settings) -> None:
    """Who may not read figures of the unit does not read frozen ones either."""
    release(at)
    for role in ("steward", "officer"):
        with pytest.raises(ScopeError):
            made(at, role)
    with pytest.raises(ThanThienError, match="covers"):
        figures_for_report(at, PEOPLE["leader"], "91002", PERIOD)


def test_a_report_is_not_made_of_changed_figures(at: Settings) -> None:
    release(at)
    with writing(at) as connection:
        connection.execute("drop trigger figures_are_never_changed")
        connection.execute("update review_figures set figures = '{}'")
    with pytest.raises(DamagedError):
        made(at, "leader")


def test_a_year_later_it_is_the_same_and_what_changed_is_listed(at: Settings) -> None:
    """Corrected files, a register withdrawn, a unit renamed, and rules set since."""
    release(at)
    kept = {kind: taken(at, "leader", kind) for kind in OFFERED}
    facts, _ = figures_for_report(at, PEOPLE["leader"], "91001", PERIOD)
    reader_of.cache_clear()
    [path] = at.builds_dir.glob("*.duckdb")
    of_unit = f"where unit_key = '{UNIT}'"
    with changed(path) as connection:
        for statement in (
            f"update agg_unit_months set n_received = n_received + 1000 {of_unit}",
            f"delete from agg_unit_duties {of_unit}",
            f"update dim_units set unit_name = 'Phường Mới' {of_unit}",
        ):
            connection.sql(statement)
    take_over_examples(at)
    assert {kind: taken(at, "committee", kind) for kind in OFFERED} == kept
    found = changes_of(at, facts, PEOPLE["leader"]) or []
    listed = {
        (one.table, one.row, one.figure): (one.old, one.new, one.why) for one in found
    }
    assert len(listed) == len(found)
    [month], [duties] = facts.months, facts.duties
    later = "later_build"
    expected: dict[tuple[Any, ...], tuple[Any, ...]] = {
        ("months", month["month"], "n_received"): (
            month["n_received"], month["n_received"] + 1000, later,
        ),
    }  # fmt: skip
    expected |= {
        ("duties", duties["month"], figure): (value, None, later)
        for figure, value in duties.items()
        if figure not in ("map", "unit_key", "month") and value is not None
    }
    for row in facts.required or ():
        if row["n_meetings_covered"]:
            key = ("required", row["duty"], "n_meetings_covered")
            expected[key] = (row["n_meetings_covered"], 0, later)
    for row in scorecard_of(at, PERIOD):
        named = ("scheme", "criterion", "grade")
        key = tuple(row.get(name, "") for name in named)
        expected |= {
            ("scorecard", key, figure): (None, value, "rules_changed")
            for figure, value in row.items()
            if figure not in named and value is not None
        }
    assert listed == expected
