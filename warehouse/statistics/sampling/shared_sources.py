"""What it costs that two strata share ballots.

When a unit was split, its ballots stand for each of its parts. A figure over both
parts is still a weighted sum of the means of the units as they were asked, and its
error is theirs: adding up the errors of the parts would count each ballot twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import FloatArray, floats


def with_shared(
    cell: NDArray[np.intp],
    source: ArrayLike,
    part: ArrayLike,
    n_effective: ArrayLike,
    apart: ArrayLike,
) -> FloatArray:
    """How many times larger the variance of a figure is than that of strata apart.

    Source: a figure Σₖ Wₖ mₖ with mₖ = Σₕ aₕₖ ȳₕ is Σₕ cₕ ȳₕ, cₕ = Σₖ Wₖ aₕₖ, and
    has the variance Σₕ cₕ² Vₕ; strata apart would have Σₖₕ (Wₖ aₕₖ)² Vₕ. One
    variance of an answer in all sources is assumed for the ratio.

    Args:
        cell: Figure each row belongs to, 0-based; rows of split sources suffice.
        source: The unit as it was asked; equal values are the same ballots.
        part: Wₖ aₕₖ of the row, ≥ 0.
        n_effective: Ballots the source is worth.
        apart: Σ (Wₖ aₕₖ)² / n of each figure over all of its sources.

    Returns:
        The ratio of each figure, 1 where no source serves two strata; ≥ 1.
    """
    whole = floats(apart)
    b, n = floats(part), floats(n_effective)
    used = (b > 0) & (n > 0)
    cell, b, n = cell[used], b[used], n[used]
    _, name = np.unique(np.asarray(source)[used], return_inverse=True)
    width = int(name.max(initial=0)) + 1
    pairs, place = np.unique(cell * width + name, return_inverse=True)
    worth = np.full(len(pairs), np.inf)
    np.minimum.at(worth, place, n)
    together = np.bincount(
        pairs // width, np.bincount(place, b) ** 2 / worth, len(whole)
    )
    alone = np.bincount(cell, b**2 / n, len(whole))
    extra = np.fmax(together - alone, 0.0)
    return np.where(whole > 0, 1 + extra / np.where(whole > 0, whole, 1.0), 1.0)
