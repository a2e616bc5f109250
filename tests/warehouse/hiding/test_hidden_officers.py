"""No officer with few ballots follows from the unit or from other periods."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from warehouse.hiding.hidden_officers import (
    hidden_officer_cells,
    is_within,
    windows_of_hidden,
)

MIN_N, MIN_PEOPLE = 10, 5
PERIODS = {
    "month": [f"2026-{m:02d}" for m in range(1, 7)],
    "quarter": ["2026-Q1", "2026-Q2"],
    "half": ["2026-H1"],
    "year": ["2026"],
}


def unit(seed: int) -> list[dict[str, Any]]:
    """Ballots of one unit's officers in all periods of half a year."""
    rng = random.Random(seed)
    rows = []
    for i in range(rng.randint(2, 7)):
        mean = rng.choice([1, 3, 8, 20, 60])
        months = {m: rng.randint(0, 2 * mean) for m in PERIODS["month"]}
        for kind, periods in PERIODS.items():
            for period in periods:
                n = sum(v for m, v in months.items() if is_within(m, period))
                if n:
                    rows.append(row(f"CB{i}", kind, period, n))
    return rows


def row(officer: str, kind: str, period: str, n: int) -> dict[str, Any]:
    return {
        "officer_code": officer,
        "unit_key": "u",
        "period_type": kind,
        "period": period,
        "measure": "satisfied_share",
        "n": n,
    }


def test_one_hidden_officer_takes_another_along() -> None:
    rows = [row("A", "month", "2026-01", n=4), row("B", "month", "2026-01", 30)]
    rows += [row("C", "month", "2026-01", 40)]
    assert {cell[0] for cell in hidden_officer_cells(rows, MIN_N)} == {"A", "B"}


def test_a_hidden_month_takes_another_along() -> None:
    rows = [row("A", "quarter", "2026-Q1", 54), row("A", "month", "2026-01", 4)]
    rows += [row("A", "month", "2026-02", 20), row("A", "month", "2026-03", 30)]
    periods = {cell[3] for cell in hidden_officer_cells(rows, MIN_N)}
    assert {"2026-01", "2026-02"} <= periods


def test_nothing_is_hidden_where_nobody_has_few() -> None:
    rows = [row("A", "month", "2026-01", 14), row("B", "month", "2026-01", 30)]
    assert hidden_officer_cells(rows, MIN_N) == set()


@pytest.mark.parametrize("seed", range(40))
def test_no_small_officer_follows_by_linear_programs(seed: int) -> None:
    assert exposed_officers(unit(seed)) == {}


def exposed_officers(rows: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Small cells of one unit whose feasible interval is narrower than five people.

    The attacker knows every shown cell and the unit's total of every month with
    five ballots or more.
    """
    hidden = hidden_officer_cells(rows, MIN_N)
    atoms = sorted(
        {(r["officer_code"], r["period"]) for r in rows if r["period_type"] == "month"}
    )
    members: dict[Any, list[int]] = defaultdict(list)
    counts = {(r["officer_code"], r["period"]): r["n"] for r in rows}
    for r in rows:
        for at, (officer, month) in enumerate(atoms):
            if officer == r["officer_code"] and is_within(month, r["period"]):
                members[officer, r["period"]].append(at)
    known = [
        (members[r["officer_code"], r["period"]], r["n"])
        for r in rows
        if (r["officer_code"], "u", r["period_type"], r["period"], r["measure"])
        not in hidden
    ]
    for month in {month for _, month in atoms}:
        inside = [at for at, atom in enumerate(atoms) if atom[1] == month]
        n = sum(counts[atoms[at]] for at in inside)
        # One officer alone is the unit of that month, and falls under its rule.
        if n >= MIN_PEOPLE and len(inside) > 1:
            known.append((inside, n))
    # A longer period may hold a month that is not shown: then it is a bound alone.
    values = [counts[atom] for atom in atoms]
    stated = [sum(values[at] for at in inside) == n for inside, n in known]
    lhs = np.zeros((len(known), len(atoms)))
    for i, (inside, _) in enumerate(known):
        lhs[i, inside] = 1.0
    rhs = np.array([n for _, n in known], float)
    equal = np.array(stated, bool)
    found = {}
    for cell, n in counts.items():
        if n < MIN_N and known:
            target = np.isin(np.arange(len(atoms)), members[cell]).astype(float)
            ends = []
            for sign in (1, -1):
                fit = linprog(
                    sign * target,
                    A_ub=lhs[~equal],
                    b_ub=rhs[~equal],
                    A_eq=lhs[equal],
                    b_eq=rhs[equal],
                    bounds=(0, 10_000),
                )
                assert fit.status == 0
                ends.append(float(target @ fit.x))
            if abs(ends[1] - ends[0]) < MIN_PEOPLE - 1e-6:
                found[cell] = abs(ends[1] - ends[0])
    return found


QUARTERS = [f"{year}-Q{q}" for year in (2025, 2026) for q in (1, 2, 3, 4)]


def quarters(seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    return {name: rng.choice([0, 3, 9, 14, 40, 60]) for name in QUARTERS}


def shown_windows(rows: list[dict[str, Any]], m: int) -> dict[tuple[str, str], int]:
    """Ballots of the windows that are shown, by officer and last period."""
    hidden = hidden_officer_cells(rows, MIN_N)
    gone = hidden | windows_of_hidden(rows, hidden, m)
    found = {}
    for cell in rows:
        key = (cell["officer_code"], "u", "quarter", cell["period"], "satisfied_share")
        if key not in gone:
            names = QUARTERS[: QUARTERS.index(cell["period"]) + 1][-m:]
            found[cell["officer_code"], cell["period"]] = sum(
                other["n"]
                for other in rows
                if other["officer_code"] == cell["officer_code"]
                and other["period"] in names
            )
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_window_gives_a_hidden_period_back(seed: int) -> None:
    """What a shown window leaves beside the shown periods in it is nobody."""
    counts = {f"CB{i}": quarters(seed * 10 + i) for i in range(3)}
    rows = [
        row(officer, "quarter", period, n)
        for officer, by_period in counts.items()
        for period, n in by_period.items()
        if n
    ]
    hidden = hidden_officer_cells(rows, MIN_N)
    for (officer, period), n_window in shown_windows(rows, 4).items():
        names = QUARTERS[: QUARTERS.index(period) + 1][-4:]
        shown = sum(
            counts[officer][name]
            for name in names
            if (officer, "u", "quarter", name, "satisfied_share") not in hidden
        )
        assert n_window == shown, (officer, period)


def test_a_window_past_the_hidden_period_is_shown() -> None:
    counts = [4, 40, 30, 50, 60, 30, 40, 70]
    rows = [
        row(officer, "quarter", name, n if officer == "A" else 40)
        for officer in ("A", "B")
        for name, n in zip(QUARTERS, counts, strict=True)
    ]
    shown = {period for officer, period in shown_windows(rows, 4) if officer == "A"}
    assert shown == set(QUARTERS[4:])
