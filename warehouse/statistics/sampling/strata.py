"""Shares and mean scores of a stratified sample, from level counts alone.

Weights are constant inside a stratum, so counts per level carry everything the
linearised variance needs. The same functions carry unit results up the tree and
restate two waves to one reference mix of procedures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    floats,
    ratio,
    t_quantile,
    t_two_sided,
)
from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.design import LonelyPsu
from warehouse.statistics.sampling.share_limits import (
    beta_limits,
    effective_n,
    logit_limits,
    shown_limits,
    unsampled_shares,
)


@dataclass(frozen=True, slots=True)
class StratifiedShare:
    """Share satisfied and mean score of everyone served, over strata.

    Attributes:
        share, share_se: Weighted share 0..1 and its standard error.
        share_lo, share_hi: Plain t limits (may pass 0 or 1).
        share_logit_lo, share_logit_hi: Limits on the logit scale.
        share_beta_lo, share_beta_hi: Korn-Graubard limits.
        share_deff: Design effect against sampling with replacement.
        mean, mean_se: Weighted mean level and its standard error.
        df: Answers minus strata.
        kish_deff: 1 + CV² of the weights.
        n: Answers.
        n_eff: Answers of a simple random sample as precise as this one.
        lo, hi: The limits to show: Wilson's on n_eff. They cover 95 % down to
            two answers a stratum, where the others may cover 80 %.
        reason: Why a field is nan, or a caution.
    """

    share: float
    share_se: float
    share_lo: float
    share_hi: float
    share_logit_lo: float
    share_logit_hi: float
    share_beta_lo: float
    share_beta_hi: float
    share_deff: float
    mean: float
    mean_se: float
    df: float
    kish_deff: float
    n: float
    n_eff: float
    lo: float
    hi: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class StratifiedDifference:
    """Change between two independent stratified samples, after − before.

    Attributes:
        share_before, share_after: Weighted shares, 0..1.
        diff, se, df, lo, hi, p_value: Linearised change, t limits and test.
        score_lo, score_hi: Limits to show: Newcombe's construction on the two
            intervals `StratifiedShare.lo/hi`; they survive shares of 0 and 1.
        mean_before, mean_after: Weighted mean levels.
        mean_diff, mean_lo, mean_hi: Change of the mean level, t limits.
        reason: Why a field is nan, or a caution.
    """

    share_before: float
    share_after: float
    diff: float
    se: float
    df: float
    lo: float
    hi: float
    p_value: float
    score_lo: float
    score_hi: float
    mean_before: float
    mean_after: float
    mean_diff: float
    mean_lo: float
    mean_hi: float
    reason: Reason = Reason.NONE


def stratified_from_counts(
    levels: ArrayLike,
    satisfied_from: float,
    counts: ArrayLike,
    population: ArrayLike,
    *,
    fpc: bool = True,
    lonely_psu: LonelyPsu = "fail",
    conf: float = 0.95,
) -> StratifiedShare:
    """Weighted share satisfied and mean score from counts per stratum and level.

    Source: Lumley (2010); Korn & Graubard (1998), Survey Methodology 24:193 for
    the beta interval. Lay meaning: the figure for all people served, each unit
    counting by how many it served. Weakness: mends unequal sample sizes, not
    the choice of who filled in a ballot. Strata without answers are left out.

    Args:
        levels: Level values, length L.
        satisfied_from: Lowest level that counts as satisfied.
        counts: Answers, strata × L.
        population: People served per stratum.
        fpc: True if answers were drawn without replacement from those served.
        lonely_psu: What a stratum with one answer contributes.
        conf: Confidence of the intervals.
    """
    score = floats(levels)
    c, size = _answered(floats(counts).reshape(-1, max(1, len(score))), population)
    n, df = float(c.sum()), float(c.sum() - len(c))
    if not size.sum() > 0:
        return _no_share(n, df, Reason.EMPTY)
    if np.isnan(satisfied_from):
        return _no_share(n, df, Reason.BAD_SETTING)
    mean, v_mean = _weighted(c, size, score, fpc, lonely_psu)
    part = _weighted(c, size, score >= satisfied_from, fpc, lonely_psu)
    fields = _share_fields(*part, n, df, conf)
    weighed = _precision(*part, c, size, fpc, conf)
    return StratifiedShare(*fields, mean, float(np.sqrt(v_mean)), df, *weighed)


def stratified_diff_from_counts(
    levels: ArrayLike,
    satisfied_from: float,
    before: tuple[ArrayLike, ArrayLike],
    after: tuple[ArrayLike, ArrayLike],
    *,
    fpc: bool = True,
    lonely_psu: LonelyPsu = "fail",
    conf: float = 0.95,
) -> StratifiedDifference:
    """Change of a stratified share between two independent waves.

    Source: strata of the two waves are independent, so V = V₁ + V₂; `score_lo`
    as Newcombe (1998) method 10. Lay meaning: the change for everyone served.
    Weakness: only for waves of one population and mode.

    Args:
        levels: Level values, length L.
        satisfied_from: Lowest level that counts as satisfied.
        before, after: (counts strata × L, people served per stratum). With one
            and the same `people served` both waves have one reference mix.
        fpc, lonely_psu, conf: As `stratified_from_counts`.
    """
    b, a = (
        stratified_from_counts(
            levels, satisfied_from, *wave, fpc=fpc, lonely_psu=lonely_psu, conf=conf
        )
        for wave in (before, after)
    )
    return stratified_difference(b, a, conf)


def stratified_difference(
    before: StratifiedShare, after: StratifiedShare, conf: float = 0.95
) -> StratifiedDifference:
    """`stratified_diff_from_counts` from two waves already estimated.

    Args:
        before, after: Estimates of the two waves, limits at `conf`.
        conf: Confidence of the intervals.
    """
    b, a = before, after
    df = a.df + b.df
    t = float(t_quantile(conf, df))
    diff, se = a.share - b.share, float(np.hypot(a.share_se, b.share_se))
    mean_diff, mean_se = a.mean - b.mean, float(np.hypot(a.mean_se, b.mean_se))
    return StratifiedDifference(
        share_before=b.share,
        share_after=a.share,
        diff=diff,
        se=se,
        df=df,
        lo=diff - t * se,
        hi=diff + t * se,
        p_value=float(t_two_sided(ratio(diff, se), df)),
        score_lo=diff - float(np.hypot(a.share - a.lo, b.hi - b.share)),
        score_hi=diff + float(np.hypot(a.hi - a.share, b.share - b.lo)),
        mean_before=b.mean,
        mean_after=a.mean,
        mean_diff=mean_diff,
        mean_lo=mean_diff - t * mean_se,
        mean_hi=mean_diff + t * mean_se,
        reason=a.reason or b.reason,
    )


def _answered(c: FloatArray, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Counts and people served of the strata that have answers."""
    used = c.sum(axis=1) > 0
    return c[used], floats(population)[used]


def _share_fields(
    share: float, variance: float, n: float, df: float, conf: float
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Share, standard error, three pairs of limits and design effect."""
    se = float(np.sqrt(variance))
    half = float(t_quantile(conf, df)) * se
    logit = logit_limits(share, se, df, conf)
    beta = beta_limits(share, variance, n, df, conf)
    spread = share * (1 - share) / (n - 1) if n > 1 else NAN
    deff = float(ratio(variance, spread))
    return share, se, share - half, share + half, *logit, *beta, deff


def _precision(
    share: float,
    variance: float,
    c: FloatArray,
    size: FloatArray,
    fpc: bool,
    conf: float,
) -> tuple[float, float, float, float, float, Reason]:
    """Kish's design effect, n, effective n, the limits to show, the caution."""
    n_h = c.sum(axis=1)
    w = ratio(size, n_h)
    kish = float(n_h.sum() * (w * size).sum()) / float(size.sum()) ** 2
    n_eff = effective_n(share, variance, w, n_h, fpc)
    lo, hi = shown_limits(share, n_eff, conf)
    caution = _caution(share, variance, n_h, size, fpc)
    return kish, float(n_h.sum()), n_eff, lo, hi, caution


def _weighted(
    c: FloatArray, size: FloatArray, value: ArrayLike, fpc: bool, lonely: LonelyPsu
) -> tuple[float, float]:
    """Weighted mean of level values and its linearised variance."""
    v = floats(value)
    n = c.sum(axis=1)
    w = ratio(size, n)
    total = float((w * n).sum())
    mean = float((w * (c @ v)).sum() / total)
    centre = (c @ v) / n
    squares = (c * (v - centre[:, None]) ** 2).sum(axis=1)
    left = unsampled_shares(w, fpc)
    parts = (w / total) ** 2 * left * squares * n / np.where(n > 1, n - 1, np.nan)
    alone = (n <= 1) & ~(left < 1e-7)
    parts = np.where((n <= 1) & (left < 1e-7), 0.0, parts)
    if lonely == "adjust":
        lonely_part = (w / total * n * (centre - mean)) ** 2 * left
        parts = np.where(alone, lonely_part, parts)
    elif lonely != "fail":
        parts = np.where(alone, 0.0, parts)
    if lonely == "average":
        parts = parts * float(ratio(len(n), (~alone).sum()))
    return mean, float(parts.sum()) if n.sum() > 1 else NAN


def _caution(
    share: float, variance: float, n: FloatArray, size: FloatArray, fpc: bool
) -> Reason:
    if fpc and bool(np.any(n > size + 1e-9)):
        return Reason.OVERSAMPLED
    if np.isnan(variance):
        return Reason.ONE_PSU if n.sum() <= 1 else Reason.LONELY_PSU
    if share in (0.0, 1.0):
        return Reason.ALL_OR_NONE
    return Reason.LONELY_PSU if bool(np.any(n <= 1)) else Reason.NONE


def _no_share(n: float, df: float, reason: Reason) -> StratifiedShare:
    return StratifiedShare(*(NAN,) * 11, df, NAN, n, NAN, NAN, NAN, reason)
