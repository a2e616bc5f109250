"""Did units move alike before the start: the pre-trend test and the event study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc, stdtrit

from warehouse.statistics.effect.staggered import StaggeredEffects
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EventPoint:
    """One point of an event study.

    Attributes:
        exposure: Periods since the start; negative before it, -1 is the base.
        att: Difference from the control, in the unit of the outcome.
        lo: Lower end of the 95 % interval (jackknife, t); nan where undefined.
        hi: Upper end.
    """

    exposure: int
    att: float
    lo: float
    hi: float


@dataclass(frozen=True)
class PretrendTest:
    """Joint test that all pre-start differences are zero.

    Attributes:
        statistic: F statistic; nan if it cannot be computed.
        df1: Directions tested: each pre-period, or mean and slope if too many.
        df2: Denominator degrees of freedom.
        p_value: Upper tail. A large value does not prove parallel trends.
        reason: Why it is undefined; empty otherwise.
    """

    statistic: float
    df1: int
    df2: int
    p_value: float
    reason: Reason = Reason.NONE


def event_study(
    effects: StaggeredEffects, conf: float = 0.95
) -> tuple[EventPoint, ...]:
    """List the points of the event study with jackknife t intervals.

    To a reader: left of the start the points should wander round 0; right of it
    they show the effect as it grows. Weakness: each point has its own interval;
    one of twenty misses by luck.

    Args:
        effects: Result of `callaway_santanna`.
        conf: Confidence of each interval.
    """
    series = effects.dynamic
    t = float(stdtrit(max(effects.n_units - 1, 1), 0.5 + conf / 2))
    return tuple(
        EventPoint(int(e), float(att), float(att - t * se), float(att + t * se))
        for e, att, se in zip(series.at, series.att, series.se_jackknife, strict=True)
    )


def _directions(exposure: Floats, n_units: int) -> Floats:
    """Contrasts of the pre-periods, one per column.

    With many pre-periods and few units their covariance cannot be inverted
    reliably; then only the mean and the slope are tested.
    """
    size = len(exposure)
    if size <= max(2, n_units // 6):
        return np.eye(size)
    return np.column_stack([np.ones(size) / size, exposure - exposure.mean()])


def pretrend_test(effects: StaggeredEffects) -> PretrendTest:
    """Test the pre-start differences jointly (Hotelling T-squared, jackknife).

    To a reader: a small p says the groups were already drifting apart, so a
    difference afterwards proves nothing. Weakness: with few units it has little
    power; passing is no proof.

    Formula: T2 = b' V^-1 b with the leave-one-unit-out covariance V of the
    contrasts; (G - q) / (q (G - 1)) T2 ~ F(q, G - q).

    Args:
        effects: Result of `callaway_santanna`.
    """
    series, n = effects.dynamic, effects.n_units
    before = np.flatnonzero((series.at < -1) & (series.se_jackknife > 0))
    if len(before) == 0:
        return PretrendTest(np.nan, 0, 0, np.nan, Reason.NO_PRETREND)
    contrast = _directions(series.at[before], n)
    q = contrast.shape[1]
    b = series.att[before] @ contrast
    deviation = series.jackknife[:, before] @ contrast - b
    covariance = (n - 1) / n * deviation.T @ deviation
    if n - q < 2 or np.linalg.matrix_rank(covariance) < q:
        return PretrendTest(np.nan, q, n - q, np.nan, Reason.NO_PRETREND)
    t2 = float(b @ np.linalg.solve(covariance, b))
    f = (n - q) / (q * (n - 1)) * t2
    return PretrendTest(f, q, n - q, float(fdtrc(q, n - q, f)))
