"""Differences of two shares: Newcombe's interval, Pearson's chi-squared.

Counts may be fractional, as in `share_intervals`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import (
    FloatArray,
    chi2_upper,
    floats,
    ratio,
)
from warehouse.statistics.probability.share_intervals import count_fault, wilson_bounds
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """Share after minus share before, of two independent groups.

    Attributes:
        p_after, p_before: Shares, 0..1.
        diff: p_after − p_before, −1..1 (0.05 = five percentage points).
        lo, hi: Newcombe limits of `diff`.
        chi2: Pearson's chi-squared of the 2×2 table, without correction.
        p_value: Its two-sided p-value.
        reason: Why a field is nan.
    """

    p_after: float
    p_before: float
    diff: float
    lo: float
    hi: float
    chi2: float
    p_value: float
    reason: Reason = Reason.NONE


def newcombe_bounds(
    x_after: ArrayLike,
    n_after: ArrayLike,
    x_before: ArrayLike,
    n_before: ArrayLike,
    conf: ArrayLike = 0.95,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Difference of shares and its Newcombe limits, many cells at once.

    Returns:
        diff, lo, hi; nan where either group is empty.
    """
    p1, l1, u1 = wilson_bounds(x_after, n_after, conf)
    p2, l2, u2 = wilson_bounds(x_before, n_before, conf)
    diff = p1 - p2
    lo = diff - np.hypot(p1 - l1, u2 - p2)
    hi = diff + np.hypot(u1 - p1, p2 - l2)
    return diff, np.clip(lo, -1, 1), np.clip(hi, -1, 1)


def newcombe_diff(
    x_after: float,
    n_after: float,
    x_before: float,
    n_before: float,
    conf: float = 0.95,
) -> ShareDifference:
    """Newcombe's hybrid score interval of a difference of two shares.

    Source: Newcombe (1998), Stat Med 17:873, method 10. Lay meaning: by how
    many points the share changed, with what the samples cannot exclude.
    Weakness: needs two independent samples of the same population and mode;
    somewhat wide at small n.
    """
    p1, _, _ = wilson_bounds(x_after, n_after, conf)
    p2, _, _ = wilson_bounds(x_before, n_before, conf)
    diff, lo, hi = newcombe_bounds(x_after, n_after, x_before, n_before, conf)
    chi2 = two_by_two_chi2(x_after, n_after, x_before, n_before)
    reason = count_fault(x_after, n_after) or count_fault(x_before, n_before)
    if not reason and np.isnan(chi2):
        reason = Reason.CONSTANT
    return ShareDifference(
        float(p1),
        float(p2),
        float(diff),
        float(lo),
        float(hi),
        float(chi2),
        float(chi2_upper(chi2, 1)),
        reason,
    )


def two_by_two_chi2(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike
) -> FloatArray:
    """Pearson's chi-squared of two shares, without continuity correction.

    nan where a group is empty or both shares are 0 or both are 1.
    """
    x1, n1, x2, n2 = floats(x1), floats(n1), floats(x2), floats(n2)
    pooled = ratio(x1 + x2, n1 + n2)
    variance = pooled * (1 - pooled) * (ratio(1, n1) + ratio(1, n2))
    return ratio((ratio(x1, n1) - ratio(x2, n2)) ** 2, variance)
