"""The pattern of hidden units withstands subtraction over both maps."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.hidden_cells import Cell, hidden_cells

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
        if (row["map"], row["unit_key"], "b", "a") not in hidden:
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
    hidden = hidden_cells(rows, parents, successors.items(), K)
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
    assert hidden_cells(rows, parents, successors.items(), K) == frozenset()


def test_both_waves_and_both_maps_share_one_pattern() -> None:
    rows, parents, successors = province(3)
    rows = [{**row, "n_after": row["n_after"] * 50 + 50} for row in rows]
    hidden = hidden_cells(rows, parents, successors.items(), K)
    assert hidden
    assert (("then", "p", "b", "a") in hidden) == (("today", "p", "b", "a") in hidden)
