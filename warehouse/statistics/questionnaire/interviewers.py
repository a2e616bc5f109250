"""Interviewers beside each other, from counts of each interviewer and unit.

Within a unit the ballots are dealt to its interviewers by chance, so what one of them
brings back can be compared with what the others bring from the same unit. Evidence,
never proof, never deletion: the page says "data need a check".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from warehouse.statistics.agreement.equivalence import IntraclassCorrelation
from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    f_upper,
    floats,
    ratio,
)
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class PeerTail:
    """One interviewer's count beside the others'.

    Attributes:
        found, of: Ballots with the sign, and ballots looked at, in units where others
            ask too.
        expected: Ballots with the sign if chance alone dealt them.
        peer_share: Share with the sign among the others, each unit weighted by the
            interviewer's own ballots, 0..1; nan if nobody else asks.
        p_value: P(as many or more) if chance alone dealt them; nan likewise.
    """

    found: int
    of: int
    expected: float
    peer_share: float
    p_value: float

    @property
    def excess(self) -> float:
        """Own share less the others', -1..1."""
        return self.found / self.of - self.peer_share if self.of else NAN


def peer_tail(
    found: ArrayLike, of: ArrayLike, found_all: ArrayLike, of_all: ArrayLike
) -> PeerTail:
    """How unusual an interviewer's ballots are among those of the same units.

    Source: Fisher's exact test in strata: given what a unit's ballots look like, the
    count of one interviewer is hypergeometric; units are independent, so the exact
    distribution of the sum is the convolution (Gart 1970). Lay meaning: had the
    ballots been dealt to the interviewers like cards, how often would one hand hold
    so many? Weakness: holds only where chance dealt who asks whom.

    Args:
        found: Ballots with the sign, one entry per unit.
        of: The interviewer's ballots there.
        found_all, of_all: The same of all the unit's interviewers, this one included.
    """
    x, n, k, size = (floats(part) for part in (found, of, found_all, of_all))
    is_shared = (n > 0) & (size > n)
    x, n, k, size = x[is_shared], n[is_shared], k[is_shared], size[is_shared]
    if not len(n):
        return PeerTail(0, 0, NAN, NAN, NAN)
    chances = np.ones(1)
    for part in zip(n, k, size, strict=True):
        chances = np.convolve(chances, _hypergeometric(*map(int, part)))
    others = float(np.sum(n * (k - x) / (size - n)) / n.sum())
    total = int(x.sum())
    tail = min(1.0, float(chances[total:].sum()))
    return PeerTail(
        total, int(n.sum()), float(np.sum(n * k / size)), others, max(tail, 0.0)
    )


def _hypergeometric(n: int, k: int, size: int) -> FloatArray:
    """Chance of 0 … n marked cards in a hand of n, from `size` cards with k marked."""
    x = np.arange(n + 1)
    is_possible = (x <= k) & (n - x <= size - k)
    inside = np.where(is_possible, x, max(0, n - size + k))
    log = (
        _log_ways(k, inside)
        + _log_ways(size - k, n - inside)
        - _log_ways(size, floats(n))
    )
    return floats(np.where(is_possible, np.exp(log), 0.0))


def _log_ways(n: int, k: ArrayLike) -> FloatArray:
    chosen = floats(k)
    return floats(gammaln(n + 1) - gammaln(chosen + 1) - gammaln(n - chosen + 1))


def icc_within_units(
    satisfied: ArrayLike, judged: ArrayLike, unit: ArrayLike
) -> IntraclassCorrelation:
    """How alike people asked by one interviewer answer, units set apart.

    Source: one-way analysis of variance within blocks, sums of squares and degrees of
    freedom added over units (Donner 1986). Lay meaning: does it matter who asks? Above
    0.02 the interviewer is taken as the sampling cluster. Weakness: noisy with few
    interviewers; a share of 0 or 1 leaves nothing to compare.

    Args:
        satisfied: Satisfied ballots of each interviewer and unit.
        judged: Valid ballots there.
        unit: Unit of each entry, 0-based.
    """
    x, n = floats(satisfied), floats(judged)
    where = np.asarray(unit, dtype=np.intp)[n > 0]
    x, n = x[n > 0], n[n > 0]
    if not len(n):
        return IntraclassCorrelation(*(NAN,) * 7, Reason.EMPTY)
    size, good = np.bincount(where, n), np.bincount(where, x)
    hands = np.bincount(where)
    share, whole = x / n, ratio(good, size)[where]
    df_between = float(np.sum(np.maximum(hands - 1, 0)))
    df_within = float(n.sum() - len(n))
    if df_between < 1:
        return IntraclassCorrelation(*(NAN,) * 7, Reason.ONE_GROUP)
    between = float(np.sum(n * (share - whole) ** 2))
    within = float(np.sum(n * share * (1 - share)))
    msb, msw = between / df_between, float(ratio(within, df_within))
    squares = ratio(np.bincount(where, n**2), size)
    n0 = float(np.nansum(size - squares)) / df_between
    icc = float(ratio(msb - msw, msb + (n0 - 1) * msw))
    f = float(ratio(msb, msw))
    reason = Reason.CONSTANT if np.isnan(f) else Reason.NONE
    deff = float(1 + max(n.mean() - 1, 0.0) * np.maximum(icc, 0.0))
    p_value = f_upper(f, df_between, df_within)
    return IntraclassCorrelation(msb, msw, n0, icc, f, p_value, deff, reason)
