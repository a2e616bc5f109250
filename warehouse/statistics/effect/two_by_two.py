"""Difference in differences with one start date: 2 x 2 designs.

The change of the units that started, less the change of those that did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from warehouse.statistics.effect.clustered import cr2_error
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

_ROUNDING = 1e-10


@dataclass(frozen=True)
class DidCluster:
    """A 2 x 2 effect with errors clustered by unit.

    Attributes:
        att: Effect on the started units, in the unit of the outcome.
        se_cr1: Cluster standard error with the usual small-sample factor.
        p_cr1_tG1: Its p-value with t(clusters - 1); for comparison only.
        se_cr2: Bias-reduced cluster standard error; the one to use.
        df_satt: Satterthwaite degrees of freedom of `se_cr2`.
        p_cr2: Its p-value.
        lo: Lower end of the 95 % interval from CR2.
        hi: Upper end.
        n_clusters: Number of units.
        reason: Why values are undefined; empty otherwise.
    """

    att: float
    se_cr1: float
    p_cr1_tG1: float  # noqa: N815 - the t has G - 1 degrees of freedom
    se_cr2: float
    df_satt: float
    p_cr2: float
    lo: float
    hi: float
    n_clusters: int
    reason: Reason = Reason.NONE


def _undefined_cluster(att: float, n_clusters: int, reason: Reason) -> DidCluster:
    nan = float("nan")
    return DidCluster(att, nan, nan, nan, nan, nan, nan, nan, n_clusters, reason)


def _two_sided_t(t: float, df: float) -> float:
    return float(2 * stdtr(df, -abs(t)))


def _cr1(
    design: Floats, residual: Floats, cluster: Labels, bread: Floats, which: int
) -> float:
    """CR1 standard error of one coefficient."""
    size, width = design.shape
    n_clusters = int(cluster.max()) + 1
    score = np.zeros(n_clusters)
    np.add.at(score, cluster, (design @ bread[:, which]) * residual)
    factor = n_clusters / (n_clusters - 1) * (size - 1) / (size - width)
    return float(np.sqrt(factor * (score**2).sum()))


def did_2x2_cluster(
    y: npt.ArrayLike,
    treated: npt.ArrayLike,
    post: npt.ArrayLike,
    unit: Sequence[object],
) -> DidCluster:
    """Estimate a 2 x 2 effect from unit-by-period values (`treated`, `post` 0/1).

    To a reader: how much more the started units changed than the others.
    Weakness: rests on the belief that both groups would have changed alike;
    with one unit on a side there is no error to measure.

    Formula: least squares y ~ treated x post; CR1 = G/(G-1) (N-1)/(N-K) sandwich;
    CR2 with Satterthwaite df (Bell & McCaffrey 2002; Pustejovsky & Tipton 2018).
    """
    known = ~np.isnan(np.asarray(y, float))
    ys, d, t = (np.asarray(v, float)[known] for v in (y, treated, post))
    names = np.asarray(list(unit), dtype=str)[known]
    _, cluster = np.unique(names, return_inverse=True)
    n_clusters = int(cluster.max(initial=-1)) + 1
    design = np.column_stack([np.ones(len(ys)), d, t, d * t])
    if len(ys) == 0 or np.linalg.matrix_rank(design) < 4:
        return _undefined_cluster(np.nan, n_clusters, Reason.EMPTY_SIDE)
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ ys
    residual = ys - design @ beta
    att, size = float(beta[3]), len(ys)
    se_cr2, df = cr2_error(design, residual, cluster, bread, 3)
    if size <= 4 or np.isnan(df) or se_cr2 <= _ROUNDING * (np.abs(ys).max() + 1e-300):
        return _undefined_cluster(att, n_clusters, Reason.NO_UNIT_SPREAD)
    se_cr1 = _cr1(design, residual, cluster, bread, 3)
    half = float(stdtrit(df, 0.975)) * se_cr2
    p_cr1 = _two_sided_t(att / se_cr1, n_clusters - 1)
    p_cr2 = _two_sided_t(att / se_cr2, df)
    return DidCluster(
        att, se_cr1, p_cr1, se_cr2, df, p_cr2, att - half, att + half, n_clusters
    )


@dataclass(frozen=True)
class DidProportions:
    """A 2 x 2 effect on a share, ballots independent.

    Attributes:
        att: Effect (difference of shares).
        se: Standard error.
        lo: Lower end of the 95 % interval; nan where se is 0.
        hi: Upper end.
        p_value: Two-sided normal p-value.
        reason: Why values are undefined; empty otherwise.
    """

    att: float
    se: float
    lo: float
    hi: float
    p_value: float
    reason: Reason = Reason.NONE


def did_2x2_proportions(
    treated_after: tuple[float, float],
    treated_before: tuple[float, float],
    control_after: tuple[float, float],
    control_before: tuple[float, float],
) -> DidProportions:
    """Estimate a 2 x 2 effect for one pair of units from ballot counts.

    To a reader: how much more this unit changed than its neighbour, counting
    only the luck of who was asked. Weakness: ignores that units differ from
    month to month for other reasons, so it is far too sure of itself for a
    verdict on the model; use `did_2x2_cluster`.

    Formula: difference of differences of shares, se^2 = sum p (1 - p) / n.

    Args:
        treated_after: (satisfied, valid) ballots of the started unit, after.
        treated_before: The same, before.
        control_after: The comparison unit, after.
        control_before: The same, before.
    """
    cells = np.array([treated_after, treated_before, control_after, control_before])
    x, n = cells[:, 0].astype(float), cells[:, 1].astype(float)
    nan = float("nan")
    if not (n > 0).all():
        return DidProportions(nan, nan, nan, nan, nan, Reason.EMPTY)
    p = x / n
    att = float((p[0] - p[1]) - (p[2] - p[3]))
    se = float(np.sqrt((p * (1 - p) / n).sum()))
    if se == 0:
        return DidProportions(att, se, nan, nan, nan, Reason.CONSTANT)
    half = float(ndtri(0.975)) * se
    p_value = float(2 * ndtr(-abs(att) / se))
    return DidProportions(att, se, att - half, att + half, p_value)
