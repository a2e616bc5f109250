"""Limits of a weighted share: which n is it worth, and what interval follows."""

from __future__ import annotations

import numpy as np
from scipy import special

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    ratio,
    t_quantile,
)
from warehouse.statistics.probability.share_intervals import wilson_bounds


def unsampled_shares(w: FloatArray, fpc: bool) -> FloatArray:
    """Share of each stratum not asked; nan where more answered than were served."""
    left = 1 - ratio(1, w) if fpc else np.ones(len(w))
    return np.where(left < -1e-9, np.nan, left)


def effective_n(
    share: float, variance: float, w: FloatArray, n: FloatArray, fpc: bool
) -> float:
    """The smaller of p(1 − p)/V and of the n that the weights alone allow.

    A stratum that happens to be unanimous adds nothing to V; the weights say what
    it can be trusted for. Infinite when everyone was asked.
    """
    total = float((w * n).sum())
    by_weights = float(((w / total) ** 2 * n * unsampled_shares(w, fpc)).sum())
    ceiling = 1 / by_weights if by_weights else float("inf")
    return float(np.fmin(ceiling, ratio(share * (1 - share), variance)))


def shown_limits(share: float, n_eff: float, conf: float) -> tuple[float, float]:
    """Wilson's limits on the effective n; the share itself if all were asked."""
    if np.isinf(n_eff):
        return share, share
    _, lo, hi = wilson_bounds(share * n_eff, n_eff, conf)
    return float(lo), float(hi)


def logit_limits(p: float, se: float, df: float, conf: float) -> tuple[float, float]:
    """t limits on the logit scale (`svyciprop`, method logit); nan at 0 and 1."""
    if not 0 < p < 1:
        return NAN, NAN
    half = float(t_quantile(conf, df)) * se / (p * (1 - p))
    centre = float(special.logit(p))
    return float(special.expit(centre - half)), float(special.expit(centre + half))


def beta_limits(
    p: float, variance: float, n: float, df: float, conf: float
) -> tuple[float, float]:
    """Korn and Graubard's limits (1998); nan at 0 and 1 or without variance."""
    if not (0 < p < 1 and variance > 0 and n > 1):
        return NAN, NAN
    inflation = float(t_quantile(conf, n - 1) / t_quantile(conf, df)) ** 2
    n_eff = p * (1 - p) / variance * inflation
    tail = (1 - conf) / 2
    lo = special.betaincinv(n_eff * p, n_eff * (1 - p) + 1, tail)
    hi = special.betaincinv(n_eff * p + 1, n_eff * (1 - p), 1 - tail)
    return float(lo), float(hi)
