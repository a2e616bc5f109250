"""Control charts: does a monthly series behave as before, or has something changed.

Limits come from a frozen baseline (the time before the model); they move only by
a recorded decision, never because a new month is worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.reasons import Reason
from warehouse.statistics.series.special_causes import special_causes

Floats = npt.NDArray[np.float64]

SIGMAS = 3.0
# Mean moving range over standard deviation for a normal series (d2 for n = 2).
D2 = 1.128
XMR_FACTOR = 2.66
SCREEN_FACTOR = 3.267


@dataclass(frozen=True, eq=False)
class ShareChart:
    """A p chart or a p-prime chart.

    Attributes:
        center: Pooled share of the baseline.
        sigma_z: Spread of the months beyond chance (1 is chance); 1 for a p chart.
        z: Standardised distance of each month; nan where n = 0.
        lcl: Lower limit per month (share), clipped to 0; nan where n = 0.
        ucl: Upper limit per month, clipped to 1.
        reason: Why values are undefined; empty otherwise.
    """

    center: float
    sigma_z: float
    z: Floats
    lcl: Floats
    ucl: Floats
    reason: Reason = Reason.NONE


@dataclass(frozen=True, eq=False)
class IndividualsChart:
    """An XmR chart.

    Attributes:
        center: Mean of the baseline, in the unit of the series.
        lpl: Lower process limit.
        upl: Upper process limit.
        special_cause: Per point, the rule it breaks or "Common Cause"; "" for a
            missing point.
        reason: Why limits are undefined; empty otherwise.
    """

    center: float
    lpl: float
    upl: float
    special_cause: tuple[str, ...]
    reason: Reason = Reason.NONE


def _mean_moving_range(values: Floats, screen: bool) -> float:
    """Mean absolute step; with `screen`, steps far above it are dropped once."""
    steps = np.abs(np.diff(values))
    steps = steps[~np.isnan(steps)]
    if len(steps) == 0:
        return float("nan")
    if screen:
        kept = steps[steps < SCREEN_FACTOR * steps.mean()]
        steps = kept if len(kept) else steps
    return float(steps.mean())


def _share_chart(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    baseline_n: int | None,
    *,
    beyond_chance: bool,
    screen: bool,
    expected: Floats | None = None,
) -> ShareChart:
    xs = np.asarray(x, float)
    ns = np.where(np.asarray(n, float) > 0, np.asarray(n, float), np.nan)
    base = slice(0, baseline_n)
    total = float(np.nansum(ns[base]))
    known = ~np.isnan(xs[base]) & ~np.isnan(ns[base])
    center = float(xs[base][known].sum()) / total if total > 0 else float("nan")
    level = np.full(len(xs), center) if expected is None else expected
    chance = np.sqrt(level * (1 - level) / ns)
    z = (xs / ns - level) / np.where(chance > 0, chance, np.nan)
    sigma_z = _mean_moving_range(z[base], screen) / D2 if beyond_chance else 1.0
    half = SIGMAS * sigma_z * chance
    undefined = np.isnan(half).any() or len(half) == 0
    return ShareChart(
        center=center,
        sigma_z=sigma_z,
        z=z,
        lcl=np.clip(level - half, 0.0, 1.0),
        ucl=np.clip(level + half, 0.0, 1.0),
        reason=Reason.NO_BALLOTS_OR_SPREAD if undefined else Reason.NONE,
    )


def p_chart(
    x: npt.ArrayLike, n: npt.ArrayLike, baseline_n: int | None = None
) -> ShareChart:
    """Chart a share with binomial limits.

    To a reader: months between the lines differ by luck alone. Weakness: with
    thousands of ballots a month the true share wanders more than chance and
    nearly half of the months "signal"; then use `p_prime_chart`.

    Formula: pbar -/+ 3 sqrt(pbar (1 - pbar) / n_i) (Shewhart 1931).

    Args:
        x: Counts per month.
        n: Denominators per month.
        baseline_n: Number of first months the limits come from; all when None.
    """
    return _share_chart(x, n, baseline_n, beyond_chance=False, screen=False)


def p_prime_chart(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    screen: bool = False,
    baseline_n: int | None = None,
    expected: Floats | None = None,
) -> ShareChart:
    """Chart a share with limits that allow for ordinary month-to-month wander.

    To a reader: months between the lines differ no more than months usually do.
    Weakness: a slow drift inside the baseline widens the limits; fewer than 12
    months give provisional limits only.

    Formula: Laney (2002): z_i = (p_i - pbar) / sqrt(pbar qbar / n_i),
    sigma_z = mean |z_i - z_(i-1)| / 1.128, limits
    pbar -/+ 3 sigma_z sqrt(pbar qbar / n_i).

    Args:
        x: Counts per month.
        n: Denominators per month.
        screen: Drop steps of z at or above 3.267 times the mean step, once.
        baseline_n: Number of first months the limits come from; all when None.
        expected: Share expected of each month, if it differs by season.
    """
    return _share_chart(
        x, n, baseline_n, beyond_chance=True, screen=screen, expected=expected
    )


def xmr_chart(
    y: npt.ArrayLike, *, screen: bool = False, baseline_n: int | None = None
) -> IndividualsChart:
    """Chart single values (days, scores, rates without denominators).

    To a reader: points between the lines are the ordinary ups and downs.
    Weakness: limits from fewer than 12 points are provisional; strong seasons
    look like signals.

    Formula: mean -/+ 2.66 x mean moving range (Shewhart 1931; Wheeler 1993);
    rules as the NHS "Making Data Count" charts, see `special_causes`.

    Args:
        y: Values in time order; nan for a missing month.
        screen: Drop moving ranges at or above 3.267 times their mean, once.
        baseline_n: Number of first points the limits come from; all when None.
    """
    ys = np.asarray(y, float)
    base = ys[:baseline_n]
    known = base[~np.isnan(base)]
    moving = _mean_moving_range(base, screen)
    center = float(known.mean()) if len(known) else float("nan")
    half = XMR_FACTOR * moving
    if np.isnan(half):
        none = tuple("" for _ in ys)
        return IndividualsChart(center, half, half, none, Reason.SHORT_SERIES)
    return IndividualsChart(
        center=center,
        lpl=center - half,
        upl=center + half,
        special_cause=special_causes(ys, center, half),
    )
