"""The share of one group of people in a sample of several sources, and its error.

How many of a sample belong to the group is itself luck of the sample, so the share is
a ratio of two estimates: the group's satisfied people by the group's people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import FloatArray, floats, ratio

MIN_WORTH = 20
"""Equal ballots that weighted ones must be worth before V is trusted; as the variable
`min_worth` of the model agg_wave_shares."""


@dataclass(frozen=True, eq=False)
class DomainSums:
    """Sums over the sources of a unit, one entry per group; ballot i of source h has
    the rate r_hi = W_h w_i / Σw_h, and c_h = n_h / (n_h − 1).

    Attributes:
        size: Σ r over the group.
        satisfied: Σ r over its satisfied.
        square_satisfied, square_all: Σ c r² over its satisfied, over all of it.
        mean_satisfied, mean_both, mean_all: Σ c X²/n, Σ c XN/n and Σ c N²/n, where X
            and N are a source's sums of r over the satisfied and over the group, and
            n its ballots, those of other groups included.
    """

    size: ArrayLike
    satisfied: ArrayLike
    square_satisfied: ArrayLike
    square_all: ArrayLike
    mean_satisfied: ArrayLike
    mean_both: ArrayLike
    mean_all: ArrayLike


def domain_shares(sums: DomainSums) -> tuple[FloatArray, FloatArray]:
    """Share satisfied of each group, and its linearised variance.

    To a reader: among the people of this group, how many are satisfied, and how far
    another sample could have said otherwise. Weakness: with few ballots of the group
    the variance is itself uncertain, and 0 where all answer alike.

    Formula: z = r (y − p) / N for ballots of the group and 0 for all others;
    V = Σ_h n_h/(n_h − 1) Σ_i (z_hi − z̄_h)², a domain in all strata: Lumley (2010),
    Complex Surveys, 2.6; Särndal et al. (1992), 10.3. All powers of p are outside the
    sums over sources, so seven sums are enough.

    Returns:
        Shares and variances; nan where nobody of the group answered.
    """
    share = ratio(sums.satisfied, sums.size)
    p = np.clip(share, 0, 1)
    squares = floats(sums.square_satisfied) * (1 - 2 * p) + floats(sums.square_all) * (
        p * p
    )
    means = (
        floats(sums.mean_satisfied)
        - 2 * p * floats(sums.mean_both)
        + p * p * floats(sums.mean_all)
    )
    return p, ratio(np.maximum(squares - means, 0.0), floats(sums.size) ** 2)


def effective_ballots(
    share: ArrayLike, variance: ArrayLike, sums: DomainSums
) -> FloatArray:
    """How many equal ballots the share of a group is worth: p (1 − p) / V.

    Where all answer alike V says nothing: there the ballots count by their weights
    alone, (Σr)² / Σr² of Kish (1965). Where that is below `MIN_WORTH` they count for
    no more: beside a ballot that is nearly all of the share V is nearly nothing.

    Args:
        share, variance: From `domain_shares`.
        sums: What they were made of.
    """
    p = floats(share)
    worth = ratio(p * (1 - p), variance)
    kish = ratio(floats(sums.size) ** 2, sums.square_all)
    worth = np.where(np.isnan(worth) | (worth <= 0), kish, worth)
    return floats(np.where(kish < MIN_WORTH, np.fmin(worth, kish), worth))
