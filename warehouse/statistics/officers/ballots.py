"""What a ballot with several questions is worth: one cluster of answers.

Four answers of one citizen are not four citizens. A ballot counts as its share of
satisfied answers, and the answers' own agreement says how much that share tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

# Beyond this, the answers of a ballot are one answer.
_FULL_AGREEMENT = 0.999


@dataclass(frozen=True, eq=False)
class BallotCounts:
    """Counts of like ballots, one entry per officer, period, cell and kind of ballot.

    Attributes:
        officers, periods, cells: Names in order; periods sort in time.
        officer, period, cell: Place in those names.
        size: Answers on each of the ballots.
        good: Satisfied ones among them.
        count: Such ballots.
    """

    officers: tuple[str, ...]
    periods: tuple[str, ...]
    cells: tuple[str, ...]
    officer: Places
    period: Places
    cell: Places
    size: Floats
    good: Floats
    count: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Officers, periods and cells."""
        return len(self.officers), len(self.periods), len(self.cells)

    def table(self, value: Floats) -> Floats:
        """Sum of `count` times a value of each entry, as an array of `shape`."""
        sums = np.zeros(self.shape)
        np.add.at(sums, (self.officer, self.period, self.cell), self.count * value)
        return sums


def _places(labels: Sequence[str]) -> tuple[tuple[str, ...], Places]:
    names = tuple(sorted(set(labels)))
    place = {name: i for i, name in enumerate(names)}
    return names, np.fromiter(map(place.__getitem__, labels), dtype=np.intp)


def ballot_counts(
    officer: Sequence[str],
    period: Sequence[str],
    cell: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    size: npt.ArrayLike = 1,
) -> BallotCounts:
    """Sort rows of counts into kinds of ballots.

    Args:
        officer, period, cell: Names of each row.
        x: Satisfied ballots; where a ballot has more than one answer, the row holds
            ballots that are all alike and x is the sum of their satisfied shares.
        n: Ballots.
        size: Answers on each ballot of the row; a case is one answer.
    """
    officers, of_officer = _places(officer)
    periods, of_period = _places(period)
    cells, of_cell = _places(cell)
    xs, ns = np.asarray(x, float), np.asarray(n, float)
    m = np.broadcast_to(np.asarray(size, float), ns.shape)
    many = m > 1
    with np.errstate(invalid="ignore", divide="ignore"):
        alike = np.rint(np.where(many & (ns > 0), xs * m / ns, 0.0))
    # a row of single answers is two kinds of ballots: satisfied and not
    good = np.concatenate([np.where(many, alike, 1.0), np.zeros((~many).sum())])
    count = np.concatenate([np.where(many, ns, xs), (ns - xs)[~many]])
    return BallotCounts(
        officers=officers,
        periods=periods,
        cells=cells,
        officer=np.concatenate([of_officer, of_officer[~many]]),
        period=np.concatenate([of_period, of_period[~many]]),
        cell=np.concatenate([of_cell, of_cell[~many]]),
        size=np.concatenate([m, m[~many]]),
        good=good,
        count=count,
    )


def answer_correlation(ballots: BallotCounts) -> float:
    """Correlation of two answers on one ballot about one officer, 0–1.

    To a reader: 0 means that each answer is a new opinion, 1 that a ballot holds one.

    Formula: per officer, period and cell, A = P(two answers of one ballot are both
    satisfied), B = the same of two ballots, C = P(satisfied);
    rho = sum w (A - B) / sum w (C - B) with w the ballots of two or more answers.
    """
    size, good = ballots.size, ballots.good
    several = size > 1
    n, n_several = (
        ballots.table(np.ones_like(size)),
        ballots.table(several.astype(np.float64)),
    )
    used = (n > 1) & (n_several > 0)
    if not used.any():
        return 0.0
    pairs = np.where(several, size * (size - 1), 1.0)
    both = ballots.table(np.where(several, good * (good - 1) / pairs, 0.0))[used]
    total = ballots.table(good / size)[used]
    squares = ballots.table((good / size) ** 2)[used]
    n, weight = n[used], n_several[used]
    between = (total**2 - squares) / (n * (n - 1))
    spread = float((weight * (total / n - between)).sum())
    if spread <= 0:
        return 0.0
    agreement = float((weight * (both / weight - between)).sum()) / spread
    return float(np.clip(agreement, 0.0, _FULL_AGREEMENT))


def variance_factor(size: Floats, rho: float) -> Floats:
    """Variance of a ballot's satisfied share, in units of p (1 - p)."""
    return (1 + (size - 1) * rho) / size


def log_chance(good: float, size: float, p: Floats, rho: float) -> Floats:
    """log P(so many satisfied answers on a ballot), up to a constant.

    Formula: beta-binomial with intra-ballot correlation rho, by rising products
    (Griffiths 1973): with g = rho / (1 - rho), the product of (p + j g) for j < good
    and of (1 - p + j g) for j < size - good.
    """
    step = rho / (1 - rho)
    total = np.zeros_like(p)
    for j in range(int(good)):
        total += np.log(p + j * step)
    for j in range(int(size - good)):
        total += np.log1p(j * step - p)
    return total
