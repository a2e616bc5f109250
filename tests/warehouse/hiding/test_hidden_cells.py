"""The pattern of hidden units withstands subtraction over both maps."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography, connected, whole_people
from warehouse.hiding.hidden_gaps import Gaps, hidden_gaps, read_gaps, survey_blocks
from warehouse.hiding.hidden_lattices import wave_blocks
from warehouse.hiding.hidden_waves import WaveCount, quarters_between
from warehouse.hiding.people import NO_REPEATS

K = 5


def province(seed: int) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, str]]:
    """Counts of a small province with merged communes, its tree and successors."""
    rng = random.Random(seed)
    parents: dict[str, str | None] = {"p": None}
    successors: dict[str, str] = {}
    leaves: dict[str, int] = {}
    old = [f"d{d}c{c}" for d in range(3) for c in range(rng.randint(2, 5))]
    for d in range(3):
        parents[f"d{d}"] = "p"
    for i, name in enumerate(old):
        parents[name] = name[:2]
        successors[name] = f"n{i // 3}"
        parents[f"n{i // 3}"] = "p"
        leaves[name] = rng.choice([0, 1, 2, 3, 4, 6, 12, 40, 90])
    rows = []
    for unit in parents:
        below = [leaf for leaf in leaves if _is_in(leaf, unit, parents, successors)]
        n = sum(leaves[leaf] for leaf in below)
        maps = {"p": ("then", "today")}.get(
            unit, ("today",) if unit[0] == "n" else ("then",)
        )
        rows += [_row(map_, unit, n) for map_ in maps]
    return rows, parents, successors


def _is_in(
    leaf: str, unit: str, parents: dict[str, Any], successors: dict[str, str]
) -> bool:
    return unit in ("p", leaf, parents[leaf], successors[leaf])


def _row(map_: str, unit: str, n: int) -> dict[str, Any]:
    return {
        "map": map_,
        "unit_key": unit,
        "before_wave": "b",
        "after_wave": "a",
        "item_code": "overall",
        "n_before": n,
        "n_after": n,
    }


def hidden_cells(
    rows: list[dict[str, Any]], parents: dict[str, Any], successors: dict[str, str]
) -> frozenset[Cell]:
    """The hidden cells of all blocks of pairs."""
    geography = Geography(parents, tuple(successors.items()))
    found: set[Cell] = set()
    for block in wave_blocks(rows):
        found |= block.hidden(geography, K)
    return frozenset(found)


def widths(
    rows: list[dict[str, Any]],
    parents: dict[str, Any],
    successors: dict[str, str],
    hidden: frozenset[Cell],
) -> dict[str, float]:
    """Width of what an attacker can infer of each small unit, by linear programs."""
    leaves = sorted(successors)
    known_rows, known = [], []
    for row in rows:
        if ("pair", row["map"], row["unit_key"], "b", "a") not in hidden:
            inside = [
                _is_in(leaf, row["unit_key"], parents, successors) for leaf in leaves
            ]
            known_rows.append(inside)
            known.append(row["n_before"])
    found = {}
    for row in rows:
        if not 0 < row["n_before"] < K:
            continue
        target = np.array(
            [_is_in(leaf, row["unit_key"], parents, successors) for leaf in leaves],
            float,
        )
        lhs = np.array(known_rows, float) if known_rows else None
        rhs = np.array(known, float) if known_rows else None
        ends = []
        for sign in (1, -1):
            fit = linprog(sign * target, A_eq=lhs, b_eq=rhs, bounds=(0, 10_000))
            assert fit.status == 0
            ends.append(float(target @ fit.x))
        found[row["unit_key"]] = abs(ends[1] - ends[0])
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_small_unit_follows_from_the_others(seed: int) -> None:
    rows, parents, successors = province(seed)
    hidden = hidden_cells(rows, parents, successors)
    exposed = {
        unit: width
        for unit, width in widths(rows, parents, successors, hidden).items()
        if width < K
    }
    assert exposed == {}


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    rows, parents, successors = province(1)
    for row in rows:
        row["n_before"] = row["n_after"] = row["n_before"] * 50
    assert hidden_cells(rows, parents, successors) == frozenset()


def test_both_waves_and_both_maps_share_one_pattern() -> None:
    rows, parents, successors = province(3)
    rows = [{**row, "n_after": row["n_after"] * 50 + 50} for row in rows]
    hidden = hidden_cells(rows, parents, successors)
    assert hidden
    on_both = [("pair", map_, "p", "b", "a") in hidden for map_ in ("then", "today")]
    assert on_both[0] == on_both[1]


def test_pairs_that_share_a_wave_share_a_pattern() -> None:
    rows, parents, successors = province(3)
    others = [{**row, "after_wave": "c", "n_after": 500} for row in rows]
    hidden = {c for c in hidden_cells(rows + others, parents, successors) if c[4:]}
    assert {c[1:3] for c in hidden if c[4] == "a"} == {
        c[1:3] for c in hidden if c[4] == "c"
    }


def month_row(month: date, unit: str, n: int) -> dict[str, Any]:
    return {
        "map": "today",
        "unit_key": unit,
        "month": month,
        "n_ballots": n,
    }


GEOGRAPHY = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())


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
    read = gaps_of(gaps, waves)
    blocks = ballot_blocks(months, waves, counts) + survey_blocks(waves, counts, read)
    found: set[Cell] = {c for b in blocks for c in b.hidden(GEOGRAPHY, K)}
    return found | hidden_gaps(
        read, waves, months, counts, found, GEOGRAPHY, K, NO_REPEATS
    )


def gaps_of(rows: list[dict[str, Any]], waves: list[dict[str, Any]]) -> Gaps:
    """Gaps of a build that does not tell their parts."""
    return read_gaps(lambda text: rows if "stat_" in text else [], waves)


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


def test_a_unit_hidden_in_a_pair_is_hidden_in_its_waves() -> None:
    rows, parents, successors = province(3)
    hidden = hidden_cells(rows, parents, successors)
    in_pairs = {cell[1:3] for cell in hidden if cell[0] == "pair"}
    assert in_pairs
    for wave in ("a", "b"):
        assert {c[1:3] for c in hidden if c[0] == "wave" and c[3] == wave} == in_pairs


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


def merged(counts: dict[str, int]) -> tuple[list[dict[str, Any]], Geography]:
    """Six old units of two districts, merged by threes: p, a and b share all."""
    parents: dict[str, str | None] = {"top": None, "d0": "top", "d1": "top"}
    parents |= {"n0": "top", "n1": "top"}
    parents |= dict.fromkeys(("p", "a", "b", "x"), "d0")
    parents |= dict.fromkeys(("y", "z"), "d1")
    later = {"p": "n0", "a": "n0", "b": "n0", "x": "n1", "y": "n1", "z": "n1"}
    rows = [_row("then", unit, n) for unit, n in counts.items()]
    for unit in ("d0", "d1"):
        rows.append(
            _row("then", unit, sum(counts[c] for c in counts if parents[c] == unit))
        )
    for unit in ("n0", "n1"):
        rows.append(
            _row("today", unit, sum(counts[c] for c in counts if later[c] == unit))
        )
    total = sum(counts.values())
    rows += [_row("then", "top", total), _row("today", "top", total)]
    return rows, Geography(parents, tuple(later.items()))


def hidden_of_merged(**counts: int) -> set[tuple[str, str]]:
    usual = {"p": 40, "a": 30, "b": 20, "x": 40, "y": 50, "z": 60}
    rows, geography = merged(usual | counts)
    cells = {cell for block in wave_blocks(rows) for cell in block.hidden(geography, K)}
    return {(map_, unit) for name, map_, unit, *_ in cells if name == "pair"}


def test_one_small_old_unit_takes_one_other_with_it() -> None:
    assert hidden_of_merged(p=3) == {("then", "p"), ("then", "b")}
    assert hidden_of_merged(p=3, b=1) == {("then", u) for u in ("p", "b", "a")}
    assert hidden_of_merged(p=3, b=4) == {("then", "p"), ("then", "b")}


def test_an_old_unit_that_shares_its_sums_with_none_takes_all_that_hang_together() -> (
    None
):
    hidden = hidden_of_merged(x=3)
    assert {("then", u) for u in ("p", "a", "b", "x", "y", "z", "d0", "d1")} == hidden


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


def test_parts_of_split_units_add_up_to_whole_people() -> None:
    units = {"p": {"s": 10.3}, "a": {"s": 4.7}, "b": {"s": 5.6}, "c": {"s": 0.0}}
    found = whole_people(units, GEOGRAPHY.parents, ["s"])
    assert found == {"p": [9], "a": [4], "b": [5], "c": [0]}
    units["p"] = {"s": 14.3}
    assert whole_people(units, GEOGRAPHY.parents, ["s"])["p"] == [13]


def test_small_helpers() -> None:
    assert quarters_between(date(2025, 12, 31), date(2026, 4, 1)) == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
    ]
    groups = connected([["a", "b"], ["b", "c"], ["d"]])
    assert sorted(map(sorted, groups)) == [["a", "b", "c"], ["d"]]
