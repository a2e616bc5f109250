"""Groups of people: what is shown never gives away a group of fewer than five."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_groups import hidden_group_cells

K = 5
COMMUNES = tuple(f"c{i}" for i in range(8))
NEW = ("n0", "n1", "n2", "n3")
PARENTS: dict[str, str | None] = {"p": None, "d0": "p", "d1": "p"}
PARENTS |= {c: f"d{i // 4}" for i, c in enumerate(COMMUNES)}
PARENTS |= dict.fromkeys(NEW, "p")
SUCCESSIONS = tuple((c, NEW[i // 2]) for i, c in enumerate(COMMUNES))
GROUPS = {"sex": ("female", "male"), "age_band": ("18-29", "30-59", "60+", "not_said")}
Counts = dict[tuple[str, str, str, str], int]


def below(map_: str, unit: str) -> tuple[str, ...]:
    """The communes of the day that a unit of a map holds."""
    if unit in COMMUNES:
        return (unit,)
    if unit in NEW:
        return tuple(old for old, new in SUCCESSIONS if new == unit)
    return COMMUNES if unit == "p" else tuple(c for c in COMMUNES if PARENTS[c] == unit)


def people(rng: np.random.Generator) -> Counts:
    """Wave, commune, kind and group → ballots, few of some."""
    found: Counts = {}
    for wave in ("B", "A"):
        for commune in COMMUNES:
            for kind, codes in GROUPS.items():
                for code in codes:
                    mean = rng.choice([0, 3, 9, 30], p=[0.05, 0.1, 0.25, 0.6])
                    found[wave, commune, kind, code] = int(rng.poisson(mean))
    return found


def rows_of(counts: Counts) -> list[dict[str, Any]]:
    units = [("then", u) for u in (*COMMUNES, "d0", "d1", "p")]
    units += [("today", u) for u in (*NEW, "p")]
    rows = []
    for map_, unit in units:
        for wave in ("B", "A"):
            for kind, codes in GROUPS.items():
                for code in codes:
                    inside = below(map_, unit)
                    n = sum(counts[wave, c, kind, code] for c in inside)
                    if n:
                        key = {"before_wave": "B", "after_wave": "A"}
                        key |= {"map": map_, "unit_key": unit, "wave_code": wave}
                        key |= {"group_kind": kind, "group_code": code}
                        rows.append(key | {"item_code": "q", "n_answers": n})
    return rows


def hidden_of(
    counts: Counts, whole: list[tuple[str, str, str]] | None = None
) -> set[tuple[str, ...]]:
    geography = Geography(PARENTS, SUCCESSIONS)
    return hidden_group_cells(rows_of(counts), whole or [], geography, K)


def bounds(
    counts: Counts, wave: str, kind: str, code: str, hidden: set[tuple[str, ...]]
) -> dict[str, tuple[float, float]]:
    """What all shown sums leave possible for each commune, by linear programs."""
    rows, sums = [], []
    for row in rows_of(counts):
        is_it = (row["wave_code"], row["group_kind"], row["group_code"])
        cell = (row["map"], row["unit_key"], "B", "A", kind)
        if is_it == (wave, kind, code) and cell not in hidden:
            inside = below(row["map"], row["unit_key"])
            rows.append([float(c in inside) for c in COMMUNES])
            sums.append(row["n_answers"])
    found = {}
    for i, commune in enumerate(COMMUNES):
        ends = []
        for sign in (1, -1):
            target = np.zeros(len(COMMUNES))
            target[i] = sign
            answer = linprog(target, A_eq=rows or None, b_eq=sums or None)
            found_end = answer.fun if answer.fun is not None else np.inf
            ends.append(sign * float(found_end))
        found[commune] = (ends[0], ends[1])
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_small_group_follows_from_all_that_is_shown(seed: int) -> None:
    counts = people(np.random.default_rng(seed))
    hidden = hidden_of(counts)
    for wave in ("B", "A"):
        for kind, codes in GROUPS.items():
            for code in codes:
                for commune, ends in bounds(counts, wave, kind, code, hidden).items():
                    n = counts[wave, commune, kind, code]
                    if 0 < n < K:
                        assert not np.isclose(*ends), (wave, commune, code, n)


def test_a_unit_is_shown_with_all_groups_of_a_kind_or_none() -> None:
    counts = dict.fromkeys(people(np.random.default_rng(1)), 40)
    assert hidden_of(counts) == set()
    counts["A", "c0", "sex", "male"] = 2
    hidden = hidden_of(counts)
    assert ("then", "c0", "B", "A", "sex") in hidden
    # alone it would be the district less its neighbours
    assert len([cell for cell in hidden if cell[1] in ("c1", "c2", "c3")]) >= 1
    assert {kind for *_, kind in hidden} == {"sex"}


def test_what_is_hidden_whole_is_hidden_in_its_groups_with_company() -> None:
    counts = dict.fromkeys(people(np.random.default_rng(1)), 40)
    hidden = hidden_of(counts, [("today", "n1", "B")])
    units = {(m, u) for m, u, *_, kind in hidden if kind == "sex"}
    assert ("today", "n1") in units
    assert len({u for m, u in units if m == "today"}) >= 2
