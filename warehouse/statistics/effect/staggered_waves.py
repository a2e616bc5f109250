"""The effect over three or more waves of one survey, units having started at any time.

Waves are few and ballots of split units are shared, so the error comes from leaving out
one group of units after the other, and no trend before the start can be tested.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from warehouse.statistics.effect.clustered import POWER, Coefficient
from warehouse.statistics.effect.wave_effect import LEAST_UNITS
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]
NEVER = np.inf


@dataclass(frozen=True)
class StaggeredWaves:
    """The effect of having started, over all waves.

    Attributes:
        effect: Mean over the waves since its start of each starting group, weighted
            by the units of the group.
        first: In the first wave after the start.
        later: In all waves after that; undefined with none.
        n_started, n_waiting: Units that started, and those that had not by the last
            wave that compares.
        n_starts: Different waves of the start.
    """

    effect: Coefficient
    first: Coefficient
    later: Coefficient
    n_started: int
    n_waiting: int
    n_starts: int


def staggered_waves(
    shares: npt.ArrayLike, start: npt.ArrayLike, cluster: npt.ArrayLike
) -> StaggeredWaves:
    """The effect of having started, from unit shares in three or more waves.

    To a reader: units that started changed by so much more than units that had not
    started yet, all waves taken together. Weakness: rests on the belief that all
    would have changed alike; a figure without limits has fewer than `LEAST_UNITS`
    units on a side.

    Formula: Callaway & Sant'Anna (2021), J. Econometrics 225, 200-230, without
    covariates: ATT(g, t) is the change since the wave before g of units that started
    at g, less that of units not started at t, where at least `LEAST_UNITS` wait;
    group-weighted. Error: leave-one-cluster-out jackknife (CV3) with t(clusters - 1).

    Args:
        shares: Units × waves, in the order of the waves, 0..1; units with a wave
            missing are left out.
        start: Number of the first wave after each unit's start, from 0; `NEVER` if it
            had not started by the last.
        cluster: Units with one value share ballots.
    """
    y, begun = np.asarray(shares, float), np.asarray(start, float)
    known = ~np.isnan(y).any(axis=1) & (begun > 0)
    y, begun, group = y[known], begun[known], np.asarray(cluster)[known]
    cells = _cells(begun, y.shape[1])
    started = np.isin(begun, sorted({g for g, _ in cells}))
    last = max((t for _, t in cells), default=0)
    n_started, n_waiting = int(started.sum()), int((begun > last).sum())
    full = _effects(y, begun, cells)
    if n_started < LEAST_UNITS:
        out = np.empty((0, len(full)))
    else:
        clusters = np.unique(group)
        rows = [_effects(y[group != c], begun[group != c], cells) for c in clusters]
        out = np.array(rows)
    effect, first, later = (_with_error(v, out[:, i]) for i, v in enumerate(full))
    n_starts = len(np.unique(begun[started]))
    return StaggeredWaves(effect, first, later, n_started, n_waiting, n_starts)


def _cells(begun: Floats, n_waves: int) -> list[tuple[int, int]]:
    """Starts and waves that have enough units waiting to be compared with."""
    starts = np.unique(begun[begun < n_waves]).astype(int)
    return [
        (int(g), t)
        for g in starts
        for t in range(int(g), n_waves)
        if (begun > t).sum() >= LEAST_UNITS
    ]


def _effects(y: Floats, begun: Floats, cells: list[tuple[int, int]]) -> Floats:
    """Over all waves, in the first and in the later ones; nan where nothing is."""
    rows = []
    for g, t in cells:
        change = y[:, t] - y[:, g - 1]
        own, waiting = begun == g, begun > t
        if own.any() and waiting.any():
            effect = float(change[own].mean() - change[waiting].mean())
            rows.append((g, t - g, int(own.sum()), effect))
    if not rows:
        return np.full(3, np.nan)
    starts, since, sizes, effects = (
        np.array(part, float) for part in zip(*rows, strict=True)
    )
    return np.array(
        [
            _grouped(starts[of], sizes[of], effects[of])
            for of in (since >= 0, since == 0, since > 0)
        ]
    )


def _grouped(starts: Floats, sizes: Floats, effects: Floats) -> float:
    """Mean of each start over its waves, weighted by its units."""
    if len(starts) == 0:
        return float("nan")
    groups = np.unique(starts)
    means = [effects[starts == g].mean() for g in groups]
    weights = [sizes[starts == g][0] for g in groups]
    return float(np.average(means, weights=weights))


def _with_error(value: float, out: Floats) -> Coefficient:
    nan = float("nan")
    if np.isnan(value):
        return Coefficient(nan, nan, nan, nan, nan, nan, nan, Reason.EMPTY_SIDE)
    n = len(out)
    if n < 2 or np.isnan(out).any():
        return Coefficient(value, nan, nan, nan, nan, nan, nan, Reason.EMPTY_SIDE)
    se = float(np.sqrt((n - 1) / n * ((out - value) ** 2).sum()))
    if se == 0:
        return Coefficient(value, nan, nan, nan, nan, nan, nan, Reason.NO_UNIT_SPREAD)
    wide, power = (float(stdtrit(n - 1, q)) for q in (0.975, POWER))
    return Coefficient(
        value, se, n - 1, value - wide * se, value + wide * se,
        float(2 * stdtr(n - 1, -abs(value) / se)), (wide + power) * se,
    )  # fmt: skip
