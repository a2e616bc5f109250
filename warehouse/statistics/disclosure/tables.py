"""Hide small counts of a table so that they cannot be worked out from the rest.

Hiding a small cell is not enough: with the total on the page it is the total
less the rest. Further cells are hidden until a difference always mixes at least
two cells and k people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from warehouse.statistics.disclosure.secondary_suppression import (
    Bools,
    Floats,
    needs_more,
    smallest_shown,
)
from warehouse.statistics.disclosure.tree import DEFAULT_K

_Cell = TypeVar("_Cell", np.float64, np.bool_)


@dataclass(frozen=True, eq=False)
class SuppressionAudit:
    """What an outsider can work out about each hidden cell of a table.

    Attributes:
        row: Row of each hidden cell, row-major, from 0.
        col: Column likewise.
        feasible_min: Smallest count consistent with what is shown.
        feasible_max: Largest count.
        disclosed: True where both are equal: the cell is not protected.
    """

    row: npt.NDArray[np.intp]
    col: npt.NDArray[np.intp]
    feasible_min: Floats
    feasible_max: Floats
    disclosed: Bools


def _hidden_sums(
    table: Floats, row: npt.NDArray[np.intp], col: npt.NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Equations: hidden cells of each row and column sum to total less shown."""
    n_rows, n_cols = table.shape
    lhs = np.zeros((n_rows + n_cols, len(row)))
    lhs[row, np.arange(len(row))] = 1
    lhs[n_rows + col, np.arange(len(row))] = 1
    return lhs, lhs @ table[row, col]


def _bounds_of(lhs: Floats, rhs: Floats, size: int) -> tuple[Floats, Floats]:
    """Feasible range of each unknown >= 0 under lhs x = rhs, by linear programs."""
    low, high = np.empty(size), np.empty(size)
    for j in range(size):
        c = np.zeros(size)
        c[j] = 1
        low[j] = c @ np.asarray(linprog(c, A_eq=lhs, b_eq=rhs, bounds=(0, None)).x)
        high[j] = c @ np.asarray(linprog(-c, A_eq=lhs, b_eq=rhs, bounds=(0, None)).x)
    return low, high


def suppression_audit(
    table: npt.ArrayLike, suppressed: npt.ArrayLike
) -> SuppressionAudit:
    """Find the range an outsider can infer for each hidden cell.

    To a reader: a test that hiding worked. Weakness: it knows only this table;
    another page with another cut can still disclose by difference.

    Formula: linear programming over the hidden cells given shown cells, row and
    column totals, cells >= 0 (Fischetti & Salazar 2001).

    Args:
        table: Counts, shape (rows, columns), all totals shown.
        suppressed: Non-zero where the cell is hidden, same shape.
    """
    values = np.atleast_2d(np.asarray(table, float))
    row, col = np.nonzero(np.atleast_2d(np.asarray(suppressed, float)))
    if len(row) == 0:
        none = np.empty(0)
        return SuppressionAudit(row, col, none, none, np.empty(0, bool))
    lhs, rhs = _hidden_sums(values, row, col)
    low, high = _bounds_of(lhs, rhs, len(row))
    return SuppressionAudit(row, col, low, high, high - low < 1e-6)


def _line(table: npt.NDArray[_Cell], axis: int, at: int) -> npt.NDArray[_Cell]:
    """Row `at` (axis 0) or column `at` (axis 1)."""
    return table[at, :] if axis == 0 else table[:, at]


def _thin_lines(values: Floats, hidden: Bools, k: int) -> Sequence[tuple[int, int]]:
    """(axis, index) of rows (0) and columns (1) that hide too little."""
    lines = [(0, i) for i in range(values.shape[0])]
    lines += [(1, j) for j in range(values.shape[1])]
    return [
        (axis, at)
        for axis, at in lines
        if needs_more(_line(values, axis, at), _line(hidden, axis, at), k)
    ]


def _hide_in_line(values: Floats, hidden: Bools, axis: int, at: int) -> bool:
    """Hide the smallest shown non-zero cell of a line; False if there is none."""
    extra = smallest_shown(_line(values, axis, at), _line(hidden, axis, at))
    if extra is None:
        return False
    hidden[(at, extra) if axis == 0 else (extra, at)] = True
    return True


def _exposed(hidden: Bools) -> list[tuple[int, int]]:
    """Hidden cells that can be worked out, all hidden cells being above 0.

    Cells are the edges of a graph that joins rows to columns. A cell in a ring
    can be raised while its neighbours are lowered; a bridge cannot move.
    """
    row, col = np.nonzero(hidden)
    n_rows, n_cols = hidden.shape
    size = n_rows + n_cols

    def n_parts(kept: Bools) -> int:
        ends = (row[kept], n_rows + col[kept])
        graph = coo_array((np.ones(int(kept.sum())), ends), shape=(size, size))
        return int(connected_components(graph, directed=False)[0])

    whole = n_parts(np.ones(len(row), bool))
    cuts = [n_parts(np.arange(len(row)) != i) > whole for i in range(len(row))]
    return [(int(row[i]), int(col[i])) for i in np.flatnonzero(cuts)]


def _hide_beside(
    values: Floats, hidden: Bools, exposed: Sequence[tuple[int, int]]
) -> bool:
    """Hide one more cell in the row or column of an exposed cell, if there is one."""
    lines = ((axis, cell[axis]) for cell in exposed for axis in (0, 1))
    return any(_hide_in_line(values, hidden, axis, at) for axis, at in lines)


@dataclass(frozen=True, eq=False)
class TableSuppression:
    """Which cells of a two-way table to hide.

    Attributes:
        primary: True for cells hidden because 0 < count < k.
        suppressed: True for all hidden cells.
        totals_published: False if row and column totals must be withheld.
    """

    primary: Bools
    suppressed: Bools
    totals_published: bool


def suppress_2d(table: npt.ArrayLike, k: int = DEFAULT_K) -> TableSuppression:
    """Hide small cells of a two-way table whose totals are shown.

    To a reader: as `suppress_1d`, for a table. Weakness: greedy, so it may hide
    a little more than the least possible.

    Formula: each row and column hides none or at least two cells and k people;
    then cells beside bridges of the hidden pattern (Gusfield 1988) until nothing
    can be worked out. If a line cannot be protected the totals are withheld and
    only small cells hidden.

    Args:
        table: Counts, shape (rows, columns).
        k: Smallest count that may be shown.
    """
    values = np.atleast_2d(np.asarray(table, float))
    primary = (values > 0) & (values < k)
    hidden = primary.copy()
    while True:
        thin = _thin_lines(values, hidden, k)
        exposed = [] if thin else _exposed(hidden)
        if not thin and not exposed:
            return TableSuppression(primary, hidden, True)
        is_helped = (
            _hide_in_line(values, hidden, *thin[0])
            if thin
            else _hide_beside(values, hidden, exposed)
        )
        if not is_helped:
            return TableSuppression(primary, primary.copy(), False)
