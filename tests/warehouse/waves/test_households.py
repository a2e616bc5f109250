"""Households drawn by unit and hamlet from the Front's own list."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.warehouse.waves.frames import FRONT, HAMLETS, NAME, WAVE, write_households
from warehouse.errors import PlanError
from warehouse.read import Answer
from warehouse.settings import Settings
from warehouse.waves.draw import Draw
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import deal
from warehouse.waves.interviewer_lists import make_lists
from warehouse.waves.kept_draws import drawn_from, keep_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan, keep_plan
from warehouse.waves.plan import Request, make_plan
from warehouse.waves.sampling_frame import read_households
from warehouse.waves.second_draw import draw_more
from warehouse.words import words_of

UNITS = {"91001": 90, "91002": 60, "91003": 80, "91004": 50, "91C": 40}
FIRST = Ask(WAVE, seed="5 3 1", frame_kind="households", takes_all=True)


@pytest.fixture
def households(tmp_path: Path) -> Path:
    return write_households(tmp_path / "ho.csv", UNITS)


@pytest.fixture
def draw_from(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]]
) -> Callable[..., Draw]:
    def draw(path: Path, ask: Ask = FIRST) -> Draw:
        return draw_wave(planned, ask, units, path, today=date(2026, 12, 1))

    return draw


def test_each_hamlet_gives_its_part_of_the_unit(
    draw_from: Callable[..., Draw], households: Path
) -> None:
    draw = draw_from(households)
    assert draw.frame.since is None
    for unit in draw.units:
        assert unit.population == UNITS[unit.unit_code]
        strata = draw.frame.strata[unit.unit_code]
        assert set(strata) == set(HAMLETS)
        given = Counter(draw.frame.by_code[code].stratum for code in unit.drawn)
        for hamlet, codes in strata.items():
            part = len(unit.drawn) * len(codes) / unit.population
            assert int(part) <= given[hamlet] <= int(part) + 1


def test_drawn_again_it_is_the_same_and_a_moved_household_is_refused(
    draw_from: Callable[..., Draw], households: Path, planned: Settings, tmp_path: Path
) -> None:
    first = draw_from(households)
    kept = keep_draw(planned, first, by=FRONT)
    # the kind of frame is known from the draw
    assert draw_from(households, Ask(WAVE)) == first
    assert NAME not in str(kept.draw)
    assert drawn_from(planned, WAVE) == UNITS
    other = write_households(tmp_path / "khac.csv", UNITS, moved="91002")
    with pytest.raises(PlanError, match="91002: 60 → 60"):
        draw_from(other, Ask(WAVE))
    dossiers = replace(first, frame=replace(first.frame, kind="returned"))
    with pytest.raises(PlanError, match="drawn once"):
        keep_draw(planned, dossiers, by=FRONT)


def test_a_second_draw_goes_on_in_the_hamlets(
    draw_from: Callable[..., Draw], households: Path
) -> None:
    first = draw_from(households)
    second = draw_more(first, {"91001": 10})
    [unit] = second.units
    before = next(one for one in first.units if one.unit_code == "91001")
    assert len(unit.drawn) == 10
    assert not {*unit.drawn, *unit.replacements} & {*before.drawn, *before.replacements}
    ballots = [one.ballots[0] for one in deal(second, [])["91001"]]
    assert ballots[0] == f"{WAVE}-91001-{len(before.drawn) + 1:03d}"


def test_a_list_says_hamlet_and_code_and_no_name(
    draw_from: Callable[..., Draw], households: Path, planned: Settings
) -> None:
    draw = draw_from(households)
    words = words_of("vi")
    lists = deal(draw, [])
    made = make_lists(planned, draw, lists, {"91001": "An Bình"}, words, by="mattran")
    book = load_workbook(io.BytesIO(made[0][1]))
    rows = [[cell.value for cell in row] for row in book["Được rút"].rows]
    line = lists["91001"][0]
    head = next(i for i, row in enumerate(rows) if row[0] == "Mã phiếu")
    code = line.code.rpartition("/")[2]
    assert rows[head + 1][:4] == [line.ballots[0], "An Bình", line.row.stratum, code]
    assert NAME not in str(rows)
    with pytest.raises(PlanError, match="list of dossiers alone"):
        make_lists(planned, draw, lists, {}, words, by="m", names_from=households)


def test_a_code_with_a_stroke_is_listed_whole(
    draw_from: Callable[..., Draw], households: Path, planned: Settings
) -> None:
    # numbers of houses and of books are written so
    text = households.read_text(encoding="utf-8")
    households.write_text(text.replace("\nH", "\n12/H"), encoding="utf-8")
    lists = deal(draw_from(households), [])
    made = make_lists(
        planned, draw_from(households), lists, {}, words_of("vi"), by="mattran"
    )
    sheet = load_workbook(io.BytesIO(made[0][1]))["Được rút"]
    listed = {str(row[3].value) for row in sheet.iter_rows(min_row=5) if row[3].value}
    assert all(code.startswith("12/H") for code in listed - {"Mã hộ"}), listed


def test_no_list_no_draw(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]]
) -> None:
    with pytest.raises(PlanError, match="drawn from a file"):
        draw_wave(planned, FIRST, units, None, today=date(2026, 12, 1))
    assert kept_draw(planned, WAVE, 1) is None


def test_a_plan_of_households_rests_on_their_list(
    planned: Settings,
    ask: Callable[..., Answer],
    units: list[dict[str, Any]],
    tmp_path: Path,
) -> None:
    counts = {"91001": 900, "91002": 60, "91C": 3}
    listed = write_households(tmp_path / "ho.csv", counts)
    sizes = read_households(planned, listed, units).sizes
    assert sizes == tuple(counts.items())
    plan = make_plan(ask, Request(WAVE, "A2026", households=sizes))
    found = {unit.unit_key.partition("@")[0]: unit.outlook for unit in plan.units}
    assert {code: one.population for code, one in found.items()} == counts
    dossiers = make_plan(ask, Request(WAVE, "A2026"))
    before = {unit.unit_key.partition("@")[0]: unit.outlook for unit in dossiers.units}
    # more forms than results were returned: there are as many households
    assert found["91001"].n_forms > before["91001"].population
    assert found["91002"].n_forms <= 60
    assert {key.partition("@")[0] for key in plan.left_out} == {*before} - {*found}
    kept = keep_plan(planned, plan, by=FRONT)
    assert dict(kept.plan["request"]["households"]) == counts
    with pytest.raises(PlanError, match="households are in the list"):
        make_plan(ask, Request(WAVE, "A2026", households=(("00000", 5),)))
