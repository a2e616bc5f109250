"""Where a monthly series begins anew, and what the calendar month does to it.

A series runs on only while nothing about it was changed on purpose: the reform of
1 July 2025 and the model's start each begin a segment with a level of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# From this day on other units, of two levels, handle the cases of all others.
REFORM = date(2025, 7, 1)
N_CALENDAR = 12
MIN_SEASON_MONTHS = 24


@dataclass(frozen=True, eq=False)
class Segments:
    """Parts of a series between two recorded steps.

    Attributes:
        index: Per month, the number of its segment: 0, 1, ….
        begun_by: Per month, what began its segment: "", "reform" or "model_start".
    """

    index: Ints
    begun_by: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Season:
    """What each month owes to its place in the year.

    Attributes:
        effect: Per month of the series, on the scale of the values; 0 without any.
        freedom_left: Part of the months' freedom that the effects left, (0, 1].
        is_allowed_for: False where the series is too short to tell seasons.
    """

    effect: Floats
    freedom_left: float
    is_allowed_for: bool


def segments_of(months: Sequence[date], start: date | None) -> Segments:
    """Cuts a series at the reform and at the model's start.

    Args:
        months: First days of the months, in order.
        start: First day of the model; None where it has not started. A month that
            the model began in still belongs to the time before.
    """
    found = ((REFORM, "reform"), (start, "model_start"))
    steps = [(day, name) for day, name in found if day is not None]
    steps.sort(key=lambda step: step[0])
    passed = [sum(month >= day for day, _ in steps) for month in months]
    # what lies before the first month begins nothing
    first = passed[0] if passed else 0
    names = ["", *(name for _, name in steps)]
    return Segments(
        np.array([k - first for k in passed], dtype=np.int64),
        tuple(names[k] if k > first else "" for k in passed),
    )


def season_of(
    values: npt.ArrayLike,
    weights: npt.ArrayLike,
    segments: Ints,
    months: Sequence[date],
) -> Season:
    """Estimates the effect of the calendar month, drawn towards none.

    To a reader: how much higher July usually is than the year. Weakness: two years
    show each month twice; the less they agree, the more the effect is drawn to 0.

    Formula: weighted least squares of the values on segments and calendar months
    (effects that add up to 0), then normal-normal shrinkage over the twelve:
    b_m tau² / (tau² + v_m), tau² by moments (DerSimonian and Laird 1986).

    Args:
        values: Value per month.
        weights: 1 / variance by chance, up to a common factor.
        segments: Number of the segment of each month.
        months: First days of the months.
    """
    y, w = np.asarray(values, float), np.asarray(weights, float)
    calendar = np.array([month.month - 1 for month in months], dtype=np.int64)
    none = Season(np.zeros(len(y)), 1.0, False)
    if len(y) < MIN_SEASON_MONTHS or len(set(calendar.tolist())) < N_CALENDAR:
        return none
    kept, effects, freedom = _shrunken(y, w, segments, calendar)
    if not freedom:
        return none
    used = float(kept.sum()) * (N_CALENDAR - 1) / N_CALENDAR
    return Season((kept * effects)[calendar], 1 - used / len(y), True)


def _shrunken(
    y: Floats, w: Floats, segments: Ints, calendar: Ints
) -> tuple[Floats, Floats, int]:
    """Part kept of each month's effect, the effects, and degrees of freedom left."""
    contrasts = np.vstack([np.eye(N_CALENDAR - 1), -np.ones(N_CALENDAR - 1)])
    levels = np.eye(int(segments.max()) + 1)[segments]
    design = np.hstack([levels, contrasts[calendar]])
    scaled = design * np.sqrt(w)[:, None]
    df = len(y) - int(np.linalg.matrix_rank(scaled))
    if df < 1:
        return np.zeros(N_CALENDAR), np.zeros(N_CALENDAR), 0
    inverse = np.linalg.pinv(scaled.T @ scaled)
    fit = inverse @ (design.T @ (w * y))
    spread = float(w @ (y - design @ fit) ** 2) / df
    k = levels.shape[1]
    effects = contrasts @ fit[k:]
    variance = spread * np.einsum("ij,jk,ik->i", contrasts, inverse[k:, k:], contrasts)
    tau = max(0.0, float(effects @ effects) / (N_CALENDAR - 1) - float(variance.mean()))
    kept = tau / (tau + variance) if tau > 0 else np.zeros(N_CALENDAR)
    return kept, effects, df
