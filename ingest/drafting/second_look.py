"""Columns that a heading names faintly, where nothing else can be meant.

A likeness too low to be taken at once is enough where the cells are all of the sort of
the column, no other heading is as near to it and it is near to no other column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_FAINT = 0.18
_CLEAR = 0.08
"""So much nearer than whatever comes next."""
_ALL_OF_A_SORT = 0.9


def only_meant(
    headings: Sequence[str],
    columns: Sequence[str],
    placed: Mapping[str, str],
    scores: NDArray[np.float64],
    fits: NDArray[np.float64],
) -> dict[str, str]:
    """Heading by column, of columns and headings that are both still free.

    Args:
        headings: Headings of the sheet.
        columns: Names of the columns of the kind.
        placed: Heading by column so far.
        scores: How near each heading (row) is to each column, 0 to 1.
        fits: How well the cells of each heading can be what the column holds, 0 to 1.
    """
    taken = set(placed.values())
    rows = [i for i, heading in enumerate(headings) if heading not in taken]
    places = [j for j, column in enumerate(columns) if column not in placed]
    if not rows or not places:
        return {}
    near = scores[np.ix_(rows, places)]
    found = {}
    for i, row in enumerate(rows):
        j = int(near[i].argmax())
        beside = max(_next(near[i], j), _next(near[:, j], i))
        is_sure = near[i, j] >= max(_FAINT, beside + _CLEAR)
        if is_sure and fits[row, places[j]] >= _ALL_OF_A_SORT:
            found[columns[places[j]]] = headings[row]
    return found


def _next(near: NDArray[np.float64], best: int) -> float:
    return float(np.delete(near, best).max(initial=0.0))
