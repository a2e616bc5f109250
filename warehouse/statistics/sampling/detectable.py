"""The smallest change a comparison of two shares will see, and what it costs.

A change counts as seen when Newcombe's interval of the difference, the one every
page shows, lies wholly on its side of 0. Its chance is added up over the counts that
may occur, so that the plan promises what the page will later do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.binomial import binomial_upper
from warehouse.statistics.probability.distributions import NAN, FloatArray
from warehouse.statistics.sampling.sizes import sample_size_two_proportions

Side = Literal["rise", "fall"]
MOST_ANSWERS = 20_000
# Counts beyond this many standard deviations happen once in half a billion waves.
REACH = 6.0
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Detectable:
    """Smallest changes seen with the power asked for.

    Attributes:
        rise: Smallest rise, 0..1; nan if even a share of 1 would be missed.
        fall: Smallest fall, 0..1; nan if even a share of 0 would be missed.
    """

    rise: float
    fall: float


def chance_to_see(
    side: Side, before: float, n_before: int, after: float, n_after: int, conf: float
) -> float:
    """Chance that a change of the share is seen.

    Source: Newcombe (1998), method 10, added up over both binomials. Lay meaning:
    in how many of a hundred such waves would the page say so? Weakness: both
    samples are taken as simple random ones; divide n by the design effect.

    Args:
        side: Which change counts as seen.
        before, after: True shares, 0..1.
        n_before, n_after: Answers, design effect taken off.
        conf: Confidence of the interval, 0..1.
    """
    if n_before < 1 or n_after < 1:
        return 0.0
    x_before, mass = _likely(n_before, before)
    seen_from = _seen_from(side, x_before, n_before, n_after, conf)
    # a fall is the rise of the dissatisfied
    share = after if side == "rise" else 1 - after
    return float(np.dot(mass, binomial_upper(seen_from, n_after, share)))


def _seen_from(
    side: Side, x_before: FloatArray, n_before: int, n_after: int, conf: float
) -> FloatArray:
    """Fewest counts after that are seen, beside each count before; n + 1 if none.

    Counts are of the satisfied for a rise, of the dissatisfied for a fall. The lower
    limit grows with the count, so halving finds it for all at once.
    """
    before = x_before if side == "rise" else n_before - x_before
    low = np.full(len(before), -1.0)
    high = np.full(len(before), n_after + 1.0)
    while ((high - low) > 1).any():
        middle = np.floor((low + high) / 2)
        inside = np.clip(middle, 0, n_after)
        is_seen = newcombe_bounds(inside, n_after, before, n_before, conf)[1] > 0
        is_open = (high - low) > 1
        high = np.where(is_open & is_seen, middle, high)
        low = np.where(is_open & ~is_seen, middle, low)
    return high


@lru_cache(maxsize=4096)
def smallest_seen(
    share: float, n_before: int, n_after: int, power: float = 0.8, conf: float = 0.95
) -> Detectable:
    """The smallest rise and fall from a share that are seen with a power.

    Args:
        share: Share before, 0..1.
        n_before, n_after: Answers of each, design effect taken off.
        power: Chance wanted, 0..1.
        conf: Confidence of the interval, 0..1.
    """

    if n_before < 1 or n_after < 1:
        return Detectable(NAN, NAN)
    x_before, mass = _likely(n_before, share)

    def smallest(side: Side, end: float) -> float:
        seen_from = _seen_from(side, x_before, n_before, n_after, conf)

        def missing(after: float) -> float:
            p = after if side == "rise" else 1 - after
            return float(np.dot(mass, binomial_upper(seen_from, n_after, p))) - power

        if missing(end) < 0:
            return NAN
        found = optimize.brentq(missing, share, end, xtol=TOLERANCE)
        return abs(float(found) - share)

    return Detectable(smallest("rise", 1.0), smallest("fall", 0.0))


@lru_cache(maxsize=4096)
def answers_for_change(
    share: float,
    change: float,
    n_before: int | None,
    power: float = 0.8,
    conf: float = 0.95,
) -> int | None:
    """Answers of the new sample that see a change of a size, up or down.

    Only sides that a share has room for count. Without an earlier sample both are
    still to be made, and each gets the same size (Fleiss, `power.prop.test`).

    Args:
        share: Share before, 0..1.
        change: Size of the change, 0..1.
        n_before: Answers of the earlier sample; None = none yet.
        power: Chance wanted, 0..1.
        conf: Confidence of the interval, 0..1.

    Returns:
        Whole answers, design effect not yet added; None if no size is enough.
    """
    ends: list[tuple[Side, float]] = []
    if share + change <= 1:
        ends.append(("rise", share + change))
    if share - change >= 0:
        ends.append(("fall", share - change))
    sizes = [
        _of_both(share, after, power, conf)
        if n_before is None
        else _of_the_later(side, share, after, n_before, power, conf)
        for side, after in ends
    ]
    known = [size for size in sizes if size is not None]
    return max(known) if known and len(known) == len(sizes) else None


def _of_both(share: float, after: float, power: float, conf: float) -> int | None:
    size = sample_size_two_proportions(share, after, power, 1 - conf)
    return size.n_per_group_ceil


def _of_the_later(
    side: Side, share: float, after: float, n_before: int, power: float, conf: float
) -> int | None:
    """Halving: the chance grows with the answers but for the steps of whole counts."""

    def is_enough(n: int) -> bool:
        return chance_to_see(side, share, n_before, after, n, conf) >= power

    if not is_enough(MOST_ANSWERS):
        return None
    low, high = 0, MOST_ANSWERS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _likely(n: int, share: float) -> tuple[FloatArray, FloatArray]:
    """Counts within reach and the chance of each."""
    half = REACH * sqrt(n * share * (1 - share)) + 1
    first, last = max(0, int(n * share - half)), min(n, ceil(n * share + half))
    counts: NDArray[np.intp] = np.arange(first, last + 1)
    return counts.astype(float), _mass(counts, n, share)


def _mass(k: NDArray[np.intp], n: int, share: float) -> FloatArray:
    """P(X = k) of a binomial count."""
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    odds = special.xlogy(k, share) + special.xlog1py(n - k, -share)
    found: FloatArray = np.exp(ways + odds)
    return found
