"""Exact binomial tails and quantiles from the incomplete beta function.

`scipy.stats.binom` gives the same digits, but importing it takes longer than a
page may wait.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from warehouse.statistics.probability.distributions import FloatArray, floats

# what a tail computed in double precision may lack of its true value, relative
ROUNDING = 64 * float(np.finfo(float).eps)


def binomial_lower(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """P(X <= x) of n trials with success rate p; nan where an input is nan.

    Formula: 1 - I_p(x + 1, n - x), Abramowitz & Stegun 26.5.24.
    """
    k, size, rate = np.broadcast_arrays(np.floor(floats(x)), floats(n), floats(p))
    inside = (k >= 0) & (k < size)
    successes, failures = np.where(inside, k, 0.0), np.where(inside, size - k, 1.0)
    tail = betainc(failures, successes + 1, 1 - rate)
    return _with_nan(np.where(inside, tail, np.where(k < 0, 0.0, 1.0)), k, size, rate)


def binomial_upper(x: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """P(X >= x), summed from its own end; nan where an input is nan."""
    return binomial_lower(floats(n) - np.ceil(floats(x)), n, 1 - floats(p))


def binomial_quantile(q: float, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """Smallest count whose lower tail is at least q (0 < q < 1); nan for nan.

    A tail that equals q but for rounding counts as reaching it: three failures at a
    rate of 0.1 have probability 0.001.
    """
    size, rate = np.broadcast_arrays(floats(n), floats(p))
    below, at = np.full(size.shape, -1.0), np.floor(np.nan_to_num(size))
    while bool(np.any(at - below > 1)):
        middle = np.floor((below + at) / 2)
        enough = binomial_lower(middle, size, rate) >= q * (1 - ROUNDING)
        is_open = at - below > 1
        below = np.where(is_open & ~enough, middle, below)
        at = np.where(is_open & enough, middle, at)
    return _with_nan(at, size, rate)


def _with_nan(values: FloatArray, *inputs: FloatArray) -> FloatArray:
    missing = np.any([np.isnan(given) for given in inputs], axis=0)
    return np.where(missing, np.nan, values)
