"""Proportional-odds logit of two waves, for the expert view only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from warehouse.statistics.change.ordinal import same_levels, two_wave_reason
from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    chi2_upper,
    normal_quantile,
)
from warehouse.statistics.reasons import Reason

# the likelihood is concave: steps of at most 2 settle in fewer than thirty
MAX_STEPS = 100


@dataclass(frozen=True, slots=True)
class OrdinalLogit:
    """How the odds of a higher answer changed.

    Attributes:
        log_or: Log odds ratio after against before; 0 = no change.
        se: Its standard error.
        odds_ratio, or_lo, or_hi: exp of log_or and of its limits.
        thresholds: Cut points of the latent scale, one less than the levels in
            use.
        loglik: Log-likelihood at the estimate.
        lr_chi2, lr_p: Likelihood-ratio test of no change, one df.
        reason: Why a field is nan.
    """

    log_or: float
    se: float
    odds_ratio: float
    or_lo: float
    or_hi: float
    thresholds: tuple[float, ...]
    loglik: float
    lr_chi2: float
    lr_p: float
    reason: Reason = Reason.NONE


def ordinal_logit(
    before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> OrdinalLogit:
    """Proportional-odds model logit P(Y ≤ j) = α_j − β·after, by Newton.

    Source: McCullagh (1980), JRSS B 42:109. Lay meaning: an odds ratio of 1.5
    says the odds of a better answer are half as high again. Weakness: assumes
    one odds ratio for all cuts; no finite estimate when the waves share at most
    one level. Levels nobody chose are dropped.
    """
    b, a = same_levels(before, after)
    used = (b + a) > 0
    b, a = b[used], a[used]
    if _is_separated(b, a):
        reason = two_wave_reason(b, a, missing=True)
        return _undefined(len(b), reason)
    fit = _newton(np.vstack([b, a]))
    if fit is None:
        return _undefined(len(b), Reason.NO_CONVERGENCE)
    theta, information, loglik = fit
    beta = float(theta[-1])
    se = float(np.sqrt(np.linalg.inv(information)[-1, -1]))
    both = b + a
    null = float((both * np.log(both / both.sum())).sum())
    lr = max(0.0, 2 * (loglik - null))
    z = normal_quantile(conf)
    return OrdinalLogit(
        beta,
        se,
        float(np.exp(beta)),
        float(np.exp(beta - z * se)),
        float(np.exp(beta + z * se)),
        tuple(float(value) for value in theta[:-1]),
        loglik,
        lr,
        float(chi2_upper(lr, 1)),
    )


def _is_separated(b: FloatArray, a: FloatArray) -> bool:
    """True when the estimate is not finite: at most one shared border level."""
    in_b, in_a = np.flatnonzero(b), np.flatnonzero(a)
    if len(in_b) == 0 or len(in_a) == 0:
        return True
    return bool(in_b.max() <= in_a.min() or in_a.max() <= in_b.min())


def _newton(
    counts: FloatArray,
) -> tuple[FloatArray, FloatArray, float] | None:
    """Maximises the log-likelihood of a 2 × levels table.

    Returns:
        (thresholds then β), observed information, log-likelihood; None if it
        does not settle.
    """
    both = counts.sum(axis=0)
    start = special.logit(np.cumsum(both)[:-1] / both.sum())
    theta = np.append(start, 0.0)
    for _ in range(MAX_STEPS):
        loglik, gradient, information = _likelihood(theta, counts)
        step = np.linalg.solve(information, gradient)
        longest = float(np.abs(step).max())
        theta = theta + step / max(1.0, longest / 2)
        if longest < 1e-8:
            return theta, information, loglik
    return None


def _likelihood(
    theta: FloatArray, counts: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Log-likelihood, gradient and observed information at theta."""
    cuts, n_cuts = theta[:-1], len(theta) - 1
    loglik = 0.0
    gradient = np.zeros(n_cuts + 1)
    information = np.zeros((n_cuts + 1, n_cuts + 1))
    upper = np.vstack([np.eye(n_cuts), np.zeros(n_cuts)])
    lower = np.vstack([np.zeros(n_cuts), np.eye(n_cuts)])
    for is_after, n in enumerate(counts):
        eta = cuts - theta[-1] * is_after
        cdf = special.expit(eta)
        f1 = cdf * special.expit(-eta)
        f2 = f1 * (1 - 2 * cdf)
        low, high = np.append(-np.inf, eta), np.append(eta, np.inf)
        # F(high) − F(low) without cancellation in either tail
        p = special.expit(high) * special.expit(-low) * -np.expm1(low - high)
        # one row per level, one column per parameter
        beta_column = np.full((n_cuts, 1), -float(is_after))
        jacobian = np.hstack([np.eye(n_cuts), beta_column])
        d_up, d_low = upper @ (f1[:, None] * jacobian), lower @ (f1[:, None] * jacobian)
        slope = d_up - d_low
        loglik += float(special.xlogy(n, p).sum())
        gradient += (n / p) @ slope
        information += slope.T @ ((n / p**2)[:, None] * slope)
        curve = (upper - lower).T @ (n / p) * f2
        information -= jacobian.T @ (curve[:, None] * jacobian)
    return loglik, gradient, information


def _undefined(n_levels: int, reason: Reason) -> OrdinalLogit:
    cuts = (NAN,) * max(0, n_levels - 1)
    return OrdinalLogit(NAN, NAN, NAN, NAN, NAN, cuts, NAN, NAN, NAN, reason)
