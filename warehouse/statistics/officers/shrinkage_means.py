"""Careful estimates of many mean scores, and whether units differ at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import gammainc, gammaincc, ndtr

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_MAX_STEPS = 1000


@dataclass(frozen=True, eq=False)
class NormalNormalEB:
    """Shrunken mean scores under a normal distribution of true means.

    Attributes:
        tau2: Variance of true means (score squared), >= 0.
        mu: Mean of true means (score).
        mu_se: Its standard error.
        q: Cochran's Q.
        i2: Percent of the spread that is real, 0 to 100.
        shrunken: Best guess of each true mean; nan for a missing unit.
        shrunken_se: Its standard error.
        reliability: tau2 / (tau2 + v) per unit.
        reason: Why values are undefined; empty otherwise.
    """

    tau2: float
    mu: float
    mu_se: float
    q: float
    i2: float
    shrunken: Floats
    shrunken_se: Floats
    reliability: Floats
    reason: Reason = Reason.NONE


def _weighted(y: Floats, w: Floats) -> tuple[float, float]:
    """Weighted mean and weighted sum of squares about it."""
    mean = float((w * y).sum() / w.sum())
    return mean, float((w * (y - mean) ** 2).sum())


def _spread(w: Floats) -> float:
    return float(w.sum() - (w**2).sum() / w.sum())


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    return max(0.0, (_weighted(y, w)[1] - (len(y) - 1)) / _spread(w))


def _reml_score(tau2: float, y: Floats, v: Floats) -> tuple[float, float]:
    """Twice the slope of the restricted likelihood, and its information."""
    w = 1 / (v + tau2)
    mean = float((w * y).sum() / w.sum())
    s1, s2, s3 = float(w.sum()), float((w**2).sum()), float((w**3).sum())
    slope = float((w**2 * (y - mean) ** 2).sum()) - (s1 - s2 / s1)
    return slope, s2 - 2 * s3 / s1 + (s2 / s1) ** 2


def _reml(y: Floats, v: Floats) -> float:
    """Fisher scoring from the Hedges moment estimate, as metafor does.

    Where the likelihood is more curved than expected, scoring goes to and fro over
    the maximum for ever: once a step has passed it, it is sought between the two.
    """
    tau2 = max(0.0, float(np.var(y, ddof=1) - v.mean()))
    tiny = 1e-14 * float(v.min())
    slope, information = _reml_score(tau2, y, v)
    for _ in range(_MAX_STEPS):
        # A step past 0 is halved; close to 0 the estimate is 0.
        full = tau2 + slope / information
        halved = tau2 / 2 if tau2 > tiny else 0.0
        before, tau2 = tau2, full if full >= 0 else halved
        if abs(tau2 - before) <= 1e-14 * before + tiny / 10:
            break
        was, (slope, information) = slope, _reml_score(tau2, y, v)
        if was * slope < 0:
            low, high = sorted((before, tau2))
            root = brentq(lambda at: _reml_score(at, y, v)[0], low, high, xtol=tiny)
            return float(root)
    return tau2


def _too_few_units(y: Floats, v: Floats, used: Bools) -> NormalNormalEB:
    """One unit is its own best guess, whatever tau2, which is unknown."""
    nan, nothing = float("nan"), np.full(len(y), np.nan)
    if not used.any():
        return NormalNormalEB(
            nan, nan, nan, nan, nan, nothing, nothing, nothing, Reason.EMPTY
        )
    own, error = np.where(used, y, np.nan), np.where(used, np.sqrt(v), np.nan)
    mu, mu_se = float(own[used][0]), float(error[used][0])
    return NormalNormalEB(
        nan, mu, mu_se, 0.0, nan, own, error, nothing, Reason.ONE_GROUP
    )


def normal_normal_eb(
    y: npt.ArrayLike, v: npt.ArrayLike, estimator: str = "REML"
) -> NormalNormalEB:
    """Shrink mean scores towards the common mean.

    To a reader: the best guess of each unit's true mean score, knowing how much
    units differ at all. Weakness: assumes one normal hump and known sampling
    variances, which is poor below about 10 ballots per unit.

    Formula: random-effects model, tau2 by restricted maximum likelihood
    (Viechtbauer 2005) or DerSimonian & Laird (1986); best linear unbiased
    predictors with the uncertainty of the mean.

    Args: mean score and sampling variance (> 0) per unit; nan is left out;
    `estimator` is "REML" or "DL".
    """
    ys, vs = np.asarray(y, float), np.asarray(v, float)
    used = ~np.isnan(ys) & (vs > 0)
    yu, vu = ys[used], vs[used]
    if len(yu) < 2:
        return _too_few_units(ys, vs, used)
    tau2 = _dersimonian_laird(yu, vu) if estimator == "DL" else _reml(yu, vu)
    w = 1 / (vu + tau2)
    mu, _ = _weighted(yu, w)
    mu_variance = 1 / float(w.sum())
    typical = (len(yu) - 1) / _spread(1 / vu)
    weight = np.where(used, tau2 / (tau2 + vs), np.nan)
    variance = weight * vs + (1 - weight) ** 2 * mu_variance
    return NormalNormalEB(
        tau2=tau2,
        mu=mu,
        mu_se=float(np.sqrt(mu_variance)),
        q=_weighted(yu, 1 / vu)[1],
        i2=100 * tau2 / (tau2 + typical),
        shrunken=weight * ys + (1 - weight) * mu,
        shrunken_se=np.sqrt(variance),
        reliability=weight,
        reason=Reason.NONE if used.all() else Reason.MISSING_VALUES,
    )


@dataclass(frozen=True)
class TaroneTest:
    """Do shares differ more, or less, than chance.

    Attributes:
        z: Tarone's statistic; large means more different than chance.
        p_overdispersion: One-sided p-value of z.
        chi2: Pearson statistic of the units x outcome table.
        df: Units with ballots, less 1.
        dispersion: chi2 / df; 1 is pure chance.
        p_heterogeneity: Upper tail of chi2.
        p_too_uniform: Lower tail of chi2: shares more alike than chance allows.
        reason: Why values are undefined; empty otherwise.
    """

    z: float
    p_overdispersion: float
    chi2: float
    df: int
    dispersion: float
    p_heterogeneity: float
    p_too_uniform: float
    reason: Reason = Reason.NONE


def tarone_test(x: npt.ArrayLike, n: npt.ArrayLike) -> TaroneTest:
    """Test whether units differ beyond chance.

    To a reader: is there anything to rank at all; and, from below, are the
    shares suspiciously alike. Weakness: with huge n tiny differences are found;
    with few ballots per unit the chi-square tail is rough.

    Formula: Tarone (1979), Biometrika 66, 585-590; Pearson chi-square.

    Args: satisfied and valid ballots per unit; units with n = 0 are left out.
    """
    xs, ns = np.asarray(x, float), np.asarray(n, float)
    xs, ns = xs[ns > 0], ns[ns > 0]
    df = len(ns) - 1
    p = float(xs.sum() / ns.sum()) if len(ns) else np.nan
    if df < 1 or not 0 < p < 1:
        reason = Reason.ONE_GROUP if df < 1 else Reason.CONSTANT
        nan = float("nan")
        return TaroneTest(nan, nan, nan, max(df, 0), nan, nan, nan, reason)
    squares = (xs - ns * p) ** 2 / (p * (1 - p))
    pairs = float((ns * (ns - 1)).sum())
    excess = float(squares.sum()) - float(ns.sum())
    z = excess / np.sqrt(2 * pairs) if pairs else float("nan")
    chi2 = float((squares / ns).sum())
    return TaroneTest(
        z=float(z),
        p_overdispersion=float(ndtr(-z)),
        chi2=chi2,
        df=df,
        dispersion=chi2 / df,
        p_heterogeneity=float(gammaincc(df / 2, chi2 / 2)),
        p_too_uniform=float(gammainc(df / 2, chi2 / 2)),
        reason=Reason.NONE if pairs else Reason.ONE_ANSWER,
    )
