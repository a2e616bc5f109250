"""What the next wave can tell, from the last one."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from warehouse.statistics.probability.distributions import normal_quantile
from warehouse.statistics.sampling.sizes import sample_size_two_proportions

# A share of 0 or 1 was seen in few ballots; it is planned for as if it were this far.
EDGE = 0.05
# One-sided 95 % limit, as a part of the two-sided one.
_ONE_SIDED = normal_quantile(0.90) / normal_quantile(0.95)
# Normal deviates of 95 % confidence and of seeing four changes in five.
_SEEN = normal_quantile(0.95) + normal_quantile(0.60)


@dataclass(frozen=True, slots=True)
class NextWave:
    """What it takes to see a change between two waves.

    Attributes:
        ballots: Ballots needed in each of two waves.
        detectable: Change seen four times in five with as many ballots as last
            time in each wave, 0..1.
    """

    ballots: int | None
    detectable: float


def next_wave(share: float, n: float, change: float, deff: float = 1.0) -> NextWave:
    """Ballots needed to see a change, and the change seen with last time's ballots.

    Source: Fleiss (1981), ch. 3, at 95 % and power 0.8. Lay meaning: with fewer
    ballots a real change of this size is likely to be missed. Weakness: rests on
    the share of the last wave.

    Args:
        share: Share of the last wave, 0..1.
        n: Its ballots, above 0.
        change: Change to be seen, 0..1.
        deff: Design effect of weights, clusters and shared ballots, at least 1.
    """
    p = min(max(share, EDGE), 1 - EDGE)
    # towards the middle, where more ballots are needed
    other = p + change if p < 0.5 else p - change
    size = sample_size_two_proportions(p, other, deff=max(deff, 1.0))
    seen = _SEEN * sqrt(2 * max(deff, 1.0) * p * (1 - p) / n)
    return NextWave(size.n_per_group_design, seen)


def implied_deff(
    width: float,
    share_before: float,
    n_before: float,
    share_after: float,
    n_after: float,
) -> float:
    """Design effect that a 95 % interval of a change implies, at least 1.

    Args:
        width: Upper less lower limit of after − before.
        share_before, n_before: Share and ballots of the wave before.
        share_after, n_after: Those of the wave after.
    """
    chance = share_before * (1 - share_before) / n_before
    chance += share_after * (1 - share_after) / n_after
    se = width / (2 * normal_quantile(0.95))
    return max(1.0, se**2 / chance) if chance > 0 else 1.0


def worst_decline(diff: float, low: float) -> float:
    """How far a share can have fallen at most, with one-sided confidence of 95 %.

    Source: non-inferiority by the confidence limit (Piaggio et al. 2012, JAMA 308,
    2594): no worse than a margin if this is smaller. Lay meaning: whether it rose is
    open, but it did not fall by more than this. Weakness: chance only, as every
    interval.

    Args:
        diff: Change, after − before, −1..1.
        low: Lower limit of its 95 % interval.

    Returns:
        The decline, 0 where even the limit is above 0.
    """
    return max(0.0, -(diff - _ONE_SIDED * (diff - low)))
