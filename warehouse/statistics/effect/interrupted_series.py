"""Interrupted time series: all units started together, so only time compares.

Always shown with the words "no comparison group": whatever else changed in the
same month is in the figure too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

MIN_POINTS = 12
_SEASON_POINTS = 24


@dataclass(frozen=True, eq=False)
class SegmentedSeries:
    """A series with a step and a change of slope at the start.

    Attributes:
        coef: Intercept, slope per period, step at the start, change of slope per
            period; then a sine and a cosine if a season was fitted.
        se_hac: Newey-West standard errors, same order.
        dw: Durbin-Watson statistic; near 2 means no autocorrelation.
        lag: Newey-West lag used.
        n_before: Points before the start.
        n_after: Points from the start on.
        reason: Why values are undefined; empty otherwise.
    """

    coef: Floats
    se_hac: Floats
    dw: float
    lag: int
    n_before: int
    n_after: int
    reason: Reason = Reason.NONE


def default_lag(n: int) -> int:
    """Newey-West lag floor(4 (n / 100)^(2/9)) (Newey & West 1994)."""
    return int(np.floor(4 * (n / 100) ** (2 / 9)))


def segmented_design(n: int, start: int, season_length: int | None = None) -> Floats:
    """Columns: 1, t, step, periods since the start; a harmonic from 24 points on."""
    t = np.arange(1, n + 1, dtype=float)
    step = (t >= start).astype(float)
    columns = [np.ones(n), t, step, (t - start + 1) * step]
    if season_length is not None and n >= _SEASON_POINTS:
        angle = 2 * np.pi * t / season_length
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def _newey_west(design: Floats, residual: Floats, bread: Floats, lag: int) -> Floats:
    """Bartlett-weighted sandwich with factor n / (n - k)."""
    n, k = design.shape
    score = design * residual[:, None]
    meat = score.T @ score
    for j in range(1, min(lag, n - 1) + 1):
        cross = score[j:].T @ score[:-j]
        meat += (1 - j / (lag + 1)) * (cross + cross.T)
    return np.asarray(bread @ meat @ bread * n / (n - k))


def its_segmented(
    y: npt.ArrayLike,
    start: int,
    lag: int | None = None,
    *,
    season_length: int | None = None,
) -> SegmentedSeries:
    """Fit a line with a step and a kink at the start.

    To a reader: where the series would have gone on its old line, and how far
    from there it went. Weakness: no comparison group; needs 12 points on each
    side; seasons and other reforms of the same month look like effects.

    Formula: y = b0 + b1 t + b2 step + b3 (t - start + 1) step (Bernal 2017),
    Newey-West errors, no prewhitening, factor n / (n - k).

    `start` counts from 1; `season_length` adds a harmonic from 24 points on.
    """
    ys, n = np.asarray(y, float), np.size(y)
    used_lag = default_lag(n) if lag is None else lag
    design = segmented_design(n, start, season_length)
    k = design.shape[1]
    before = min(max(start - 1, 0), n)
    after = n - before
    nothing = np.full(k, np.nan)
    if n <= k or np.isnan(ys).any() or np.linalg.matrix_rank(design) < k:
        why = Reason.SHORT_SERIES
        return SegmentedSeries(nothing, nothing, np.nan, used_lag, before, after, why)
    bread = np.asarray(np.linalg.inv(design.T @ design), float)
    coef = np.asarray(np.linalg.lstsq(design, ys, rcond=None)[0], float)
    residual = ys - design @ coef
    squares = float((residual**2).sum())
    if squares <= 1e-24 * max(float((ys**2).sum()), 1e-300):
        why = Reason.NO_NOISE
        return SegmentedSeries(coef, nothing, np.nan, used_lag, before, after, why)
    variance = np.diag(_newey_west(design, residual, bread, used_lag))
    se = np.sqrt(np.maximum(variance, 0.0))
    dw = float((np.diff(residual) ** 2).sum()) / squares
    return SegmentedSeries(coef, se, dw, used_lag, before, after)
