"""A gap between two sources that is there in one wave after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import FloatArray, floats, ratio

MOST_QUARTERS = 4
"""A wave longer ago says nothing of how ballots come about today."""


def repeated_gap_z(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike
) -> FloatArray:
    """How far a gap, pooled over waves, lies from none, in standard errors.

    Source: Cochran (1954), "Some methods for strengthening the common χ² tests", as
    by Mantel and Haenszel (1959) without correction for continuity:
    z = Σ wₖ(p₁ₖ − p₂ₖ) / √(Σ wₖ p̄ₖ(1 − p̄ₖ)), wₖ = n₁ₖn₂ₖ/(n₁ₖ + n₂ₖ). With one
    wave z² is χ² of the 2 × 2 table.
    Lay meaning: what lasts is seen with fewer ballots a wave than what is there once.
    Weakness: a unit that was coached in one of the waves alone is seen less well.

    Args:
        x1, n1: Satisfied and all ballots of the first source, waves by cells; a wave
            that a cell lacks has no ballots.
        x2, n2: Those of the second.

    Returns:
        One per cell; above 0 the first source is the higher; nan without ballots of
        both, or where all agree.
    """
    a, n_a, b, n_b = (np.atleast_2d(floats(values)) for values in (x1, n1, x2, n2))
    both = (n_a > 0) & (n_b > 0)
    weight = np.where(both, ratio(n_a * n_b, n_a + n_b), 0.0)
    gap = np.where(both, ratio(a, n_a) - ratio(b, n_b), 0.0)
    share = np.where(both, ratio(a + b, n_a + n_b), 0.0)
    spread = (weight * share * (1 - share)).sum(axis=0)
    return floats(ratio((weight * gap).sum(axis=0), np.sqrt(spread)))
