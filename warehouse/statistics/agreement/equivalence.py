"""Equivalence and clustering: may we say two sources match, and do answers
given to one interviewer resemble one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.change.ordinal import welch_from_counts
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.distributions import (
    NAN,
    f_upper,
    floats,
    normal_upper,
    ratio,
    t_upper,
)
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShareEquivalence:
    """Are two shares within a margin of each other.

    Attributes:
        diff: Share a − share b, −1..1.
        se: Unpooled standard error.
        z_lower, z_upper: Statistics against −margin and +margin.
        p_lower, p_upper, p_tost: One-sided p-values and the larger of them.
        newcombe_lo, newcombe_hi: 1 − 2·alpha Newcombe limits of `diff`.
        equivalent_newcombe: True if those limits lie inside ±margin; None if
            they do not exist.
        reason: Why a field is nan.
    """

    diff: float
    se: float
    z_lower: float
    z_upper: float
    p_lower: float
    p_upper: float
    p_tost: float
    newcombe_lo: float
    newcombe_hi: float
    equivalent_newcombe: bool | None
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class MeanEquivalence:
    """Are two mean scores within a margin of each other.

    Attributes:
        diff: Mean a − mean b, in units of the scale.
        df: Satterthwaite degrees of freedom.
        t_lower, t_upper: Statistics against −margin and +margin.
        p_lower, p_upper, p_tost: One-sided p-values and the larger of them.
        reason: Why a field is nan.
    """

    diff: float
    df: float
    t_lower: float
    t_upper: float
    p_lower: float
    p_upper: float
    p_tost: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """How alike answers of one group are.

    Attributes:
        msb, msw: Mean squares between and within groups, in squared levels.
        n0: Effective group size.
        icc: Intraclass correlation, at most 1; may fall below 0.
        f, p_value: Test of no group differences.
        deff_mean: Design effect at the mean group size, never below 1.
        reason: Why a field is nan.
    """

    msb: float
    msw: float
    n0: float
    icc: float
    f: float
    p_value: float
    deff_mean: float
    reason: Reason = Reason.NONE


def tost_two_proportions(
    x_a: float, n_a: float, x_b: float, n_b: float, margin: float, alpha: float = 0.05
) -> ShareEquivalence:
    """Two one-sided tests of |share a − share b| < margin.

    Source: Schuirmann (1987), J Pharmacokinet Biopharm 15:657; the decision uses
    Newcombe's 1 − 2·alpha interval. Lay meaning: may we write "the two sources
    match within five points". Weakness: needs some 600 answers from each source
    at shares near 0.9, so most units stay undecided.

    Args:
        x_a, n_a, x_b, n_b: Satisfied and valid answers of each source.
        margin: Largest gap that still counts as agreement, 0..1.
        alpha: Level of each one-sided test.
    """
    conf = 1 - 2 * alpha
    diff, lo, hi = (float(v) for v in newcombe_bounds(x_a, n_a, x_b, n_b, conf))
    if np.isnan(diff):
        return ShareEquivalence(*(NAN,) * 9, None, Reason.EMPTY)
    p_a, p_b = x_a / n_a, x_b / n_b
    se = float(np.sqrt(p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b))
    z_lower, z_upper = float(ratio(diff + margin, se)), float(ratio(diff - margin, se))
    p_lower, p_upper = float(normal_upper(z_lower)), float(normal_upper(-z_upper))
    return ShareEquivalence(
        diff,
        se,
        z_lower,
        z_upper,
        p_lower,
        p_upper,
        max(p_lower, p_upper),
        lo,
        hi,
        -margin < lo and hi < margin,
        Reason.NONE if se > 0 else Reason.CONSTANT,
    )


def tost_means_from_counts(
    levels: ArrayLike, a: ArrayLike, b: ArrayLike, margin: float
) -> MeanEquivalence:
    """Two one-sided Welch tests of |mean a − mean b| < margin.

    Source: Schuirmann (1987) with Welch's standard error. Lay meaning: may we
    write that two mean scores match within the margin. Weakness: as the mean
    score itself, it takes the steps of the scale as equal.

    Args:
        levels: Level values.
        a, b: Counts per level of each source.
        margin: Largest gap that still counts as agreement, in scale units.
    """
    w = welch_from_counts(levels, b, a)
    t_low, t_high = (w.diff + margin) / w.se, (w.diff - margin) / w.se
    p_lower, p_upper = float(t_upper(t_low, w.df)), float(t_upper(-t_high, w.df))
    p_tost = max(p_lower, p_upper)
    return MeanEquivalence(
        w.diff, w.df, t_low, t_high, p_lower, p_upper, p_tost, w.reason
    )


def icc_oneway(levels: ArrayLike, groups: ArrayLike) -> IntraclassCorrelation:
    """One-way intraclass correlation from level counts per group.

    Source: Fisher (1925); Donner (1986), Int Stat Rev 54:67. Lay meaning: do
    people asked by one interviewer answer alike; above 0.02 the interviewer is
    taken as the sampling cluster. Weakness: noisy with fewer than ten groups.

    Args:
        levels: Level values, length L.
        groups: Counts, groups × L; empty groups are left out.
    """
    score = floats(levels)
    c = floats(groups).reshape(-1, max(1, len(score)))
    c = c[c.sum(axis=1) > 0]
    n_g, k = c.sum(axis=1), len(c)
    n = float(n_g.sum())
    if k < 2:
        reason = Reason.ONE_GROUP if k else Reason.EMPTY
        return IntraclassCorrelation(*(NAN,) * 7, reason)
    mean_g = (c @ score) / n_g
    between = float((n_g * (mean_g - (n_g * mean_g).sum() / n) ** 2).sum())
    within = float((c * (score - mean_g[:, None]) ** 2).sum())
    msb, msw = between / (k - 1), float(ratio(within, n - k)) if n > k else NAN
    n0 = (n - float((n_g**2).sum()) / n) / (k - 1)
    icc = float(ratio(msb - msw, msb + (n0 - 1) * msw))
    f = float(ratio(msb, msw))
    reason = Reason.CONSTANT if np.isnan(f) else Reason.NONE
    # people asked by one interviewer never tell more than as many asked by chance
    deff = float(1 + max(n / k - 1, 0.0) * np.maximum(icc, 0.0))
    return IntraclassCorrelation(
        msb, msw, n0, icc, f, f_upper(f, k - 1, n - k), deff, reason
    )
