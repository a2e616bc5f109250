"""Many comparisons on one screen: keep the share of false marks small.

A screen that tests sixty units at 5 % marks three of them by luck alone. The
family of tests is one question of one screen (one item over all units).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.reasons import Reason

# accepted share of false marks among all marks
FALSE_SHARE = 0.05
# share of intervals that may miss, whatever share of false marks is accepted
MISSED_SHARE = 0.05

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class BenjaminiHochberg:
    """Adjusted p-values of one family.

    Attributes:
        p_adj: Adjusted p-values in the order given; nan where p was nan.
        rejected: True where `p_adj <= q`; False where p was nan.
        n_rejected: Number of rejections.
        n_tests: Number of p-values in the family (nan excluded).
        n_excluded: Number of nan p-values, left out of the family.
        q: Expected share of false marks among all marks.
        reason: Why nothing was tested; empty otherwise.
    """

    p_adj: Floats
    rejected: Bools
    n_rejected: int
    n_tests: int
    n_excluded: int
    q: float
    reason: Reason = Reason.NONE


def bh_adjust(
    p: Sequence[float | None] | Floats, q: float = FALSE_SHARE
) -> BenjaminiHochberg:
    """Adjust p-values by Benjamini and Hochberg.

    To a reader: among the units that carry a mark, about a share `q` carries it
    by luck. Weakness: the guarantee holds for independent or positively
    dependent tests, and for the family as given; choosing the family afterwards
    breaks it.

    Formula: Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.

    Args:
        p: P-values in [0, 1]; nan or None are excluded and counted.
        q: Accepted share of false marks.

    Returns:
        The adjusted p-values and the marks.
    """
    values = np.array([np.nan if v is None else v for v in p], dtype=float)
    valid = np.flatnonzero(~np.isnan(values))
    p_adj = np.full(len(values), np.nan)
    m = len(valid)
    if m:
        order = valid[np.argsort(values[valid], kind="stable")]
        scaled = values[order] * m / np.arange(1, m + 1)
        smallest_above = np.minimum.accumulate(scaled[::-1])[::-1]
        p_adj[order] = np.minimum(1.0, smallest_above)
    rejected = np.nan_to_num(p_adj, nan=np.inf) <= q
    return BenjaminiHochberg(
        p_adj=p_adj,
        rejected=rejected,
        n_rejected=int(rejected.sum()),
        n_tests=m,
        n_excluded=len(values) - m,
        q=q,
        reason=Reason.NONE if m else Reason.EMPTY,
    )


def marks_by_luck(n_tests: int) -> float:
    """Marks that luck alone gives where each test stands on its own at 95 %.

    Args:
        n_tests: Tests looked at together.
    """
    return MISSED_SHARE * n_tests


def selected_confidence(
    p: Sequence[float | None] | Floats, q: float = FALSE_SHARE
) -> Floats:
    """Confidence of each interval that holds after the marked ones were picked out.

    To a reader: a unit is shown because it stood out; its interval is widened by
    what standing out brings. Among the marked, about 5 % of the intervals miss. The
    others keep the confidence of 95 %.

    Formula: false coverage rate; level 1 − 0.05 R / m for the R marked of m, Benjamini
    & Yekutieli (2005), J. Am. Stat. Assoc. 100, 71-81.

    Args:
        p: P-values of one family; nan or None are not part of it.
        q: Accepted share of false marks.
    """
    family = bh_adjust(p, q)
    picked = 1 - MISSED_SHARE * family.n_rejected / max(1, family.n_tests)
    return np.where(family.rejected, picked, 1 - MISSED_SHARE)
