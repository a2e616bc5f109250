"""Two waves of an ordered question compared from level counts.

Counts are arrays in level order. Functions named `*_columns` take matrices
(cells × levels) and answer for every cell at once; the others answer for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from warehouse.statistics.probability.distributions import (
    FloatArray,
    floats,
    ratio,
    t_quantile,
    t_two_sided,
)
from warehouse.statistics.reasons import Reason

V = TypeVar("V", float, FloatArray)


@dataclass(frozen=True, slots=True)
class Welch(Generic[V]):
    """Mean score after minus before; one number or one column per field.

    Attributes:
        mean_after, mean_before: Mean level, in units of the scale.
        sd_after, sd_before: Standard deviation of levels.
        diff, se: mean_after − mean_before and its standard error, in units of the
            scale; se is nan when both waves are constant.
        t, df, p_value: Welch's statistic, Satterthwaite df, two-sided p.
        lo, hi: Limits of `diff`.
        reason: Why a field is nan (always empty for columns).
    """

    mean_after: V
    mean_before: V
    sd_after: V
    sd_before: V
    diff: V
    se: V
    t: V
    df: V
    p_value: V
    lo: V
    hi: V
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class BrunnerMunzel(Generic[V]):
    """Chance that a ballot after is higher than one before.

    Attributes:
        p_superiority: P(after > before) + ½ P(equal), 0..1; ½ = no change.
        se: Its standard error.
        statistic, df, p_value: Brunner-Munzel test of p_superiority = ½.
        lo, hi: Limits of p_superiority by t, as published; too narrow below 30
            answers a wave and able to pass 0 or 1.
        logit_lo, logit_hi: The limits to show: the same on the logit scale, which
            stay in 0..1 and cover 95-96 % from 10 answers a wave.
        reason: Why a field is nan (always empty for columns).
    """

    p_superiority: V
    se: V
    statistic: V
    df: V
    p_value: V
    lo: V
    hi: V
    logit_lo: V
    logit_hi: V
    reason: Reason = Reason.NONE


def welch_columns(
    levels: ArrayLike, before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> Welch[FloatArray]:
    """Welch's comparison for many cells; see `welch_from_counts`.

    Args:
        levels: Level values, length L.
        before, after: Counts, cells × L.
        conf: Confidence, 0..1.

    Returns:
        Columns of length cells; test fields are nan where a wave has fewer than
        two answers or both waves are constant.
    """
    score = floats(levels)
    n_b, m_b, v_b = _moments(score, np.atleast_2d(floats(before)))
    n_a, m_a, v_a = _moments(score, np.atleast_2d(floats(after)))
    share_b, share_a = ratio(v_b, n_b), ratio(v_a, n_a)
    se = np.sqrt(share_b + share_a)
    # as R: a spread at rounding level means "essentially constant"
    noise = 10 * np.finfo(float).eps * np.maximum(np.abs(m_b), np.abs(m_a))
    se = np.where(se > noise, se, np.nan)
    df = ratio(se**4, ratio(share_b**2, n_b - 1) + ratio(share_a**2, n_a - 1))
    diff = m_a - m_b
    t = diff / se
    half = t_quantile(conf, df) * se
    return Welch(
        mean_after=m_a,
        mean_before=m_b,
        sd_after=np.sqrt(v_a),
        sd_before=np.sqrt(v_b),
        diff=diff,
        se=se,
        t=t,
        df=df,
        p_value=t_two_sided(t, df),
        lo=diff - half,
        hi=diff + half,
    )


def welch_from_counts(
    levels: ArrayLike, before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> Welch[float]:
    """Welch's t interval of the change of a mean score, from level counts.

    Source: Welch (1947), Biometrika 34:28. Lay meaning: how much the mean score
    (1-5) moved. Weakness: treats the steps between levels as equal, which the
    words on a ballot do not promise; shares are the headline.
    """
    before, after = same_levels(before, after, len(floats(levels)))
    w = welch_columns(levels, before, after, conf)
    return Welch(
        mean_after=float(w.mean_after[0]),
        mean_before=float(w.mean_before[0]),
        sd_after=float(w.sd_after[0]),
        sd_before=float(w.sd_before[0]),
        diff=float(w.diff[0]),
        se=float(w.se[0]),
        t=float(w.t[0]),
        df=float(w.df[0]),
        p_value=float(w.p_value[0]),
        lo=float(w.lo[0]),
        hi=float(w.hi[0]),
        reason=two_wave_reason(before, after, bool(np.isnan(w.t[0]))),
    )


def brunner_munzel_columns(
    before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> BrunnerMunzel[FloatArray]:
    """Brunner-Munzel for many cells; see `brunner_munzel`.

    Args:
        before, after: Counts in level order, cells × levels.
        conf: Confidence, 0..1.

    Returns:
        Columns of length cells; test fields are nan where a wave has fewer than
        two answers, or the waves are constant or do not overlap.
    """
    b, a = np.atleast_2d(floats(before)), np.atleast_2d(floats(after))
    n_b, n_a = b.sum(axis=1), a.sum(axis=1)
    below_b = ratio(np.cumsum(b, axis=1) - b / 2, n_b[:, None])
    below_a = ratio(np.cumsum(a, axis=1) - a / 2, n_a[:, None])
    p = np.where(n_a > 0, (a * below_b).sum(axis=1) / np.where(n_a > 0, n_a, 1), np.nan)
    v_a = ratio((a * (below_b - p[:, None]) ** 2).sum(axis=1), n_a - 1)
    v_b = ratio((b * (below_a - (1 - p)[:, None]) ** 2).sum(axis=1), n_b - 1)
    v_a, v_b = np.where(n_a > 1, v_a, np.nan), np.where(n_b > 1, v_b, np.nan)
    share_a, share_b = v_a / np.fmax(n_a, 1), v_b / np.fmax(n_b, 1)
    se = np.sqrt(share_a + share_b)
    se = np.where(se > 1e-12, se, se * 0)
    statistic = ratio(p - 0.5, se)
    df = ratio(se**4, ratio(share_a**2, n_a - 1) + ratio(share_b**2, n_b - 1))
    half = t_quantile(conf, df) * se
    centre, steep = special.logit(p), ratio(half, p * (1 - p))
    return BrunnerMunzel(
        p_superiority=p,
        se=se,
        statistic=statistic,
        df=df,
        p_value=t_two_sided(statistic, df),
        lo=p - half,
        hi=p + half,
        logit_lo=floats(special.expit(centre - steep)),
        logit_hi=floats(special.expit(centre + steep)),
    )


def brunner_munzel(
    before: ArrayLike, after: ArrayLike, conf: float = 0.95
) -> BrunnerMunzel[float]:
    """Brunner and Munzel's test of P(after > before) + ½ P(equal) = ½.

    Source: Brunner & Munzel (2000), Biom J 42:17; the variance equals DeLong's.
    Lay meaning: of 100 pairs of ballots, one from each wave, in how many the
    later one is higher. Weakness: too liberal below 10 answers a wave; with
    separated or constant waves only `p_superiority` exists (se is then 0).
    """
    before, after = same_levels(before, after)
    b = brunner_munzel_columns(before, after, conf)
    return BrunnerMunzel(
        p_superiority=float(b.p_superiority[0]),
        se=float(b.se[0]),
        statistic=float(b.statistic[0]),
        df=float(b.df[0]),
        p_value=float(b.p_value[0]),
        lo=float(b.lo[0]),
        hi=float(b.hi[0]),
        logit_lo=float(b.logit_lo[0]),
        logit_hi=float(b.logit_hi[0]),
        reason=two_wave_reason(before, after, bool(np.isnan(b.p_value[0]))),
    )


def same_levels(
    before: ArrayLike, after: ArrayLike, n_levels: int = 1
) -> tuple[FloatArray, FloatArray]:
    """Both count vectors padded with empty levels to one length."""
    b, a = floats(before), floats(after)
    n = max(len(b), len(a), n_levels)
    return np.pad(b, (0, n - len(b))), np.pad(a, (0, n - len(a)))


def two_wave_reason(before: ArrayLike, after: ArrayLike, missing: bool) -> Reason:
    """Why two waves of level counts give no test; empty if nothing is missing."""
    b, a = floats(before), floats(after)
    if not missing:
        return Reason.NONE
    if not (b.sum() > 0 and a.sum() > 0):
        return Reason.EMPTY
    if b.sum() <= 1 or a.sum() <= 1:
        return Reason.ONE_ANSWER
    same = np.count_nonzero(b + a) == 1
    return Reason.CONSTANT if same else Reason.SEPARATED


def _moments(
    score: FloatArray, counts: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """n, mean and variance (n − 1) of each row; nan where undefined."""
    n = counts.sum(axis=1)
    mean = ratio((counts * score).sum(axis=1), n)
    squares = (counts * (score - mean[:, None]) ** 2).sum(axis=1)
    variance = np.where(n > 1, ratio(squares, n - 1), np.nan)
    return n, mean, variance
