"""A group against the others: the difference of two shares, and of two changes.

The limits of a sum of independent estimates come from the limits of each, so they
stay right where a share is near 0 or 1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import (
    FloatArray,
    chi2_upper,
    floats,
    normal_quantiles,
    ratio,
)


class Limits(NamedTuple):
    """An estimate and its limits, one entry per cell."""

    value: FloatArray
    lo: FloatArray
    hi: FloatArray


def difference(one: Limits, other: Limits) -> Limits:
    """One estimate less another, independent one, with limits made of both.

    Formula: the method of variance estimates recovery, Zou & Donner (2008), Stat. Med.
    27, 1693-1702; of two Wilson limits it is Newcombe's method 10. Weakness: two
    groups of one sample are taken as independent; that they come from the same
    places adds or takes away about 1 % of the variance.
    """
    value = one.value - other.value
    lo = value - np.hypot(one.value - one.lo, other.hi - other.value)
    hi = value + np.hypot(one.hi - one.value, other.value - other.lo)
    return Limits(value, lo, hi)


def p_of_limits(limits: Limits, conf: ArrayLike = 0.95) -> FloatArray:
    """Two-sided p-value of no difference that agrees with the limits.

    The distance from the value to the limit on the side of 0, in standard errors. It
    is below 1 − conf exactly where the limits leave 0 out.
    """
    value = floats(limits.value)
    reach = np.where(value > 0, value - limits.lo, limits.hi - value)
    z = ratio(value * normal_quantiles(conf), reach)
    return np.asarray(chi2_upper(z * z, 1), dtype=np.float64)
