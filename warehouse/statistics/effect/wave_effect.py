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
    dose, group = np.asarray(months, float), np.asarray(cluster)
    known = ~np.isnan(y0 + y1)
    y0, y1, dose, group = y0[known], y1[known], dose[known], group[known]
    started = ~np.isnan(dose)
    change, one = y1 - y0, np.ones(len(y0))
    side = np.column_stack([one, started])
    effect = clustered_coefficient(change, side, group, 1)
    n_started, n_waiting = int(started.sum()), int((~started).sum())
    method = "cr2" if min(n_started, n_waiting) >= LEAST_UNITS else "permutation"
    if min(n_started, n_waiting) == 0:
        method = "none"
    if method != "cr2":
        p_value = did_permutation(y0, y1, started).p_two_sided
        bare = (float("nan"),) * 4
        effect = Coefficient(effect.value, *bare, p_value, float("nan"), effect.reason)
    centred = y0 - y0.mean() if len(y0) else y0
    return WaveEffect(
        effect=effect,
        before=clustered_coefficient(y0, side, group, 1),
        adjusted=clustered_coefficient(
            change, np.column_stack([one, started, centred]), group, 1
        ),
        per_month=clustered_coefficient(
            change[started],
            np.column_stack([one[started], dose[started]]),
            group[started],
            1,
        ),
        method=method,
        n_started=n_started,
        n_waiting=n_waiting,
    )
