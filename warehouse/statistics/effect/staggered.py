"""Staggered roll-out: Callaway & Sant'Anna effects with jackknife errors.

Units that started are compared only with units that have not started yet, never
with units that started earlier; so a growing effect cannot turn the sign round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.effect.panel import (
    Comparisons,
    Panel,
    build_panel,
    cell_effects,
    comparisons,
    full_sample,
    leave_one_out,
)
from warehouse.statistics.effect.pooling import by_cohort, mean_of, pooled, ratio
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class CellEffects:
    """Effects of each cohort in each period.

    Attributes:
        g: First treated period of the cohort.
        t: Period.
        att: Effect; 0 in the base period by construction.
        se: Analytic standard error.
    """

    g: Floats
    t: Floats
    att: Floats
    se: Floats


@dataclass(frozen=True)
class OverallEffect:
    """One figure over all started cohorts.

    Attributes:
        att: Effect, in the unit of the outcome.
        se: Analytic standard error; too small with few units.
        se_jackknife: Leave-one-unit-out standard error; the one to use, with
            t(units - 1).
    """

    att: float
    se: float
    se_jackknife: float


@dataclass(frozen=True, eq=False)
class Series:
    """Effects along exposure (e = periods since start) or along cohorts (g).

    Attributes:
        at: e, or g.
        att: Effect.
        se: Analytic standard error.
        se_jackknife: Leave-one-unit-out standard error.
        overall: Mean over e >= 0, or over cohorts weighted by their units.
        jackknife: Leave-one-out effects, shape (units, points).
    """

    at: Floats
    att: Floats
    se: Floats
    se_jackknife: Floats
    overall: OverallEffect
    jackknife: Floats


@dataclass(frozen=True, eq=False)
class StaggeredEffects:
    """All effects of a staggered roll-out.

    Attributes:
        cells: Effects by cohort and period.
        simple: Mean over all started unit-periods.
        dynamic: Event study by exposure.
        group: By cohort; its overall is the headline.
        n_units: Units in the panel.
        n_left_out: Units left out (gaps, or started before the first period).
        reason: Why nothing is defined; empty otherwise.
    """

    cells: CellEffects
    simple: OverallEffect
    dynamic: Series
    group: Series
    n_units: int
    n_left_out: int
    reason: Reason = Reason.NONE


def _jackknife_se(estimates: Floats, full: Floats) -> Floats:
    """CV3 error sqrt((n-1)/n sum (theta_(u) - theta)^2) per point.

    A point that rests on one unit has no leave-one-out value: nan.
    """
    n = len(estimates)
    squares = ((estimates - full) ** 2).sum(axis=0)
    return np.asarray(np.sqrt((n - 1) / n * squares))


def _cell_influence(panel: Panel, cells: Comparisons) -> Floats:
    """Influence of each unit on each ATT(g, t), shape (units, cells)."""
    change = panel.y[:, cells.at] - panel.y[:, cells.base]
    own = panel.member[:, None] == cells.group
    control = cells.is_control[panel.member]
    parts = []
    for side in (own, control):
        size = side.sum(axis=0)
        mean = ratio((change * side).sum(axis=0), size)
        parts.append(np.where(side, change - mean, 0.0) / np.maximum(size, 1))
    return np.asarray((parts[0] - parts[1]) * panel.n_units)


def _weight_influence(panel: Panel, group: Labels, weight: Floats) -> Floats:
    """Influence of each unit on estimated cohort weights (normalised)."""
    centred = (panel.member[:, None] == group).astype(float) - weight
    total = weight.sum()
    return np.asarray(
        centred / total - np.outer(centred.sum(axis=1), weight) / total**2
    )


def _analytic_se(influence: Floats) -> Floats:
    return np.asarray(np.sqrt((influence**2).sum(axis=0)) / len(influence))


class _Estimates:
    """Effects of the full sample and of each leave-one-out sample."""

    def __init__(self, panel: Panel, cells: Comparisons) -> None:
        self.panel, self.cells = panel, cells
        self.counts = full_sample(panel)[1]
        self.att = cell_effects(cells, *full_sample(panel))
        means, self.counts_out = leave_one_out(panel)
        self.att_out = cell_effects(cells, means, self.counts_out)
        self.influence = _cell_influence(panel, cells)
        self.share = self.counts[0, cells.group] / panel.n_units

    def pooled_influence(self, used: npt.NDArray[np.bool_]) -> Floats:
        """Influence on the cohort-weighted mean of the cells in `used`."""
        share = self.share[used]
        weights = _weight_influence(self.panel, self.cells.group[used], share)
        mean_part = self.influence[:, used] @ (share / share.sum())
        return np.asarray(mean_part + weights @ self.att[0, used])

    def pooled(self, into: Floats) -> tuple[Floats, Floats]:
        """Cohort-weighted means of the full and the leave-one-out samples."""
        group = self.cells.group
        return (
            pooled(self.att, self.counts[:, group], into),
            pooled(self.att_out, self.counts_out[:, group], into),
        )


def _overall(full: Floats, out: Floats, influence: Floats) -> OverallEffect:
    return OverallEffect(
        att=float(full[0]),
        se=float(_analytic_se(influence[:, None])[0]),
        se_jackknife=float(_jackknife_se(out[:, None], full)[0]),
    )


def _simple(est: _Estimates) -> OverallEffect:
    used = est.cells.is_post
    full, out = est.pooled(used[:, None].astype(float))
    return _overall(full[:, 0], out[:, 0], est.pooled_influence(used))


def _dynamic(est: _Estimates) -> Series:
    exposure = est.cells.t - est.cells.g
    points, index = np.unique(exposure, return_inverse=True)
    full, out = est.pooled(np.eye(len(points))[index])
    influence = np.column_stack(
        [est.pooled_influence(index == i) for i in range(len(points))]
    )
    after = (points >= 0).astype(float)
    overall = _overall(
        mean_of(full, after),
        mean_of(out, after),
        influence[:, points >= 0].mean(axis=1),
    )
    se = _analytic_se(influence)
    return Series(points, full[0], se, _jackknife_se(out, full), overall, out)


def _group(est: _Estimates) -> Series:
    labels, into = by_cohort(est.cells)
    full, out = est.pooled(into)
    influence = est.influence @ (into / into.sum(axis=0))
    share = est.counts[0, labels] / est.panel.n_units
    weights = _weight_influence(est.panel, labels, share)
    pooled = influence @ (share / share.sum()) + weights @ full[0]
    overall = _overall(
        mean_of(full, est.counts[:, labels]),
        mean_of(out, est.counts_out[:, labels]),
        pooled,
    )
    g = est.panel.cohorts[labels]
    se = _analytic_se(influence)
    return Series(g, full[0], se, _jackknife_se(out, full), overall, out)


def _undefined(panel: Panel, reason: Reason) -> StaggeredEffects:
    none = np.empty(0)
    nothing = OverallEffect(np.nan, np.nan, np.nan)
    series = Series(none, none, none, none, nothing, np.empty((panel.n_units, 0)))
    return StaggeredEffects(
        CellEffects(none, none, none, none), nothing, series, series,
        panel.n_units, panel.n_left_out, reason,
    )  # fmt: skip


def staggered_effects(
    panel: Panel, control: str = "notyettreated", base_period: str = "universal"
) -> StaggeredEffects:
    """Estimate the effects of a panel; see `callaway_santanna`."""
    cells = comparisons(panel, control, base_period)
    if len(cells.group) == 0 or not cells.is_post.any():
        return _undefined(panel, Reason.EMPTY_SIDE)
    est = _Estimates(panel, cells)
    se = _analytic_se(est.influence)
    return StaggeredEffects(
        cells=CellEffects(cells.g, cells.t, est.att[0], se),
        simple=_simple(est),
        dynamic=_dynamic(est),
        group=_group(est),
        n_units=panel.n_units,
        n_left_out=panel.n_left_out,
    )


def callaway_santanna(
    y: npt.ArrayLike,
    unit: Sequence[object],
    time: npt.ArrayLike,
    cohort: npt.ArrayLike,
    *,
    control: str = "notyettreated",
    base_period: str = "universal",
) -> StaggeredEffects:
    """Estimate the effects of a staggered roll-out, without covariates.

    To a reader: how much more units changed once they started, against units
    that had not started yet. Weakness: rests on parallel trends, which the
    pre-periods can contradict but never prove; analytic errors are too small
    below about 30 units.

    Formula: Callaway & Sant'Anna (2021), J. Econometrics 225, 200-230:
    ATT(g,t) = [Y_t - Y_b | cohort g] - [Y_t - Y_b | control]; influence-function
    errors; CV3 jackknife over units.

    Rows are unit x period as in `build_panel`; choices as in `comparisons`.
    """
    panel = build_panel(y, unit, time, cohort)
    return staggered_effects(panel, control, base_period)
