"""Careful estimates for many small units: shrink towards the mean of all.

The best of 700 raw shares is mostly the luckiest. Each unit is pulled towards
the common mean, the more so the fewer its ballots and the more alike the units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, gammaln, psi, zeta

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

RELIABLE = 0.70
_FAR = 30.0


@dataclass(frozen=True, eq=False)
class BetaBinomialEB:
    """Shrunken shares under a beta distribution of true shares.

    Attributes:
        overdispersed: True if the shares differ by more than chance.
        alpha: First parameter of the beta; nan if not overdispersed.
        beta: Second parameter; nan likewise.
        mu: Mean true share.
        m: alpha + beta, the weight of the common mean in ballots; nan likewise.
        loglik: Maximised log likelihood; nan likewise.
        posterior_mean: Shrunken share per unit.
        lo: Lower end of the 95 % posterior interval; nan if not overdispersed.
        hi: Upper end.
        prob_below: P(true share < benchmark); nan without benchmark.
        reliability: n / (n + m), the share of variance that is real.
        n_for_070: Ballots needed for a reliability of 0.70; nan likewise.
        reason: Why values are undefined; empty otherwise.
    """

    overdispersed: bool
    alpha: float
    beta: float
    mu: float
    m: float
    loglik: float
    posterior_mean: Floats
    lo: Floats
    hi: Floats
    prob_below: Floats
    reliability: Floats
    n_for_070: float
    reason: Reason = Reason.NONE


def _score_at_zero(x: Floats, n: Floats, mu: float) -> float:
    """Slope of the log likelihood in the correlation, at correlation 0."""
    q = 1.0 - mu
    terms = -n * (n - 1)
    if mu > 0:
        terms = terms + x * (x - 1) / mu
    if q > 0:
        terms = terms + (n - x) * (n - x - 1) / q
    return float(terms.sum()) / 2


def _loglik(a: float, b: float, x: Floats, n: Floats) -> float:
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    ratio = gammaln(a + x) - gammaln(a) + gammaln(b + n - x) - gammaln(b)
    return float((choose + ratio - gammaln(a + b + n) + gammaln(a + b)).sum())


def _trigamma(x: Floats | float) -> Floats:
    return np.asarray(zeta(2.0, x))


def _slopes(a: float, b: float, x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Gradient and Hessian of the log likelihood in (log a, log b)."""
    both = float((psi(a + b) - psi(a + b + n)).sum())
    g = np.array(
        [
            float((psi(a + x) - psi(a)).sum()) + both,
            float((psi(b + n - x) - psi(b)).sum()) + both,
        ]
    )
    both2 = float((_trigamma(a + b) - _trigamma(a + b + n)).sum())
    h = np.full((2, 2), both2)
    h[0, 0] += float((_trigamma(a + x) - _trigamma(a)).sum())
    h[1, 1] += float((_trigamma(b + n - x) - _trigamma(b)).sum())
    scale = np.array([a, b])
    return g * scale, h * np.outer(scale, scale) + np.diag(g * scale)


def _moment_weight(x: Floats, n: Floats, mu: float) -> float:
    """alpha + beta that the spread of the shares suggests, to start from."""
    excess = float(((x - n * mu) ** 2).sum()) / (mu * (1 - mu)) - float(n.sum())
    rho = excess / float((n * (n - 1)).sum())
    return 1 / float(np.clip(rho, 1e-6, 0.9)) - 1


def _maximise(x: Floats, n: Floats, mu: float) -> tuple[float, float]:
    """Maximum-likelihood (alpha, beta), by trust region and Newton polish."""

    def point(t: Floats) -> tuple[float, float]:
        # A trial step may go far out; the optimum never lies there.
        a, b = np.exp(np.clip(t, -_FAR, _FAR))
        return float(a), float(b)

    def value(t: Floats) -> float:
        return -_loglik(*point(t), x, n)

    # the search asks for both at one point, and each costs as much as both
    known: dict[bytes, tuple[Floats, Floats]] = {}

    def slopes(t: Floats) -> tuple[Floats, Floats]:
        if t.tobytes() not in known:
            known.clear()
            known[t.tobytes()] = _slopes(*point(t), x, n)
        return known[t.tobytes()]

    def slope(t: Floats) -> Floats:
        return -slopes(t)[0]

    def bend(t: Floats) -> Floats:
        return -slopes(t)[1]

    start = np.log(np.array([mu, 1 - mu]) * _moment_weight(x, n, mu))
    t = minimize(value, start, jac=slope, hess=bend, method="trust-exact").x
    before, moved = np.inf, 1.0
    # Newton steps shrink until rounding alone moves them.
    while 1e-12 < moved < before:
        step = np.linalg.solve(bend(t), -slope(t))
        before, moved = moved, float(np.abs(step).max())
        t = t + np.clip(step, -0.5, 0.5)
    return point(t)


def _common_share(n: Floats, mu: float, reason: Reason) -> BetaBinomialEB:
    """No difference beyond chance: each unit gets the common share."""
    nothing = np.full(len(n), np.nan)
    shrunken = np.full(len(n), mu)
    reliability = np.zeros(len(n)) if not np.isnan(mu) else nothing
    return BetaBinomialEB(
        False, np.nan, np.nan, mu, np.nan, np.nan,
        shrunken, nothing, nothing, nothing, reliability, np.nan, reason,
    )  # fmt: skip


def _all_or_nothing(size: int, mu: float) -> BetaBinomialEB:
    """The likelihood grows for ever as alpha + beta goes to 0."""
    nan, nothing = float("nan"), np.full(size, np.nan)
    return BetaBinomialEB(
        True, nan, nan, mu, nan, nan, nothing, nothing, nothing, nothing, nothing,
        nan, Reason.UNITS_ALL_OR_NONE,
    )  # fmt: skip


def _posterior(
    a: float, b: float, x: Floats, n: Floats, benchmark: float
) -> BetaBinomialEB:
    """What a fitted Beta(a, b) says of each unit."""
    pa, pb = a + x, b + n - x
    return BetaBinomialEB(
        overdispersed=True,
        alpha=a,
        beta=b,
        mu=a / (a + b),
        m=a + b,
        loglik=_loglik(a, b, x, n),
        posterior_mean=pa / (pa + pb),
        lo=np.asarray(betaincinv(pa, pb, 0.025), float),
        hi=np.asarray(betaincinv(pa, pb, 0.975), float),
        prob_below=np.asarray(betainc(pa, pb, benchmark), float),
        reliability=n / (n + a + b),
        n_for_070=RELIABLE / (1 - RELIABLE) * (a + b),
    )


def _with_gaps(fit: BetaBinomialEB, usable: npt.NDArray[np.bool_]) -> BetaBinomialEB:
    """Results back in the order of all units; nan for those left out."""
    names = ("posterior_mean", "lo", "hi", "prob_below", "reliability")
    spread: dict[str, Any] = {n: np.full(len(usable), np.nan) for n in names}
    for name, values in spread.items():
        values[usable] = getattr(fit, name)
    return replace(fit, **spread, reason=fit.reason or Reason.OUT_OF_RANGE)


def beta_binomial_eb(
    x: npt.ArrayLike, n: npt.ArrayLike, benchmark: float | None = None
) -> BetaBinomialEB:
    """Shrink shares by a beta-binomial model fitted to all units.

    To a reader: the best guess of a unit's true share, knowing how much units
    differ at all; and the chance that it lies below the benchmark. Weakness:
    assumes one hump of true shares, and treats the fitted beta as known, so the
    intervals are a little short with few units.

    Formula: maximum likelihood of the beta-binomial; posterior
    Beta(alpha + x, beta + n - x); overdispersed if the score in the correlation
    is positive at 0; reliability n / (n + alpha + beta) (Adams 2009, RAND TR-653).

    Args: satisfied and valid ballots per unit (n = 0 gets the common mean; a count
    missing or above its total is left out) and the share for `prob_below`.
    """
    xs, ns = np.asarray(x, float), np.asarray(n, float)
    usable = (xs >= 0) & (xs <= ns)
    if not usable.all():
        return _with_gaps(beta_binomial_eb(xs[usable], ns[usable], benchmark), usable)
    if ns.sum() <= 0:
        return _common_share(ns, np.nan, Reason.EMPTY)
    mu = float(xs.sum() / ns.sum())
    if _score_at_zero(xs, ns, mu) <= 0:
        return _common_share(ns, mu, Reason.NO_DIFFERENCE)
    if bool(((xs == 0) | (xs == ns)).all()):
        return _all_or_nothing(len(ns), mu)
    a, b = _maximise(xs, ns, mu)
    return _posterior(a, b, xs, ns, np.nan if benchmark is None else benchmark)
