"""Rank effects of two waves of an ordered question: Cliff's delta, Mann-Whitney.

Counts are arrays in level order; nothing is expanded to rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.change.ordinal import same_levels, two_wave_reason
from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    normal_quantile,
    normal_two_sided,
    ratio,
)
from warehouse.statistics.reasons import Reason

# Hess & Kromrey (2004), as printed by effsize
_MAGNITUDES = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))


@dataclass(frozen=True, slots=True)
class CliffsDelta:
    """P(after > before) − P(after < before).

    Attributes:
        delta: −1..1; 0 = no change.
        var_unbiased: Cliff's unbiased variance of delta.
        lo, hi: Asymmetric limits of delta.
        magnitude: negligible, small, medium or large; empty if undefined.
        reason: Why a field is nan.
    """

    delta: float
    var_unbiased: float
    lo: float
    hi: float
    magnitude: str
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class MannWhitney:
    """Wilcoxon-Mann-Whitney test with ties.

    Attributes:
        u_after: Pairs in which the ballot after is higher, ties as ½.
        z: Standardised without continuity correction.
        p_value_continuity, p_value_nocontinuity: Two-sided p-values.
        reason: Why a field is nan.
    """

    u_after: float
    z: float
    p_value_continuity: float
    p_value_nocontinuity: float
    reason: Reason = Reason.NONE


def cliffs_delta(
    before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> CliffsDelta:
    """Cliff's delta with his unbiased variance and asymmetric interval.

    Source: Cliff (1996), Ordinal Methods, ch. 5; Feng & Cliff (2004); for fully
    disjoint waves delta is pulled in by 1 − 1/(n₁n₂) for the variance. Lay
    meaning: by how many of 100 pairs of ballots "higher" outnumbers "lower".
    Weakness: says nothing of how much higher; the magnitude words are a custom.
    """
    b, a = same_levels(before, after)
    n_b, n_a = float(b.sum()), float(a.sum())
    if not (n_b > 0 and n_a > 0):
        return CliffsDelta(NAN, NAN, NAN, NAN, "", Reason.EMPTY)
    sign = np.sign(np.subtract.outer(np.arange(len(a)), np.arange(len(b))))
    over_b, over_a = sign @ b / n_b, a @ sign / n_a
    delta = float(a @ over_b / n_a)
    shrunk = delta * (1 - 1 / (n_a * n_b)) if abs(delta) == 1 else delta
    variance = _unbiased_variance(sign, b, a, over_b, over_a, shrunk)
    lo, hi = _asymmetric_limits(shrunk, variance, normal_quantile(conf))
    return CliffsDelta(
        delta,
        variance,
        -1.0 if delta == -1 and not np.isnan(lo) else lo,
        1.0 if delta == 1 and not np.isnan(hi) else hi,
        next((word for bound, word in _MAGNITUDES if abs(delta) < bound), "large"),
        two_wave_reason(b, a, missing=not variance > 0),
    )


def _unbiased_variance(
    sign: FloatArray,
    b: FloatArray,
    a: FloatArray,
    over_b: FloatArray,
    over_a: FloatArray,
    delta: float,
) -> float:
    n_a, n_b = a.sum(), b.sum()
    if n_a <= 1 or n_b <= 1:
        return NAN
    rows = n_b**2 * (a @ (over_b - delta) ** 2)
    columns = n_a**2 * (b @ (over_a - delta) ** 2)
    cells = a @ (sign - delta) ** 2 @ b
    return float((rows + columns - cells) / (n_a * n_b * (n_a - 1) * (n_b - 1)))


def _asymmetric_limits(d: float, variance: float, z: float) -> tuple[float, float]:
    if not variance >= 0:
        return NAN, NAN
    spread = z * sqrt(variance) * sqrt((1 - d * d) ** 2 + z * z * variance)
    scale = 1 - d * d + z * z * variance
    return (d - d**3 - spread) / scale, (d - d**3 + spread) / scale


def mann_whitney(before: ArrayLike, after: ArrayLike) -> MannWhitney:
    """Wilcoxon-Mann-Whitney from level counts, variance corrected for ties.

    Source: Mann & Whitney (1947), Ann Math Stat 18:50. Lay meaning: are the two
    waves drawn from one and the same distribution. Weakness: its variance
    assumes just that, so Brunner-Munzel is the one shown.
    """
    b, a = same_levels(before, after)
    n_b, n_a = float(b.sum()), float(a.sum())
    u = float(a @ (np.cumsum(b) - b / 2)) if n_a > 0 and n_b > 0 else NAN
    n, ties = n_a + n_b, a + b
    spread = n + 1 - float(ratio((ties**3 - ties).sum(), n * (n - 1)))
    sigma = np.sqrt(max(n_a * n_b / 12 * spread, 0.0)) if n > 1 else NAN
    if not sigma > 1e-9:
        reason = two_wave_reason(b, a, missing=True)
        return MannWhitney(u, NAN, NAN, NAN, reason)
    shift = u - n_a * n_b / 2
    # as R: half a pair towards the middle, whichever side it is on
    corrected = (shift - np.sign(shift) / 2) / sigma
    return MannWhitney(
        u,
        float(shift / sigma),
        float(normal_two_sided(corrected)),
        float(normal_two_sided(shift / sigma)),
    )
