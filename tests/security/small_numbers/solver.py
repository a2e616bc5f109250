"""How little room what is read leaves for what is hidden, by linear programs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.security.small_numbers.attacked_province import Group, Province
from tests.security.small_numbers.shown_slices import Slice

# Shares of split units are rounded to six decimals on their way to the page.
ROUNDING = 0.01
MOST = 100_000
Cell = Hashable
# cell → part of it that is in the cell
Parts = Mapping[Cell, Mapping[Cell, float]]


def widths(
    parts: Parts,
    read: Mapping[Cell, tuple[float, float]],
    targets: Iterable[Cell],
    rounding: float = ROUNDING,
) -> dict[Cell, float]:
    """How far apart the least and the most are that the readings allow.

    Args:
        parts: Cell → the smallest cells it is made of, and what part of each.
        read: Cell → at least and at most how many are in it.
        targets: Cells to find.
        rounding: What is lost on the way to the page.
    """
    atoms = sorted({atom for of in parts.values() for atom in of}, key=repr)
    at = {atom: i for i, atom in enumerate(atoms)}

    def vector(cell: Cell) -> Any:
        found = np.zeros(len(atoms))
        for atom, share in parts[cell].items():
            found[at[atom]] = share
        return found

    lhs, rhs = [np.zeros(len(atoms))], [0.0]
    for cell, (low, high) in read.items():
        lhs += [vector(cell), -vector(cell)]
        rhs += [min(high, 2 * MOST) + rounding, rounding - low]
    matrix: Any = csr_array(np.array(lhs))
    found = {}
    for cell in targets:
        target, ends = vector(cell), []
        for sign in (1, -1):
            fit = linprog(sign * target, A_ub=matrix, b_ub=rhs, bounds=(0, MOST))
            assert fit.status == 0, (cell, fit.message)
            ends.append(float(target @ fit.x))
        found[cell] = abs(ends[1] - ends[0])
    return found


def narrow_groups(province: Province, slice_: Slice, k: float) -> dict[Cell, float]:
    """Small groups of a slice that what is read leaves less room than k."""
    parts: dict[Cell, dict[Cell, float]]
    parts = {group: _leaves(province, slice_, group) for group in slice_.true}
    small = [group for group, n in slice_.true.items() if 0 < n < k]
    read: dict[Cell, tuple[float, float]]
    read = {group: ends for group, ends in slice_.read.items() if group in parts}
    found = widths(parts, read, [group for group in small if parts[group]])
    return {cell: width for cell, width in found.items() if width < k - 1e-6}


def narrow_periods(
    province: Province, by_period: Mapping[str, Slice], k: float
) -> dict[Cell, float]:
    """The same where quarters add up to half-years and years."""
    quarters = sorted(period for period in by_period if "-Q" in period)
    parts: dict[Cell, dict[Cell, float]] = {}
    read: dict[Cell, tuple[float, float]] = {}
    small = []
    for period, slice_ in by_period.items():
        inside = [q for q in quarters if _is_within(q, period)]
        for group, n in slice_.true.items():
            leaves = _leaves(province, slice_, group)
            parts[period, group] = {
                (q, leaf): share for q in inside for leaf, share in leaves.items()
            }
            if group in slice_.read:
                read[period, group] = slice_.read[group]
            if 0 < n < k and parts[period, group]:
                small.append((period, group))
    found = widths(parts, read, small)
    return {cell: width for cell, width in found.items() if width < k - 1e-6}


def _leaves(province: Province, slice_: Slice, group: Group) -> dict[Cell, float]:
    return {
        unit: share
        for unit, share in province.shares[group].items()
        if ("then", unit) in slice_.true
    }


def _is_within(quarter: str, period: str) -> bool:
    year, _, number = quarter.partition("-Q")
    half = f"{year}-H{(int(number) + 1) // 2}"
    return period in (quarter, half, year)
