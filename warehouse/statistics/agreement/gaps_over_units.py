"""Do two sources agree: pooled gaps over units, equivalence tests, clustering.

Source 1 is the unit-run ballot, source 2 the independent survey; a gap above 0
says the unit's own ballots are the friendlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    chi2_upper,
    floats,
    normal_quantile,
    normal_two_sided,
    ratio,
    t_quantile,
)
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """Common difference of shares over units.

    Attributes:
        rd: Pooled share of source 1 minus source 2, −1..1.
        se, lo, hi, z, p_value: Sato's standard error, normal limits and test.
        cmh_chi2, cmh_p: Cochran-Mantel-Haenszel test without correction.
        reason: Why a field is nan.
    """

    rd: float
    se: float
    lo: float
    hi: float
    z: float
    p_value: float
    cmh_chi2: float
    cmh_p: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class RandomGap:
    """Mean gap over units and how much units differ in it.

    Attributes:
        gap, gap_var: Gap of each unit and its variance; nan for an empty unit.
        pooled, se, lo, hi: Random-effects mean gap, normal limits.
        tau2: Variance of true gaps between units (DerSimonian-Laird).
        i2: Share of the scatter not due to chance, percent 0..100.
        q: Cochran's heterogeneity statistic.
        pi_lo, pi_hi: Where the true gap of another unit would lie.
        hk_se, hk_lo, hk_hi: Hartung-Knapp standard error and t limits.
        wide_lo, wide_hi: The limits to show: the wider of the two pairs, which
            cover 95 % or more from 6 units whether or not units differ.
        reason: Why a field is nan.
    """

    gap: FloatArray
    gap_var: FloatArray
    pooled: float
    se: float
    lo: float
    hi: float
    tau2: float
    i2: float
    q: float
    pi_lo: float
    pi_hi: float
    hk_se: float
    hk_lo: float
    hk_hi: float
    wide_lo: float
    wide_hi: float
    reason: Reason = Reason.NONE


def mh_risk_difference(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, conf: float = 0.95
) -> MantelHaenszel:
    """Mantel-Haenszel difference of shares, stratified by unit.

    Source: Greenland & Robins (1985), Biometrics 41:55; variance of Sato (1989),
    Biometrics 45:1323, valid for many sparse units. Lay meaning: over all units,
    how many points higher the unit-run ballots are. Weakness: one common gap is
    assumed; see `meta_random_gap` for its spread.

    Args:
        x1, n1: Satisfied and valid unit-run ballots of each unit.
        x2, n2: The same of the independent survey.
        conf: Confidence of the limits.
    """
    a, m1, c, m2 = floats(x1), floats(n1), floats(x2), floats(n2)
    fault = _out_of_range(a, m1) | _out_of_range(c, m2)
    used = ((m1 + m2) > 0) & ~fault
    cells = a[used], m1[used], c[used], m2[used]
    rd, se = _sato(*cells)
    if np.isnan(rd):
        return MantelHaenszel(*(NAN,) * 8, Reason.EMPTY)
    chi2 = _cmh_chi2(*cells)
    half = normal_quantile(conf) * se
    return MantelHaenszel(
        rd,
        se,
        rd - half,
        rd + half,
        rd / se,
        float(normal_two_sided(rd / se)),
        chi2,
        float(chi2_upper(chi2, 1)),
        _caution(bool(np.isnan(se)), bool(fault.any())),
    )


def mh_rates(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike
) -> tuple[float, float]:
    """The two shares on the one basis of the Mantel-Haenszel difference.

    Lay meaning: both rates as if each unit counted alike in both sources, so that
    a reader who subtracts gets the printed gap.

    Formula: Σ wᵢ pᵢ / Σ wᵢ with wᵢ = n₁ᵢ n₂ᵢ / (n₁ᵢ + n₂ᵢ).

    Args:
        x1, n1, x2, n2: As `mh_risk_difference`.

    Returns:
        Standardised share of source 1 and of source 2; nan without a common unit.
    """
    a, m1, c, m2 = floats(x1), floats(n1), floats(x2), floats(n2)
    fault = _out_of_range(a, m1) | _out_of_range(c, m2)
    used = (m1 > 0) & (m2 > 0) & ~fault
    weight = m1[used] * m2[used] / (m1 + m2)[used]
    if not weight.sum() > 0:
        return NAN, NAN
    first = float((weight * a[used] / m1[used]).sum() / weight.sum())
    return first, float((weight * c[used] / m2[used]).sum() / weight.sum())


def meta_random_gap(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, conf: float = 0.95
) -> RandomGap:
    """Random-effects mean of the units' gaps.

    Source: DerSimonian & Laird (1986), Control Clin Trials 7:177; Hartung &
    Knapp (2001), Stat Med 20:3875. A unit with a zero cell gets ½ in each of its
    four. Lay meaning: the typical gap, and the range in which most units' gaps
    lie. Weakness: with few units tau² is barely known; Hartung-Knapp limits can
    be narrower than the normal ones when units agree by luck: show `wide_*`.

    Args:
        x1, n1, x2, n2: As `mh_risk_difference`.
        conf: Confidence of the limits.
    """
    gap, var = _gaps(floats(x1), floats(n1), floats(x2), floats(n2))
    used = ~np.isnan(gap)
    y, v, k = gap[used], var[used], int(used.sum())
    if k == 0:
        return RandomGap(gap, var, *(NAN,) * 14, Reason.EMPTY)
    tau2, i2, q = _between_units(y, v)
    w = 1 / (v + np.nan_to_num(tau2))
    pooled, se = float((w * y).sum() / w.sum()), float(1 / np.sqrt(w.sum()))
    scatter = float((w * (y - pooled) ** 2).sum())
    hk_se = se * sqrt(scatter / (k - 1)) if k > 1 else NAN
    half = normal_quantile(conf) * se
    prediction = normal_quantile(conf) * sqrt(se**2 + tau2)
    hk = float(t_quantile(conf, k - 1)) * hk_se
    limits = [
        (pooled - h, pooled + h)
        for h in (half, prediction, hk, float(np.fmax(hk, half)))
    ]
    plain, predicted, knapp, wide = limits
    head = (gap, var, pooled, se, *plain, tau2, i2, q)
    reason = Reason.ONE_GROUP if k == 1 else Reason.NONE
    return RandomGap(*head, *predicted, hk_se, *knapp, *wide, reason)


def _sato(
    a: FloatArray, m1: FloatArray, c: FloatArray, m2: FloatArray
) -> tuple[float, float]:
    """Pooled difference and Sato's standard error; nan without a usable unit."""
    n = m1 + m2
    weight = float((m1 * m2 / n).sum())
    if not weight > 0:
        return NAN, NAN
    rd = float(((a * m2 - c * m1) / n).sum()) / weight
    inner = c * (m1 / n) ** 2 - a * (m2 / n) ** 2 + m1 * m2 / n**2 * (m2 - m1) / 2
    outer = (a * (m2 - c) / n + c * (m1 - a) / n) / 2
    at_most = float(outer.sum())
    spread = rd * float(inner.sum()) + at_most
    # shares of 0 and 1 cancel to rounding, which is no spread
    return rd, sqrt(spread) / weight if spread > 1e-12 * at_most else NAN


def _cmh_chi2(a: FloatArray, m1: FloatArray, c: FloatArray, m2: FloatArray) -> float:
    """Cochran-Mantel-Haenszel statistic without continuity correction."""
    n, both = m1 + m2, a + c
    excess = float((a - m1 * both / n).sum())
    spread = ratio(m1 * m2 * both * (n - both), n * n * (n - 1))
    return float(ratio(excess**2, np.nansum(spread)))


def _between_units(y: FloatArray, v: FloatArray) -> tuple[float, float, float]:
    """tau², I² (percent) and Cochran's Q; nan for the first two of one unit."""
    fixed, k = 1 / v, len(y)
    mean = float((fixed * y).sum() / fixed.sum())
    q = float((fixed * (y - mean) ** 2).sum())
    spread = float(fixed.sum() - (fixed**2).sum() / fixed.sum())
    if k == 1:
        return NAN, NAN, q
    tau2 = max(0.0, (q - (k - 1)) / spread)
    return tau2, 100 * tau2 / (tau2 + (k - 1) / spread), q


def _gaps(
    x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Gap and large-sample variance of each unit; nan where a source is empty."""
    fault = _out_of_range(x1, n1) | _out_of_range(x2, n2)
    empty = ~((n1 > 0) & (n2 > 0)) | fault
    has_zero = (x1 <= 0) | (x1 >= n1) | (x2 <= 0) | (x2 >= n2)
    add = np.where(has_zero, 0.5, 0.0)
    m1 = np.where(empty, np.nan, n1 + 2 * add)
    m2 = np.where(empty, np.nan, n2 + 2 * add)
    p1, p2 = (x1 + add) / m1, (x2 + add) / m2
    return p1 - p2, p1 * (1 - p1) / m1 + p2 * (1 - p2) / m2


def _out_of_range(x: FloatArray, n: FloatArray) -> NDArray[np.bool_]:
    """Units whose count is negative or above its total: left out, and said so."""
    return (x < 0) | (x > n)


def _caution(is_constant: bool, has_fault: bool) -> Reason:
    if has_fault:
        return Reason.OUT_OF_RANGE
    return Reason.CONSTANT if is_constant else Reason.NONE
