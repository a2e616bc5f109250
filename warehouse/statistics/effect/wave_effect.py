"""What the model changed between two waves, from units that had not started.

Two waves of one survey: the change of the units that started between them, less the
change of those that did not. Units that share ballots err together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.effect.clustered import Coefficient, clustered_coefficient
from warehouse.statistics.effect.permutation import did_permutation

Floats = npt.NDArray[np.float64]
# with fewer units on a side no standard error can be trusted
LEAST_UNITS = 5


@dataclass(frozen=True)
class WaveEffect:
    """The effect on one outcome.

    Attributes:
        effect: Change of started units less that of the others; its limits are nan
            and its p-value is by permutation below `LEAST_UNITS` on a side.
        before: Started less others before any had started; far from 0 means that
            units were chosen for being weak or strong.
        adjusted: The effect among units with one and the same start, by regression
            on the share before: what is left when regression to the mean is out.
        per_month: How the change grows with each month since the start, among
            started units.
        method: `cr2`, `permutation`, or `none` without units on a side.
        n_started, n_waiting: Units on each side.
    """

    effect: Coefficient
    before: Coefficient
    adjusted: Coefficient
    per_month: Coefficient
    method: str
    n_started: int
    n_waiting: int


def wave_effect(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    months: npt.ArrayLike,
    cluster: npt.ArrayLike,
) -> WaveEffect:
    """The effect of having started, from unit shares before and after.

    To a reader: units that started changed by so much more than units that did not.
    Weakness: rests on the belief that both would have changed alike; two waves
    cannot show whether they did before.

    Formula: least squares of the unit changes on having started, equal weight per
    unit, CR2 with Satterthwaite df (Bell & McCaffrey 2002); Fisher's randomisation
    test below `LEAST_UNITS` units a side.

    Args:
        before, after: Share satisfied of each unit in the two waves, 0..1.
        months: Months from the start to the wave after; nan if not started by then.
        cluster: Units with one value share ballots.
    """
    y0, y1 = np.asarray(before, float), np.asarray(after, float)
    known = ~np.isnan(y0 + y1)
    y0, change, group = y0[known], (y1 - y0)[known], np.asarray(cluster)[known]
    dose = np.asarray(months, float)[known]
    started = ~np.isnan(dose)
    n_started, n_waiting = int(started.sum()), int((~started).sum())
    side = np.column_stack([np.ones(len(y0)), started])
    centred = y0 - y0.mean() if len(y0) else y0
    slope = np.column_stack([np.ones(n_started), dose[started]])
    return WaveEffect(
        effect=_effect(y0, change, side, group),
        before=clustered_coefficient(y0, side, group, 1),
        adjusted=clustered_coefficient(change, np.c_[side, centred], group, 1),
        per_month=clustered_coefficient(change[started], slope, group[started], 1),
        method=_method(n_started, n_waiting),
        n_started=n_started,
        n_waiting=n_waiting,
    )


def _method(n_started: int, n_waiting: int) -> str:
    least = min(n_started, n_waiting)
    if least == 0:
        return "none"
    return "cr2" if least >= LEAST_UNITS else "permutation"


def _effect(
    before: Floats, change: Floats, side: Floats, group: npt.NDArray[np.generic]
) -> Coefficient:
    """The difference of changes; without limits where only permutation can judge."""
    found = clustered_coefficient(change, side, group, 1)
    started = side[:, 1]
    n_started = int(started.sum())
    if _method(n_started, len(change) - n_started) == "cr2":
        return found
    p_value = did_permutation(before, before + change, started).p_two_sided
    nothing = (float("nan"),) * 4
    return Coefficient(found.value, *nothing, p_value, float("nan"), found.reason)
