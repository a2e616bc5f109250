"""The panel behind a staggered roll-out: units, periods, cohorts and comparisons.

A cohort is the set of units that start in the same period. Each cell compares the
change of one cohort, from a base period to period t, with the change of units
that have not started by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

NEVER = 0


@dataclass(frozen=True, eq=False)
class Panel:
    """A balanced panel.

    Attributes:
        y: Outcome, shape (units, periods).
        times: Periods in order.
        cohorts: First treated period of each cohort, `NEVER` first, then in order.
        member: Cohort index of each unit.
        n_left_out: Units left out: a missing period, or started before the first.
    """

    y: Floats
    times: Floats
    cohorts: Floats
    member: Labels
    n_left_out: int

    @property
    def n_units(self) -> int:
        """Number of units in the panel."""
        return len(self.y)


@dataclass(frozen=True, eq=False)
class Comparisons:
    """The cells (cohort, period) of a panel, all of shape (cells,) but one.

    Attributes:
        group: Cohort index.
        at: Index of the period t.
        base: Index of the base period.
        g: First treated period of the cohort.
        t: Period.
        is_control: Which cohorts serve as control, shape (cohorts, cells).
    """

    group: Labels
    at: Labels
    base: Labels
    g: Floats
    t: Floats
    is_control: Bools

    @property
    def is_post(self) -> Bools:
        """True for cells from the start of the cohort on."""
        return np.asarray(self.t >= self.g)


@dataclass(frozen=True, eq=False)
class UnitTable:
    """Rows arranged as units x periods.

    Attributes:
        y: Outcome, shape (units, periods); nan for missing.
        start: First treated period of each unit; 0 for never.
        times: Periods in order.
    """

    y: Floats
    start: Floats
    times: Floats

    @property
    def is_complete(self) -> Bools:
        """True for units with a value in every period."""
        return np.asarray(~np.isnan(self.y).any(axis=1))


def unit_table(
    y: npt.ArrayLike,
    unit: Sequence[object],
    time: npt.ArrayLike,
    cohort: npt.ArrayLike,
) -> UnitTable:
    """Arrange rows as units x periods.

    Args:
        y: Outcome of each row; nan for missing.
        unit: Unit of each row.
        time: Period of each row.
        cohort: First treated period of the unit; 0 (or nan) for never.
    """
    ids, row = np.unique(np.asarray(unit, dtype=str), return_inverse=True)
    times, column = np.unique(np.asarray(time, float), return_inverse=True)
    table = np.full((len(ids), len(times)), np.nan)
    table[row, column] = np.asarray(y, float)
    start = np.zeros(len(ids))
    start[row] = np.nan_to_num(np.asarray(cohort, float))
    return UnitTable(table, start, times)


def balanced_panel(table: UnitTable) -> Panel:
    """Keep what can be compared.

    Units with a missing period and units that had started by the first period
    are left out; a start after the last period counts as never. If no unit is
    left without a start, the last cohort serves as control only and the periods
    from its start on are dropped (Callaway & Sant'Anna 2021).
    """
    y, times = table.y, table.times
    last, first = times[-1:].max(initial=0.0), times[:1].max(initial=0.0)
    start = np.where(table.start > last, float(NEVER), table.start)
    kept = table.is_complete & ((start == NEVER) | (start > first))
    y, start = y[kept], start[kept]
    if len(start) and not (start == NEVER).any():
        end = start.max()
        start = np.where(start == end, float(NEVER), start)
        y, times = y[:, times < end], times[times < end]
    cohorts, member = np.unique(np.append(start, NEVER), return_inverse=True)
    return Panel(y, times, cohorts, member[:-1], int((~kept).sum()))


def build_panel(
    y: npt.ArrayLike,
    unit: Sequence[object],
    time: npt.ArrayLike,
    cohort: npt.ArrayLike,
) -> Panel:
    """Arrange rows as a balanced panel; see `unit_table` and `balanced_panel`."""
    return balanced_panel(unit_table(y, unit, time, cohort))


def _cells_of(g: float, times: Floats, base_period: str) -> list[tuple[int, int]]:
    """(period index, base index) of the cells of one cohort."""
    before = int((times < g).sum()) - 1
    if base_period == "universal":
        return [(t, before) for t in range(len(times))]
    early = [(t, t - 1) for t in range(1, before + 1)]
    return early + [(t, before) for t in range(before + 1, len(times))]


def comparisons(panel: Panel, control: str, base_period: str) -> Comparisons:
    """List the cells of a panel with their control cohorts.

    Args:
        panel: The panel.
        control: "nevertreated" or "notyettreated" (not started at t nor at base).
        base_period: "universal" (last period before the start for every t) or
            "varying" (the period before t while the cohort has not started).
    """
    group, at, base = [], [], []
    for index, g in enumerate(panel.cohorts):
        if g == NEVER:
            continue
        for t, b in _cells_of(float(g), panel.times, base_period):
            group.append(index)
            at.append(t)
            base.append(b)
    group_i, at_i, base_i = (np.array(v, dtype=np.intp) for v in (group, at, base))
    starts = panel.cohorts[:, None]
    is_control = np.repeat(starts == NEVER, len(group_i), axis=1)
    if control == "notyettreated":
        latest = panel.times[np.maximum(at_i, base_i)]
        others = np.arange(len(panel.cohorts))[:, None] != group_i
        is_control = is_control | ((starts > latest) & others)
    return Comparisons(
        group=group_i,
        at=at_i,
        base=base_i,
        g=panel.cohorts[group_i],
        t=panel.times[at_i],
        is_control=is_control,
    )


def full_sample(panel: Panel) -> tuple[Floats, Floats]:
    """Cohort means (1, cohorts, periods) and sizes (1, cohorts)."""
    counts = np.bincount(panel.member, minlength=len(panel.cohorts)).astype(float)
    sums = np.zeros((len(panel.cohorts), len(panel.times)))
    np.add.at(sums, panel.member, panel.y)
    means = sums / np.maximum(counts, 1)[:, None]
    return means[None], counts[None]


def leave_one_out(panel: Panel) -> tuple[Floats, Floats]:
    """The same with each unit left out in turn: (units, cohorts, periods)."""
    means, counts = full_sample(panel)
    every = np.arange(panel.n_units)
    n = np.repeat(counts, panel.n_units, axis=0)
    n[every, panel.member] -= 1
    out = np.repeat(means, panel.n_units, axis=0)
    own = means[0, panel.member] * counts[0, panel.member][:, None] - panel.y
    out[every, panel.member] = own / np.maximum(n[every, panel.member], 1)[:, None]
    return out, n


def cell_effects(cells: Comparisons, means: Floats, counts: Floats) -> Floats:
    """ATT(g, t) of each sample, shape (samples, cells); nan without both sides."""
    change = means[:, :, cells.at] - means[:, :, cells.base]
    weight = counts[:, :, None] * cells.is_control
    total = weight.sum(axis=1)
    control = (weight * change).sum(axis=1) / np.where(total > 0, total, np.nan)
    own = change[:, cells.group, np.arange(len(cells.group))]
    size = counts[:, cells.group]
    return np.asarray(np.where(size > 0, own, np.nan) - control)
