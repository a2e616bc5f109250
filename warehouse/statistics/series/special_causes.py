"""Rules that separate a change from ordinary ups and downs on a control chart.

The four rules of the NHS "Making Data Count" charts, with the labels and the
order of precedence of NHSRplotthedots 0.2.2: outside a limit, a trend of seven,
two of three near a limit, seven on one side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RUN = 7
NEAR = 2.0 / 3.0
COMMON = "Common Cause"
# Relative slack so that rounding never puts an equal value beyond a line.
_SLACK = 1e-12


def _spread_back(ends: Bools, length: int, size: int) -> Bools:
    """Mark each point of a window of `length` whose window is marked."""
    marks = np.zeros(size, dtype=bool)
    for offset in range(length):
        marks[offset : offset + len(ends)] |= ends
    return marks


def _run_one_side(side: Floats) -> Bools:
    """Points that belong to seven in a row on one side of the centre."""
    if len(side) < RUN:
        return np.zeros(len(side), dtype=bool)
    windows = sliding_window_view(side, RUN)
    return _spread_back(np.abs(windows.sum(axis=1)) == RUN, RUN, len(side))


def _trend(steps: Floats, size: int) -> Bools:
    """Points that belong to seven in a row rising or falling strictly."""
    if size < RUN:
        return np.zeros(size, dtype=bool)
    windows = sliding_window_view(steps, RUN - 1)
    return _spread_back(np.abs(windows.sum(axis=1)) == RUN - 1, RUN, size)


def _two_of_three(near: Bools, side: Floats) -> Bools:
    """Near points in a window of three, all on one side, at least two near."""
    if len(near) < 3:
        return np.zeros(len(near), dtype=bool)
    enough = sliding_window_view(near.astype(int), 3).sum(axis=1) >= 2
    same = np.abs(sliding_window_view(side, 3).sum(axis=1)) == 3
    return _spread_back(enough & same, 3, len(near)) & near


def _trend_direction(steps: Floats, trend: Bools) -> Floats:
    """Step before each point; the step after it if the trend goes on."""
    before = np.concatenate([[0.0], steps])
    after = np.concatenate([steps, steps[-1:]]) if len(steps) else before
    goes_on = np.concatenate([trend[1:], [False]]) & trend
    return np.where(goes_on, after, before)


def _label(values: Floats, center: float, half: float) -> list[str]:
    slack = _SLACK * (abs(center) + half)
    distance = values - center
    side = np.where(np.abs(distance) <= slack, 0.0, np.sign(distance))
    outside = np.abs(distance) > half + slack
    near = ~outside & (np.abs(distance) > NEAR * half + slack)
    steps = np.sign(np.diff(values))
    trend = _trend(steps, len(values))
    rising = _trend_direction(steps, trend) > 0
    above = np.where(side > 0, "Above", "Below")
    labels = np.select(
        [outside, trend, _two_of_three(near, side), _run_one_side(side)],
        [
            np.where(side > 0, "Above UCL", "Below LCL"),
            np.where(
                rising, "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"
            ),
            np.char.add(np.char.add("2 in 3 ", above), " CL"),
            np.char.add(np.char.add("7 Points ", above), " CL"),
        ],
        COMMON,
    )
    return [str(label) for label in labels]


def special_causes(values: Floats, center: float, half: float) -> tuple[str, ...]:
    """Label each point with the rule it breaks.

    Missing points are left out before the rules are applied.

    Args:
        values: Series in time order; nan for a missing point.
        center: Centre line.
        half: Distance of the limits from the centre, >= 0.

    Returns:
        One label per point: Above UCL, Below LCL, 7 Point Trend (Increasing),
        7 Point Trend (Decreasing), 2 in 3 Above CL, 2 in 3 Below CL,
        7 Points Above CL, 7 Points Below CL or Common Cause; "" where missing.
    """
    labels = [""] * len(values)
    known = np.flatnonzero(~np.isnan(values))
    for i, label in zip(known, _label(values[known], center, half), strict=True):
        labels[int(i)] = label
    return tuple(labels)
