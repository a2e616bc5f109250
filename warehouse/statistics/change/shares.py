"""Shares and their differences: Wilson, Clopper-Pearson, Newcombe, Manski.

Counts may be fractional: units restated to a later map share their answers by
weight, and an effective n is rarely whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    chi2_upper,
    floats,
    normal_quantiles,
    ratio,
)
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share and the interval that holds the true one `conf` of the time.

    Attributes:
        p: Share observed, 0..1.
        lo: Lower limit, 0..1.
        hi: Upper limit, 0..1.
        n: Valid answers.
        reason: Why a field is nan.
    """

    p: float
    lo: float
    hi: float
    n: float
    reason: Reason = Reason.NONE


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


@dataclass(frozen=True, slots=True)
class NonresponseBounds:
    """What the share could be if those who kept silent had answered.

    Attributes:
        response_rate: responded / eligible, 0..1.
        share: satisfied / responded, 0..1.
        lower: Share if every silent person were dissatisfied.
        upper: Share if every silent person were satisfied (what official
            indicators that count silence as satisfaction report).
        nr_bias_if_gap: Bias of `share` if silent people were lower by the
            assumed gap.
        reason: Why a field is nan.
    """

    response_rate: float
    share: float
    lower: float
    upper: float
    nr_bias_if_gap: float
    reason: Reason = Reason.NONE


def wilson_bounds(
    x: ArrayLike, n: ArrayLike, conf: ArrayLike = 0.95
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Share, lower and upper Wilson limit of many cells at once.

    Args:
        x: Satisfied answers, any shape, fractions allowed.
        n: Valid answers, same shape.
        conf: Confidence, 0..1, one or one per cell.

    Returns:
        p, lo, hi; nan where n is not positive or x is outside 0..n.
    """
    x, n = np.broadcast_arrays(floats(x), floats(n))
    good = (n > 0) & (x >= 0) & (x <= n)
    size = np.where(good, n, np.nan)
    p = np.where(good, x, np.nan) / size
    z = normal_quantiles(conf)
    centre = p + z * z / (2 * size)
    half = z * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    scale = 1 + z * z / size
    lo = np.where(p <= 0, 0.0, (centre - half) / scale)
    hi = np.where(p >= 1, 1.0, (centre + half) / scale)
    return p, np.clip(lo, 0, p), np.clip(hi, p, 1)


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


def wilson_ci(x: float, n: float, conf: float = 0.95) -> ShareInterval:
    """Wilson's score interval of a share.

    Source: Wilson (1927), JASA 22:209. Lay meaning: the shares that would not
    be surprising given these answers. Weakness: describes sampling error only;
    a self-selected ballot has others. Coverage dips near 0 and 1 at small n.

    Args:
        x: Satisfied answers, 0..n.
        n: Valid answers.
        conf: Confidence, 0..1.
    """
    p, lo, hi = wilson_bounds(x, n, conf)
    return ShareInterval(float(p), float(lo), float(hi), n, _count_fault(x, n))


def clopper_pearson_ci(x: float, n: float, conf: float = 0.95) -> ShareInterval:
    """Clopper and Pearson's exact interval of a share.

    Source: Clopper & Pearson (1934), Biometrika 26:404; beta quantiles. Lay
    meaning: as Wilson's, but never covers less than promised. Weakness: wider
    than needed, so Wilson's is the one shown.
    """
    fault = _count_fault(x, n)
    if fault:
        return ShareInterval(NAN, NAN, NAN, n, fault)
    tail = (1 - conf) / 2
    lo = 0.0 if x <= 0 else float(special.betaincinv(x, n - x + 1, tail))
    hi = 1.0 if x >= n else float(special.betaincinv(x + 1, n - x, 1 - tail))
    p = x / n
    return ShareInterval(p, min(lo, p), max(hi, p), n)


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
    reason = _count_fault(x_after, n_after) or _count_fault(x_before, n_before)
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


def nonresponse_bounds(
    eligible: float, responded: float, satisfied: float, assumed_gap: float = 0.0
) -> NonresponseBounds:
    """Worst-case bounds of a share under non-response.

    Source: Manski (1989), J Human Resources 24:343: [p·r, p·r + 1 − r]. Lay
    meaning: with 40 % answering, the 60 % silent could move the figure this
    far. Weakness: so wide at low response that they say little else.

    Args:
        eligible: People who could have answered (cases returned).
        responded: Valid answers.
        satisfied: Satisfied answers.
        assumed_gap: How much lower the silent people's share is assumed, 0..1.
    """
    rate = float(ratio(responded, eligible))
    share = float(ratio(satisfied, responded))
    lower = share * rate
    fault = _count_fault(responded, eligible) or _count_fault(satisfied, responded)
    if fault is Reason.OUT_OF_RANGE:
        return NonresponseBounds(NAN, NAN, NAN, NAN, NAN, fault)
    upper = lower + 1 - rate
    bias = (1 - rate) * assumed_gap
    return NonresponseBounds(rate, share, lower, upper, bias, fault)


def _count_fault(x: float, n: float) -> Reason:
    if not n > 0:
        return Reason.EMPTY
    return Reason.NONE if 0 <= x <= n else Reason.OUT_OF_RANGE
