"""Hide small counts of a list so that its total does not tell them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.disclosure.secondary_suppression import (
    Bools,
    needs_more,
    smallest_shown,
)
from warehouse.statistics.disclosure.tree import DEFAULT_K


@dataclass(frozen=True, eq=False)
class Suppression:
    """Which cells of one list to hide.

    Attributes:
        primary: True for cells hidden because 0 < count < k.
        suppressed: True for all hidden cells.
        safe: True: no hidden cell follows from the shown ones.
        total_published: False if the total must be withheld (or was not shown).
    """

    primary: Bools
    suppressed: Bools
    safe: bool
    total_published: bool


def suppress_1d(
    counts: npt.ArrayLike,
    k: int = DEFAULT_K,
    *,
    total_published: bool = True,
    hidden_before: npt.ArrayLike = False,
) -> Suppression:
    """Hide small counts of one list, and enough others.

    To a reader: an empty place means "fewer than k, or hidden to protect
    others"; never zero. Weakness: protects one list; tables and trees need
    `suppress_2d` and `suppress_tree`.

    Formula: hide 0 < n < k; if the total is shown, add the smallest other
    non-zero cell until at least two cells and k people are hidden; if that is
    impossible withhold the total (Hundepool et al. 2012, ch. 4).

    Args:
        counts: People per cell.
        k: Smallest count that may be shown.
        total_published: Whether the sum of the list is shown anywhere.
        hidden_before: True for cells that are hidden for a reason of their own.
    """
    values = np.asarray(counts, float)
    primary = (values > 0) & (values < k)
    hidden = primary | np.asarray(hidden_before, bool)
    shown_total = total_published
    while shown_total and needs_more(values, hidden, k):
        extra = smallest_shown(values, hidden)
        if extra is None:
            shown_total = False
        else:
            hidden[extra] = True
    return Suppression(primary, hidden, True, shown_total)
