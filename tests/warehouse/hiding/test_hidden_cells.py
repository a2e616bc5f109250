"""The pattern of hidden units withstands subtraction over both maps."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_cells import Geography, connected, whole_people
from warehouse.hiding.hidden_lattices import wave_blocks
from warehouse.hiding.hidden_waves import quarters_between

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


GEOGRAPHY = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())


def test_a_unit_hidden_in_a_pair_is_hidden_in_its_waves() -> None:
    rows, parents, successors = province(3)
    hidden = hidden_cells(rows, parents, successors)
    in_pairs = {cell[1:3] for cell in hidden if cell[0] == "pair"}
    assert in_pairs
    for wave in ("a", "b"):
        assert {c[1:3] for c in hidden if c[0] == "wave" and c[3] == wave} == in_pairs


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
