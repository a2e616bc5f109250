"""Intervals of one share: Wilson's, which is shown, and Clopper and Pearson's.

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
    floats,
    normal_quantiles,
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
    return ShareInterval(float(p), float(lo), float(hi), n, count_fault(x, n))


def clopper_pearson_ci(x: float, n: float, conf: float = 0.95) -> ShareInterval:
    """Clopper and Pearson's exact interval of a share.

    Source: Clopper & Pearson (1934), Biometrika 26:404; beta quantiles. Lay
    meaning: as Wilson's, but never covers less than promised. Weakness: wider
    than needed, so Wilson's is the one shown.
    """
    fault = count_fault(x, n)
    if fault:
        return ShareInterval(NAN, NAN, NAN, n, fault)
    tail = (1 - conf) / 2
    lo = 0.0 if x <= 0 else float(special.betaincinv(x, n - x + 1, tail))
    hi = 1.0 if x >= n else float(special.betaincinv(x + 1, n - x, 1 - tail))
    p = x / n
    return ShareInterval(p, min(lo, p), max(hi, p), n)


def count_fault(x: float, n: float) -> Reason:
    """Why no share can be given of these counts: no answers, or more than there are."""
    if not n > 0:
        return Reason.EMPTY
    return Reason.NONE if 0 <= x <= n else Reason.OUT_OF_RANGE
