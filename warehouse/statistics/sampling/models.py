"""Regression and two-group comparison under a sampling design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    floats,
    ratio,
    t_two_sided,
)
from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.design import Design, total_variance

Family = Literal["gaussian", "binomial", "quasibinomial", "poisson", "quasipoisson"]

# scoring steps before a fit counts as unsettled
MAX_STEPS = 100


@dataclass(frozen=True, slots=True)
class SurveyRegression:
    """Coefficients of a generalised linear model.

    Attributes:
        coef: Intercept first, in units of y (gaussian), log odds (binomial) or
            log rate (poisson).
        se: Design-based standard errors.
        t: coef / se.
        df_resid: PSUs − strata + 1 − number of coefficients.
        reason: Why a field is nan.
    """

    coef: tuple[float, ...]
    se: tuple[float, ...]
    t: tuple[float, ...]
    df_resid: int
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class SurveyTTest:
    """Mean of group 1 minus mean of group 0.

    Attributes:
        diff: Difference, in units of y.
        se, t, df, p_value: Design-based test of no difference, two-sided.
        reason: Why a field is nan.
    """

    diff: float
    se: float
    t: float
    df: int
    p_value: float
    reason: Reason = Reason.NONE


def svyglm(
    y: ArrayLike, x: FloatArray, design: Design, family: Family = "gaussian"
) -> SurveyRegression:
    """Weighted generalised linear model with canonical link.

    Source: Binder (1983), Int Stat Rev 51:279: sandwich of the weighted score
    totals. Lay meaning: how y differs per unit of x, others held equal.
    Weakness: describes, does not prove a cause; diverges under separation.

    Args:
        y: Outcome of each answer.
        x: Answers × variables, without the intercept.
        design: The design of the answers.
        family: Distribution; `quasi*` give the same figures here.
    """
    y = floats(y)
    columns = np.column_stack([np.ones(len(y)), x])
    p = columns.shape[1]
    df = design.df + 1 - p
    fault = _model_fault(y, columns, design)
    beta = None if fault else _fit(y, columns, design.weights, family)
    if beta is None:
        nothing = (NAN,) * p
        missing = fault or Reason.NO_CONVERGENCE
        return SurveyRegression(nothing, nothing, nothing, df, missing)
    mu, slope = _mean(columns @ beta, family)
    w = design.weights
    bread = np.linalg.inv(columns.T @ ((w * slope)[:, None] * columns))
    meat = total_variance(design, (w * (y - mu))[:, None] * columns)
    se = np.sqrt(np.diag(bread @ meat @ bread))
    return SurveyRegression(
        tuple(float(b) for b in beta),
        tuple(float(s) for s in se),
        tuple(float(t) for t in ratio(beta, se)),
        df,
        design.reason or (Reason.LONELY_PSU if np.isnan(se).any() else Reason.NONE),
    )


def svyttest(y: ArrayLike, group: ArrayLike, design: Design) -> SurveyTTest:
    """Design-based t test of two groups.

    Source: regression of y on the group indicator (Lumley 2010, ch. 2). Lay
    meaning: do those marked 1 answer differently from those marked 0. Weakness:
    both groups come from one sample, so it is not a before/after test.

    Args:
        y: Value of each answer.
        group: 1 or 0 for each answer.
        design: The design of the answers.
    """
    fit = svyglm(y, floats(group)[:, None], design)
    diff, se, t = fit.coef[1], fit.se[1], fit.t[1]
    reason = Reason.ONE_GROUP if fit.reason is Reason.COLLINEAR else fit.reason
    p_value = float(t_two_sided(t, fit.df_resid))
    return SurveyTTest(diff, se, t, fit.df_resid, p_value, reason)


def _model_fault(y: FloatArray, x: FloatArray, design: Design) -> Reason:
    if len(y) == 0 or not design.weights.sum() > 0:
        return Reason.EMPTY
    if np.isnan(y).any() or np.isnan(x).any():
        return Reason.MISSING_VALUES
    used = x[design.weights > 0]
    full = np.linalg.matrix_rank(used) == x.shape[1]
    return Reason.NONE if full else Reason.COLLINEAR


def _fit(
    y: FloatArray, x: FloatArray, w: FloatArray, family: Family
) -> FloatArray | None:
    """Weighted scoring steps until the coefficients stand still."""
    beta = np.zeros(x.shape[1])
    start = float((w * y).sum() / w.sum())
    beta[0] = _link(start, family)
    if not np.isfinite(beta[0]):
        return None
    for _ in range(MAX_STEPS):
        mu, slope = _mean(x @ beta, family)
        information = x.T @ ((w * slope)[:, None] * x)
        if not np.linalg.cond(information) < 1e15:
            return None
        step = np.linalg.solve(information, x.T @ (w * (y - mu)))
        beta = beta + step
        if float(np.abs(step).max()) <= 1e-12 * (1 + float(np.abs(beta).max())):
            return beta
    return None


def _link(mean: float, family: Family) -> float:
    if family == "gaussian":
        return mean
    if family.endswith("binomial"):
        return float(special.logit(mean))
    return float(np.log(mean)) if mean > 0 else NAN


def _mean(eta: FloatArray, family: Family) -> tuple[FloatArray, FloatArray]:
    """Mean and its slope in the linear predictor."""
    if family == "gaussian":
        return eta, np.ones_like(eta)
    if family.endswith("binomial"):
        mu = floats(special.expit(eta))
        return mu, mu * (1 - mu)
    mu = np.exp(np.minimum(eta, 700.0))
    return mu, mu
