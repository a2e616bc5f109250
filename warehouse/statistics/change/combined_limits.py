"""Limits of a sum of independent estimates, from the limits of each."""

from __future__ import annotations

from math import hypot

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import floats


def combined_limits(
    estimates: ArrayLike, lows: ArrayLike, highs: ArrayLike, weights: ArrayLike
) -> tuple[float, float, float]:
    """Weighted sum of independent estimates with the limits that theirs give.

    Source: Zou & Donner (2008), Stat Med 27:1693 (MOVER); of two Wilson intervals
    with weights 1 and -1 it is Newcombe's difference. Lay meaning: what the parts do
    not know, added as independent errors are. Weakness: parts that share answers are
    taken as independent.

    Args:
        estimates: The parts, shape (k,).
        lows: Their lower limits, one confidence for all.
        highs: Their upper limits.
        weights: What each counts, of either sign.

    Returns:
        Sum, lower and upper limit, unclipped.
    """
    x, lo, hi, w = (floats(values) for values in (estimates, lows, highs, weights))
    down = np.where(w >= 0, x - lo, hi - x) * w
    up = np.where(w >= 0, hi - x, x - lo) * w
    total = float(w @ x)
    return total, total - hypot(*down), total + hypot(*up)
