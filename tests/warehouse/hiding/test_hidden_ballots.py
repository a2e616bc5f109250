"""Months, rounds, surveys and gaps hide as much as each needs, and tell no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.warehouse.hiding.gaps_alone import gaps_alone
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_gaps import hidden_gaps, survey_blocks
from warehouse.hiding.hidden_lattices import wave_blocks
from warehouse.hiding.hidden_waves import WaveCount
from warehouse.hiding.people import NO_REPEATS

K = 5
GEOGRAPHY = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())


def month_row(month: date, unit: str, n: int) -> dict[str, Any]:
    return {
        "map": "today",
        "unit_key": unit,
        "month": month,
        "n_ballots": n,
    }


def months_of_a_quarter() -> list[dict[str, Any]]:
    """Unit a has three ballots in August; nothing else is small."""
    rows = []
    for month in (7, 8, 9):
        n_of_a = 3 if month == 8 else 20
        day = date(2026, month, 1)
        counts = {"a": n_of_a, "b": 30, "c": 40, "p": n_of_a + 70}
        rows += [month_row(day, unit, n) for unit, n in counts.items()]
    return [{**row, "map": map_} for map_ in ("then", "today") for row in rows]


def of_ballots(
    months: list[dict[str, Any]],
    gaps: list[dict[str, Any]],
    waves: list[dict[str, Any]],
    counts: Iterable[WaveCount] = (),
) -> set[Cell]:
    """The hidden cells of the counter, of the surveys and of their gaps."""
    counts = list(counts)
    read = gaps_alone(gaps, waves)
    blocks = ballot_blocks(months, waves, counts) + survey_blocks(waves, counts, read)
    found: set[Cell] = {c for b in blocks for c in b.hidden(GEOGRAPHY, K)}
    return found | hidden_gaps(
        read, waves, months, counts, found, GEOGRAPHY, K, NO_REPEATS
    )


def test_a_quarter_less_its_months_tells_nothing() -> None:
    gap = {"period": "2026-Q3", "item_code": "overall", "n_independent": 60}
    gaps = [
        {**gap, "map": map_, "unit_key": unit, "n_service": n}
        for map_ in ("then", "today")
        for unit, n in (("a", 43), ("b", 90), ("c", 120), ("p", 253))
    ]
    hidden = of_ballots(months_of_a_quarter(), gaps, [])
    # the quarter is told, so no month of it is
    assert ("period", "today", "a", "2026-Q3") not in hidden
    of_a = {c for c in hidden if c[0] == "month" and c[2] == "a"}
    assert {c[3].month for c in of_a} == {7, 8, 9}
    assert ("month", "today", "b", date(2026, 8, 1)) in hidden
    assert ("month", "today", "p", date(2026, 8, 1)) not in hidden


def test_a_gap_of_the_month_that_is_few_goes_with_it() -> None:
    gap = {"period": "2026-Q3", "item_code": "overall", "n_independent": 60}
    gaps = [
        {**gap, "map": map_, "unit_key": unit, "n_service": n}
        for map_ in ("then", "today")
        for unit, n in (("a", 9), ("b", 30), ("c", 40), ("p", 79))
    ]
    days = {"opened_on": date(2026, 8, 3), "closed_on": date(2026, 8, 28)}
    waves = [{"wave_code": "i", "stream": "independent", **days}]
    hidden = of_ballots(months_of_a_quarter(), gaps, waves)
    assert {c[2] for c in hidden if c[0] == "gap"} == {"a", "b"}
    assert not [c for c in hidden if c[0] == "period"]


def test_a_wave_of_two_quarters_joins_them() -> None:
    asked = {"wave_code": "i", "stream": "independent"}
    own = {"wave_code": "s", "stream": "service"}
    waves = [
        asked | {"opened_on": date(2026, 9, 1), "closed_on": date(2026, 9, 30)},
        own | {"opened_on": date(2026, 7, 1), "closed_on": date(2026, 10, 31)},
    ]
    rows = [*months_of_a_quarter(), month_row(date(2026, 10, 1), "a", 50)]
    assert len(ballot_blocks(rows, [])) == 2
    [block] = ballot_blocks(rows, waves)
    hidden = block.hidden(GEOGRAPHY, K)
    assert ("month", "today", "a", date(2026, 10, 1)) in hidden


def wave_count(unit: str, n: float, *periods: str) -> WaveCount:
    return WaveCount("today", unit, "w", "ballots", frozenset(periods), n)


def test_few_ballots_of_one_of_two_waves_hide_the_months_of_both() -> None:
    rows = [month_row(date(2026, 7, 1), u, n) for u, n in (("a", 30), ("b", 60))]
    rows.append(month_row(date(2026, 7, 1), "p", 90))
    counts = [wave_count(u, n, "2026-Q3") for u, n in (("a", 2), ("b", 60), ("p", 62))]
    [block] = ballot_blocks(rows, [], counts)
    hidden = block.hidden(GEOGRAPHY, K)
    assert {("wave", "today", "a", "w"), ("wave", "today", "b", "w")} <= hidden
    assert ("month", "today", "a", date(2026, 7, 1)) in hidden


def test_a_wave_nothing_is_compared_with_hides_two_units() -> None:
    counts = [wave_count(unit, n) for unit, n in (("a", 3), ("b", 9), ("c", 40))]
    [block] = wave_blocks([], [*counts, wave_count("p", 52)])
    hidden = block.hidden(GEOGRAPHY, K)
    assert hidden == {("wave", "today", "a", "w"), ("wave", "today", "b", "w")}


def test_a_new_unit_less_itself_tells_nothing_of_the_old_ones() -> None:
    day = date(2026, 7, 1)
    rows = [month_row(day, unit, n) for unit, n in (("a", 43), ("b", 90), ("p", 133))]
    rows += [
        {**month_row(day, unit, n), "map": "then"}
        for unit, n in (("a", 40), ("old", 3), ("b", 90), ("p", 133))
    ]
    geography = Geography({"p": None, "a": "p", "b": "p", "old": "p"}, (("old", "a"),))
    [block] = ballot_blocks(rows, [])
    hidden = {cell[1:3] for cell in block.hidden(geography, K)}
    assert hidden == {("then", "old"), ("then", "a")}


def test_few_at_the_counter_hide_nothing_of_the_independent_survey() -> None:
    gap = {"map": "today", "period": "2026-Q3", "item_code": "overall"}
    n = {"a": 3, "b": 90, "c": 120, "p": 213}
    gaps = [
        {**gap, "unit_key": unit, "n_service": n[unit], "n_independent": 60}
        for unit in n
    ]
    asked = {"opened_on": date(2026, 9, 1), "closed_on": date(2026, 9, 30)}
    waves = [{"wave_code": "w", "stream": "independent", **asked}]
    counts = [wave_count(unit, 60, "2026-Q3") for unit in n]
    hidden = of_ballots([], gaps, waves, counts)
    assert {cell[2] for cell in hidden if cell[0] == "gap"} == {"a", "b"}
    assert not [cell for cell in hidden if cell[0] == "wave"]
    # and the other way round: nobody at the counter is hidden for the survey's sake
    few = [wave_count("a", 3, "2026-Q3"), *counts[1:3], wave_count("p", 123, "2026-Q3")]
    hidden = of_ballots(months_of_a_quarter(), [], waves, few)
    assert ("wave", "today", "a", "w") in hidden
