"""Textbook intervals, from counts of levels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


def wilson(x: float, n: float) -> tuple[float, float]:
    """Score interval of a share at 95 %."""
    found = stats.binomtest(int(x), int(n)).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def newcombe(x: tuple[float, float], n: tuple[float, float]) -> tuple[float, float]:
    """Newcombe's method 10 for a share after less a share before, at 95 %."""
    (low1, high1), (low2, high2) = wilson(x[0], n[0]), wilson(x[1], n[1])
    p1, p2 = x[0] / n[0], x[1] / n[1]
    down = np.hypot(p2 - low2, high1 - p1)
    up = np.hypot(high2 - p2, p1 - low1)
    return float(p2 - p1 - down), float(p2 - p1 + up)


def welch(before: Floats, after: Floats) -> tuple[float, float, float]:
    """Difference of means and its 95 % interval, variances unlike."""
    found = stats.ttest_ind(after, before, equal_var=False)
    interval = found.confidence_interval(0.95)
    return (
        float(after.mean() - before.mean()),
        float(interval.low),
        float(interval.high),
    )


def superiority(before: Floats, after: Floats) -> float:
    """P(after above before) and half of P(equal), over all pairs."""
    pairs = np.sign(after[:, None] - before[None, :])
    return float((pairs.mean() + 1) / 2)
