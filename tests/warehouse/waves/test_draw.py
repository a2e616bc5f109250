"""The draw of a wave from an office's own export: repeated, kept, refused."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.warehouse.letters.exports import code
from tests.warehouse.waves.conftest import COUNTS
from tests.warehouse.waves.frames import (
    FRONT,
    NAME,
    WAVE,
    keep_small_plan,
    write_returned,
)
from warehouse import audit
from warehouse.errors import AccountError, DamagedError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.stores.state import writing
from warehouse.waves.draw import Draw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import Listed, deal, interviewers_of
from warehouse.waves.interviewer_lists import make_lists
from warehouse.waves.kept_draws import keep_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.words import words_of

TODAY = date(2026, 12, 1)
ALL = Ask(WAVE, seed="xúc xắc 3 5 1", takes_all=True)
DrawFrom = Callable[..., Draw]


@pytest.fixture
def draw_from(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]]
) -> DrawFrom:
    def draw(export: Path, ask: Ask = ALL) -> Draw:
        return draw_wave(planned, ask, units, export, today=TODAY)

    return draw


def test_it_draws_the_sizes_of_the_plan_from_the_window(
    draw_from: DrawFrom, export: Path, plan: KeptPlan
) -> None:
    draw = draw_from(export)
    wanted = [unit["outlook"]["n_forms"] for unit in plan.plan["units"]]
    assert [unit.n_wanted for unit in draw.units] == wanted
    for unit in draw.units:
        assert unit.population == COUNTS[unit.unit_code]
        assert len(unit.drawn) == min(unit.n_wanted, unit.population)
        both = {*unit.drawn, *unit.replacements}
        assert len(both) == len(unit.drawn) + len(unit.replacements)
        assert both <= set(draw.frame.strata[unit.unit_code][""])
    assert draw.frame.since == date(2026, 8, 1)
    assert draw.is_simulated
    august = draw_from(export, Ask(WAVE, "s", until=date(2026, 8, 9), takes_all=True))
    assert {unit.population for unit in august.units} == {9, 1}


def test_a_plan_larger_than_the_frame_is_told(
    draw_from: DrawFrom, planned: Settings, export: Path
) -> None:
    with pytest.raises(PlanError, match="91C: 24 > 1"):
        draw_from(export, Ask(WAVE, seed="s"))
    assert kept_draw(planned, WAVE, 1) is None
    [short] = draw_from(export).short
    assert (short.unit_code, len(short.drawn)) == ("91C", 1)


def test_no_plan_no_draw(
    planned: Settings, units: list[dict[str, Any]], export: Path
) -> None:
    with pytest.raises(PlanError, match="kept plan"):
        draw_wave(planned, ALL, units, export, today=TODAY)


def test_drawn_again_it_is_the_same_and_kept_once(
    draw_from: DrawFrom, planned: Settings, export: Path
) -> None:
    first = draw_from(export)
    kept = keep_draw(planned, first, by=FRONT)
    again = draw_from(export, Ask(WAVE))
    assert again == first
    assert keep_draw(planned, again, by=FRONT) == kept
    noted = audit.read_records(planned, action="wave_drawn")
    assert [note.detail["sha256"] for note in noted] == [kept.sha256]
    codes = {row.code for row in first.frame.rows}
    assert not any(one in str(kept.draw) for one in codes)


@pytest.mark.parametrize(
    ("counts", "skip", "said"),
    [
        ({**COUNTS, "91002": 31}, 0, "91002: 30 → 31"),
        (COUNTS, 50, "91002: 30 → 29"),
        ({name: n for name, n in COUNTS.items() if name != "91003"}, 0, "91003: 35"),
    ],
)
def test_a_changed_frame_is_refused_with_its_units(
    draw_from: DrawFrom,
    planned: Settings,
    export: Path,
    tmp_path: Path,
    counts: dict[str, int],
    skip: int,
    said: str,
) -> None:
    keep_draw(planned, draw_from(export), by=FRONT)
    other = write_returned(tmp_path / "moi_20261201.csv", counts, skip=skip)
    with pytest.raises(PlanError, match="new plan of the wave") as refused:
        draw_from(other, Ask(WAVE))
    assert refused.value.thing == "frame"
    assert said in str(refused.value.value)


@pytest.mark.parametrize(
    ("ask_", "thing"),
    [
        (Ask(WAVE, seed="another"), "seed"),
        (Ask(WAVE, replacement_share=0.5), "replacement_share"),
        (Ask(WAVE, destroy_by=date(2028, 1, 1)), "destroy_by"),
        (Ask(WAVE, since=date(2026, 8, 2)), "frame"),
    ],
)
def test_a_plan_is_drawn_once(
    draw_from: DrawFrom,
    planned: Settings,
    ask_: Ask,
    thing: str,
    export: Path,
) -> None:
    keep_draw(planned, draw_from(export), by=FRONT)
    with pytest.raises(PlanError) as refused:
        draw_from(export, ask_)
    assert refused.value.thing == thing


def test_a_new_plan_is_drawn_anew(
    draw_from: DrawFrom,
    planned: Settings,
    ask: Callable[..., Answer],
    export: Path,
) -> None:
    keep_draw(planned, draw_from(export), by=FRONT)
    keep_small_plan(planned, ask)
    second = draw_from(export, Ask(WAVE, seed="another", takes_all=True))
    assert keep_draw(planned, second, by=FRONT).plan_edition == 2


def test_a_kept_draw_is_never_changed(
    draw_from: DrawFrom, planned: Settings, export: Path
) -> None:
    keep_draw(planned, draw_from(export), by=FRONT)
    with (
        sqlite3.connect(planned.state_path) as connection,
        pytest.raises(sqlite3.IntegrityError, match="stays"),
    ):
        connection.execute("update wave_draw set draw = '{}'")
    with writing(planned) as state:
        state.execute("drop trigger draw_is_never_changed")
        state.execute("update wave_draw set draw = replace(draw, 'xúc', 'xuc')")
    with pytest.raises(DamagedError, match="stay as they were kept"):
        draw_from(export, Ask(WAVE))


def test_only_the_front_draws(
    draw_from: DrawFrom, planned: Settings, export: Path
) -> None:
    with pytest.raises(AccountError):
        keep_draw(planned, draw_from(export), by=Identity("a", "A", "steward"))


def test_dealing_loses_and_doubles_nobody(draw_from: DrawFrom, export: Path) -> None:
    draw = draw_from(export)
    people = interviewers_of(["PV01", "PV02: 91001, 91002", "", "PV03: 91C"])
    lists = deal(draw, people)
    drawn = [code for unit in draw.units for code in unit.drawn + unit.replacements]
    listed = [line.code for lines in lists.values() for line in lines]
    assert sorted(listed) == sorted(drawn)
    assert {line.unit_code for line in lists["PV02"]} == {"91001", "91002"}
    ballots = [b for lines in lists.values() for line in lines for b in line.ballots]
    assert len(set(ballots)) == len(ballots)
    one_unit = deal(draw, [])["91001"]
    order = [line.code for line in one_unit if line.is_replacement]
    assert tuple(order) == draw.units[0].replacements


@pytest.mark.parametrize(
    "lines", [["PV01", "PV01"], [": 91001"], ["PV01: 91001"], ["PV01", "PV02: 999"]]
)
def test_a_list_of_interviewers_that_is_wrong_is_refused(
    draw_from: DrawFrom, export: Path, lines: list[str]
) -> None:
    draw = draw_from(export)
    with pytest.raises(PlanError):
        deal(draw, interviewers_of(lines))


@pytest.mark.parametrize("has_names", [False, True])
def test_a_list_says_no_more_than_needed(
    draw_from: DrawFrom, planned: Settings, export: Path, *, has_names: bool
) -> None:
    draw = draw_from(export)
    lists = deal(draw, interviewers_of(["PV01"]))
    [(name, content)] = make_lists(
        planned,
        draw,
        lists,
        {"91001": "Phường An Bình"},
        words_of("vi"),
        by="mattran",
        names_from=export if has_names else None,
    )
    assert name == f"{WAVE}_PV01.xlsx"
    book = load_workbook(io.BytesIO(content))
    sheets = {
        title: [[cell.value for cell in row] for row in book[title].rows]
        for title in book.sheetnames
    }
    assert list(sheets) == ["Được rút", "Dự phòng"]
    rows = sheets["Được rút"]
    text = str(sheets)
    assert "01/03/2027" in str(rows[1][0])
    assert "MÔ PHỎNG" in text
    assert (NAME in text) is has_names
    codes = [row[2] for row in rows if str(row[2]).startswith("000.")]
    assert codes == [c for unit in draw.units for c in unit.drawn]
    [note] = audit.read_records(planned, action="lists_written")
    assert note.detail["destroy_by"] == "2027-03-01"
    assert note.detail["has_names"] == str(has_names).lower()
    held = [p for p in planned.home.rglob("*") if p.is_file()]
    assert not any(code(1).encode() in p.read_bytes() for p in held)


def test_a_line_knows_its_dossier(draw_from: DrawFrom, export: Path) -> None:
    draw = draw_from(export)
    line = deal(draw, [])["91002"][0]
    row = draw.frame.by_code[line.code]
    assert line == Listed((f"{WAVE}-91002-001",), is_replacement=False, row=row)
    assert (line.code, line.unit_code) == (draw.units[1].drawn[0], "91002")
    assert row.procedure_code == "1.000001.000.00.00.H91"
