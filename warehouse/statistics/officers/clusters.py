"""What ballots about one officer are worth where one person or day gave several.

Three ballots of one citizen are not three citizens. How alike two ballots of one
cluster are is measured once, over all officers; an officer's own pairs then say what
the ballots are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.ballots import BallotCounts, Places
from warehouse.statistics.sampling.pairs import (
    MIN_REPEATED,
    design_effect,
    pair_correlation,
)

Floats = npt.NDArray[np.float64]

NAMED, DAY = "named", "day"
# Days count from this correlation on, if chance does not explain it.
MIN_DAY_CORRELATION = 0.02


@dataclass(frozen=True, eq=False)
class BallotPairs:
    """Ordered pairs of ballots of one cluster, one entry per officer and two periods.

    Attributes:
        officer, period, earlier: Places in the names of the counts; pairs within one
            period have it twice.
        clusters: Clusters that hold such pairs.
        pairs: Their number, both orders.
        product: Sum over pairs of the product of the satisfied shares.
    """

    officer: Places
    period: Places
    earlier: Places
    clusters: Floats
    pairs: Floats
    product: Floats


@dataclass(frozen=True, eq=False)
class ClusterEffects:
    """What clusters cost, for any periods; each kind with its correlation.

    Attributes:
        n: Ballots, shape (officers, periods).
        kinds: Pairs of each kind of cluster that counts, with the correlation of two
            ballots of one cluster.
    """

    n: Floats
    kinds: tuple[tuple[BallotPairs, float], ...] = ()

    def by_period(self) -> Floats:
        """Design effect of each officer and period, shape (officers, periods)."""
        found = np.ones_like(self.n)
        for of, correlation in self.kinds:
            same = of.period == of.earlier
            pairs = np.zeros_like(self.n)
            np.add.at(pairs, (of.officer[same], of.period[same]), of.pairs[same])
            found = np.maximum(found, design_effect(pairs, self.n, correlation))
        return found

    def of_window(self, first: int, last: int) -> Floats:
        """Design effect of all ballots of the periods first to last - 1, per officer.

        One person's ballots of two periods are pairs too.
        """
        n: Floats = self.n[:, first:last].sum(axis=1)
        found: Floats = np.ones_like(n)
        for of, correlation in self.kinds:
            inside = (of.earlier >= first) & (of.period < last)
            pairs = np.zeros_like(n)
            np.add.at(pairs, of.officer[inside], of.pairs[inside])
            found = np.maximum(found, design_effect(pairs, n, correlation))
        return found


def ballot_pairs(
    ballots: BallotCounts,
    officer: Sequence[str],
    period: Sequence[str],
    earlier: Sequence[str],
    clusters: npt.ArrayLike,
    pairs: npt.ArrayLike,
    product: npt.ArrayLike,
) -> BallotPairs:
    """Sort rows of pairs by the names of the counts they belong to.

    Args:
        ballots: The counts.
        officer, period, earlier: Names of each row.
        clusters, pairs, product: See `BallotPairs`.

    Raises:
        KeyError: A row names an officer or period that has no ballots.
    """
    officers = {name: i for i, name in enumerate(ballots.officers)}
    periods = {name: i for i, name in enumerate(ballots.periods)}
    return BallotPairs(
        officer=np.array([officers[name] for name in officer], dtype=np.intp),
        period=np.array([periods[name] for name in period], dtype=np.intp),
        earlier=np.array([periods[name] for name in earlier], dtype=np.intp),
        clusters=np.asarray(clusters, float),
        pairs=np.asarray(pairs, float),
        product=np.asarray(product, float),
    )


def cluster_correlation(ballots: BallotCounts, of: BallotPairs) -> float:
    """Correlation of two ballots of one cluster about one officer, 0–1.

    To a reader: see `pair_correlation`; the groups are an officer's periods, and a
    ballot's value is its satisfied share.
    """
    share = ballots.good / ballots.size
    n, total, squares = (
        ballots.table(value).sum(axis=2)
        for value in (np.ones_like(share), share, share**2)
    )
    same = of.period == of.earlier
    at = of.officer[same], of.period[same]
    pairs, product = of.pairs[same], of.product[same]
    return pair_correlation(n[at], total[at], squares[at], pairs, product)


def cluster_effects(
    ballots: BallotCounts, pairs: dict[str, BallotPairs]
) -> ClusterEffects:
    """Which clusters count, and how much.

    To a reader: ballots of one person or sample point count as one opinion as far as
    they agree; where too few people gave several to tell, a person counts once. Days
    count only where the ballots of a day are clearly more alike than others.

    Args:
        ballots: The counts.
        pairs: By kind, `named` (a person or sample point the file names) or `day`.
    """
    n = ballots.table(np.ones_like(ballots.size)).sum(axis=2)
    kinds = []
    for kind, of in pairs.items():
        same = of.period == of.earlier
        is_told = of.clusters[same].sum() >= MIN_REPEATED
        found = cluster_correlation(ballots, of) if is_told else 1.0
        if kind == DAY:
            error = np.sqrt(2 / max(of.pairs[same].sum(), 1.0))
            if not is_told or found <= max(MIN_DAY_CORRELATION, 1.96 * error):
                continue
        kinds.append((of, found))
    return ClusterEffects(n, tuple(kinds))
