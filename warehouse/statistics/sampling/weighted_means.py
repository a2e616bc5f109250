"""Weighted means, totals and ratios with design-based standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    floats,
    ratio,
    t_quantile,
)
from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.design import (
    Design,
    LonelyPsu,
    make_design,
    total_variance,
)
from warehouse.statistics.sampling.share_limits import logit_limits


@dataclass(frozen=True, slots=True)
class SurveyMean:
    """A weighted mean and total.

    Attributes:
        mean: Weighted mean, in units of y (0..1 for a share).
        se: Its standard error.
        df: PSUs minus strata.
        lo, hi: t limits of the mean.
        deff: Design effect against simple random sampling without replacement.
        deff_replace: The same against sampling with replacement.
        total: Weighted total, in units of y.
        total_se: Its standard error.
        n: Answers with a weight above 0.
        sum_w: Sum of weights (people represented).
        reason: Why a field is nan.
    """

    mean: float
    se: float
    df: int
    lo: float
    hi: float
    deff: float
    deff_replace: float
    total: float
    total_se: float
    n: int
    sum_w: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class SurveyRatio:
    """A ratio of two totals over PSUs.

    Attributes:
        mean: Σwy / Σw.
        se, df, lo, hi: Standard error, degrees of freedom, t limits.
        logit_lo, logit_hi: For a share the limits to show: t limits on the logit
            scale, which cover 95 % from six PSUs; nan unless 0 < mean < 1.
        reason: Why a field is nan.
    """

    mean: float
    se: float
    df: int
    lo: float
    hi: float
    logit_lo: float
    logit_hi: float
    reason: Reason = Reason.NONE


def svymean(y: ArrayLike, design: Design, conf: float = 0.95) -> SurveyMean:
    """Weighted mean and total with linearised standard errors.

    Source: Lumley (2010), Complex Surveys; variance in `total_variance`. Lay
    meaning: the figure for everyone served, not only for those who answered.
    Weakness: weights mend who was drawn, not who refused.

    Args:
        y: Value of each answer.
        design: Its design, same length.
        conf: Confidence of the interval.
    """
    y = floats(y)
    w = design.weights
    sum_w, n = float(w.sum()), int(np.count_nonzero(w))
    mean = float(ratio((w * y).sum(), sum_w))
    reason = Reason.MISSING_VALUES if np.isnan(y).any() else design.reason
    if np.isnan(mean):
        nothing = (NAN, NAN, design.df, *(NAN,) * 6, n, sum_w)
        return SurveyMean(*nothing, reason or Reason.EMPTY)
    scores = np.column_stack([w * (y - mean) / sum_w, w * y])
    covariance = total_variance(design, scores)
    se, total_se = np.sqrt(np.diag(covariance))
    spread = float(ratio((w * (y - mean) ** 2).sum(), sum_w)) * float(ratio(n, n - 1))
    half = float(t_quantile(conf, design.df)) * se
    return SurveyMean(
        mean=mean,
        se=float(se),
        df=design.df,
        lo=mean - half,
        hi=mean + half,
        deff=float(ratio(se**2 * sum_w * n, spread * (sum_w - n))),
        deff_replace=float(ratio(se**2 * n, spread)),
        total=mean * sum_w,
        total_se=float(total_se),
        n=n,
        sum_w=sum_w,
        reason=reason or _variance_reason(se, design),
    )


def psu_totals_ratio(
    stratum: Sequence[object],
    psu: Sequence[object],
    sum_w: ArrayLike,
    sum_wy: ArrayLike,
    *,
    lonely_psu: LonelyPsu = "fail",
    conf: float = 0.95,
) -> SurveyRatio:
    """Weighted mean from one row per PSU: Σwy / Σw.

    Source: as `svymean`; a mean needs no more than its PSU totals. Lay meaning:
    the same figure, from sessions instead of ballots. Weakness: with few
    sessions the interval is wide, and rightly so.

    Args:
        stratum, psu: Labels of each PSU; a PSU is one within its stratum.
        sum_w: Σ weights of the PSU.
        sum_wy: Σ weight × value of the PSU.
        lonely_psu: What a stratum with one PSU contributes.
        conf: Confidence of the interval.
    """
    w, wy = floats(sum_w), floats(sum_wy)
    ones = np.ones(len(w))
    design = make_design(ones, strata=stratum, cluster1=psu, lonely_psu=lonely_psu)
    mean = float(ratio(wy.sum(), w.sum()))
    if np.isnan(mean):
        return SurveyRatio(NAN, NAN, design.df, *(NAN,) * 4, Reason.EMPTY)
    scores: FloatArray = (wy - mean * w) / w.sum()
    se = float(np.sqrt(total_variance(design, scores[:, None])[0, 0]))
    half = float(t_quantile(conf, design.df)) * se
    reason = design.reason or _variance_reason(se, design)
    logit = logit_limits(mean, se, design.df, conf)
    return SurveyRatio(mean, se, design.df, mean - half, mean + half, *logit, reason)


def _variance_reason(se: float, design: Design) -> Reason:
    if np.isnan(se):
        return Reason.LONELY_PSU
    return Reason.NONE if design.df > 0 else Reason.ONE_PSU
