"""The share of many strata whose ballots may stand for several of them.

A stratum is a unit of the map; its share is made of the units that were asked. Each
ballot counts once in the error, however many strata it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import FloatArray, floats, ratio
from warehouse.statistics.probability.share_intervals import wilson_bounds

Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class CombinedShares:
    """One entry per figure.

    Attributes:
        share, share_se: Weighted share satisfied, 0..1, and its standard error.
        lo, hi: Limits to show: Wilson's on `n_eff`.
        n_eff: Ballots of a simple random sample as precise as these.
    """

    share: FloatArray
    share_se: FloatArray
    lo: FloatArray
    hi: FloatArray
    n_eff: FloatArray


def combined_shares(
    figure: Index,
    source: Index,
    part: ArrayLike,
    share: ArrayLike,
    n: ArrayLike,
    n_eff: ArrayLike,
    n_figures: int,
    conf: float = 0.95,
    unasked: ArrayLike = 1.0,
) -> CombinedShares:
    """Weighted share of each figure over the sources it rests on.

    Source: a figure is Σₕ cₕ pₕ with variance Σₕ cₕ² fₕ Vₕ, Vₕ = pₕ(1 − pₕ)/(nₕ − 1)
    times what clusters and weights cost, nₕ / n_effₕ: Taylor's (Lumley 2010, Complex
    Surveys). Lay meaning: the figure for everyone served. Weakness: it does not mend
    who refused to answer.

    Args:
        figure, source: Figure of each row, and unit that was asked, 0-based; equal
            sources are the same ballots.
        part: Weight of the source in the figure, ≥ 0; only ratios count.
        share, n, n_eff: Its share satisfied, its ballots, and what they are worth.
        n_figures: Figures; one without rows is nan throughout.
        conf: Confidence of the limits.
        unasked: Finite population factor 1 − n/N of the source.
    """
    weight, p, size, worth = map(floats, (part, share, n, n_eff))
    left = np.broadcast_to(floats(unasked), p.shape)
    home, first, c = _once(figure, source, weight, n_figures)
    p, size, worth, left = p[first], size[first], worth[first], left[first]
    is_known = np.bincount(home, minlength=n_figures) > 0
    mean = floats(np.where(is_known, np.bincount(home, c * p, n_figures), np.nan))
    single = ratio(p * (1 - p), size - 1) * ratio(size, worth)
    # one ballot alone counts by its distance from the share, a cautious guess
    single = np.where(size > 1, single, (p - mean[home]) ** 2)
    variance = floats(np.bincount(home, c**2 * left * single, n_figures))
    by_weights = floats(np.bincount(home, c**2 * left / worth, n_figures))
    return _with_limits(mean, variance, by_weights, conf)


def _once(
    figure: Index, source: Index, weight: FloatArray, n_figures: int
) -> tuple[Index, Index, FloatArray]:
    """Each source once in each figure: its figure, a row of it, its part of one."""
    width = int(source.max(initial=0)) + 1
    pairs, first, place = np.unique(
        figure * width + source, return_index=True, return_inverse=True
    )
    home = np.asarray(pairs // width, dtype=np.intp)
    whole = np.bincount(place, weight, len(pairs))
    part = ratio(whole, np.bincount(home, whole, n_figures)[home])
    return home, np.asarray(first, dtype=np.intp), part


def _with_limits(
    mean: FloatArray, variance: FloatArray, by_weights: FloatArray, conf: float
) -> CombinedShares:
    """Wilson's limits on the effective n; the share itself if all were asked."""
    effective = np.fmin(ratio(1, by_weights), ratio(mean * (1 - mean), variance))
    is_whole = (by_weights <= 0) & ~np.isnan(mean)
    _, lo, hi = wilson_bounds(mean * effective, effective, conf)
    return CombinedShares(
        mean,
        floats(np.where(np.isnan(mean), np.nan, np.sqrt(variance))),
        floats(np.where(is_whole, mean, lo)),
        floats(np.where(is_whole, mean, hi)),
        floats(np.where(is_whole, np.inf, effective)),
    )
