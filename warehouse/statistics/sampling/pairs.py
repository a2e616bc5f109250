"""How alike two ballots of one cluster are, from sums over their pairs.

A cluster is one person, one sample point or one day. Sums over pairs of ballots say
as much of it as the ballots themselves, and name nobody.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Fewer clusters with a pair than this do not tell how alike their ballots are.
MIN_REPEATED = 30


def pair_correlation(
    n: Floats, total: Floats, squares: Floats, pairs: Floats, product: Floats
) -> float:
    """Correlation of two ballots of one cluster, 0–1.

    To a reader: 0 means that each ballot is a new opinion, 1 that a cluster holds
    one. Weakness: one figure for all groups.

    Formula: per group, A = mean product of two ballots of one cluster, B = the same
    of two clusters, C = mean square; sum w (A - B) / sum w (C - B) with w the pairs
    of one cluster: the moments of an analysis of variance with clusters of unequal
    size (Donner and Koval 1980), weighed by pairs. 1 where B is not known or nothing
    differs.

    Args: one entry per group (an officer and period, a unit and month).
        n, total, squares: Ballots, the sum of their values (0–1) and of the squares.
        pairs, product: Ordered pairs of one cluster, and the sum of their products.
    """
    others = n * (n - 1) - pairs
    known = (others > 0) & (pairs > 0)
    if not known.any():
        return 1.0
    apart = (total**2 - squares - product)[known] / others[known]
    w = pairs[known]
    spread = float((w * (squares[known] / n[known] - apart)).sum())
    if spread <= 0:
        return 1.0
    return float(np.clip((product[known] - w * apart).sum() / spread, 0.0, 1.0))


def design_effect(pairs: Floats, n: Floats, correlation: float) -> Floats:
    """Variance of a share against that of as many ballots drawn singly, at least 1.

    Formula: 1 + rho × pairs / n (Kish 1965), which is 1 + rho (m - 1) for clusters
    of one size m.

    Args:
        pairs: Ordered pairs of ballots of one cluster.
        n: Ballots.
        correlation: Of two ballots of one cluster.
    """
    found: Floats = 1 + correlation * pairs / np.maximum(n, 1)
    return found
