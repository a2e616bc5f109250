"""Exact tails of a sum of binomials with unequal rates, for many units at once.

An officer who handles easy and hard procedures has a count that is a sum of
binomials. Its exact distribution is the inverse Fourier transform of the product
of the characteristic functions, so hundreds of officers cost one matrix product.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Tail mass that may be left outside the window: below double precision.
_LOG_TAIL = 37.4
_MAX_CELLS_AT_ONCE = 2_000_000


def _window_lengths(n: Floats, rates: Floats) -> npt.NDArray[np.int64]:
    """Window (counts) holding all but 1e-16 of each unit's distribution.

    Bernstein's inequality bounds the distance t from the mean:
    t^2 / 2 / (variance + t / 3) = log(1e16).
    """
    variance = n @ (rates * (1 - rates))
    third = _LOG_TAIL / 3
    half = third + np.sqrt(third**2 + 2 * _LOG_TAIL * variance)
    need = np.minimum(2 * half + 2, n.sum(axis=1) + 1)
    exponent = np.ceil(np.log2(np.maximum(need, 2))).astype(np.int64)
    return np.asarray(2**exponent, dtype=np.int64)


def _window_pmf(n: Floats, rates: Floats, length: int) -> tuple[Floats, Floats]:
    """Probabilities of `length` consecutive counts per unit, and the first count."""
    total = n.sum(axis=1)
    start = np.clip(
        np.floor(n @ rates - length / 2), 0, np.maximum(total + 1 - length, 0)
    )
    omega = -2 * np.pi * np.arange(length // 2 + 1) / length
    phi = 1 - rates[:, None] + rates[:, None] * np.exp(1j * omega)
    # A rate of one half makes phi exactly 0 at the last frequency.
    log_phi = np.log(np.where(phi == 0, 1e-300, phi))
    pmf = np.fft.irfft(np.exp(n @ log_phi), length, axis=1)
    columns = (start[:, None] + np.arange(length)) % length
    window = np.take_along_axis(pmf, columns.astype(np.int64), axis=1)
    return np.clip(window, 0.0, 1.0), start


def _tails_of_window(window: Floats, start: Floats, x: Floats) -> tuple[Floats, Floats]:
    """P(X <= x) and P(X >= x), each summed from its own end."""
    position = (x - start)[:, None]
    k = np.arange(window.shape[1])
    lower = np.where(k <= position, window, 0.0).sum(axis=1)
    upper = np.where(k >= position, window, 0.0).sum(axis=1)
    return np.minimum(lower, 1.0), np.minimum(upper, 1.0)


def poisson_binomial_tails(
    x: npt.ArrayLike, n: npt.ArrayLike, rates: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Compute exact lower and upper tails of sums of binomials.

    To a reader: how often a unit with this mix of procedures would show so few
    (so many) by luck, if it did each procedure as its peers do. Absolute error
    is below 1e-13; tails smaller than that read as about 0.

    Formula: Hong (2013), doi 10.1016/j.csda.2012.10.006 (DFT-CF), with the
    transform taken modulo a window wide enough for all but 1e-16 of the mass.

    Args:
        x: Counts per unit, shape (units,).
        n: Trials per unit and cell, shape (units, cells).
        rates: Success rate per cell, shape (cells,), in [0, 1].

    Returns:
        P(X <= x) and P(X >= x) per unit. A unit with no trial has both equal 1.
    """
    xs = np.asarray(x, float)
    ps = np.asarray(rates, float)
    ns = np.asarray(n, float).reshape(len(xs), len(ps))
    lower, upper = np.empty(len(xs)), np.empty(len(xs))
    lengths = _window_lengths(ns, ps)
    for length in np.unique(lengths):
        members = np.flatnonzero(lengths == length)
        chunk = max(1, _MAX_CELLS_AT_ONCE // int(length))
        for first in range(0, len(members), chunk):
            rows = members[first : first + chunk]
            window, start = _window_pmf(ns[rows], ps, int(length))
            lower[rows], upper[rows] = _tails_of_window(window, start, xs[rows])
    return lower, upper
