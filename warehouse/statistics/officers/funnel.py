"""Funnel plots: how far from a target chance alone can push a share.

Limits are drawn so that a unit with few ballots is allowed more. A flag is read
from the tail probability, never from the drawn line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv, ndtri

from warehouse.statistics.probability.binomial import (
    binomial_lower,
    binomial_quantile,
    binomial_upper,
)
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

TAIL_95 = 0.025
TAIL_998 = 0.001


@dataclass(frozen=True, eq=False)
class Limits:
    """A pair of limits in the unit of the target (share or ratio), per unit.

    Attributes:
        lower: Lower limit; nan where n = 0.
        upper: Upper limit; nan where n = 0.
    """

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class FunnelLimits:
    """Limits that leave 2.5 % (`l95`) and 0.1 % (`l998`) in each tail."""

    l95: Limits
    l998: Limits
    reason: Reason = Reason.NONE


@dataclass(frozen=True, eq=False)
class ExactFunnelLimits(FunnelLimits):
    """Interpolated binomial limits with the binomial quantiles behind them.

    Attributes:
        count95: Lower and upper quantile counts of the 95 % limits.
        count998: The same for the 99.8 % limits.
    """

    count95: Limits = Limits(np.empty(0), np.empty(0))
    count998: Limits = Limits(np.empty(0), np.empty(0))


@dataclass(frozen=True, eq=False)
class BinomialFlags:
    """Exact tails of each unit against one target share.

    Attributes:
        p_lower: P(X <= x) if the true share is the target.
        p_upper: P(X >= x) likewise.
        midp_lower: `p_lower` less half the probability of x itself.
        flag: low_998, low_95, in_limits, high_95, high_998; "" where undefined.
        reason: Why some flags are undefined; empty otherwise.
    """

    p_lower: Floats
    p_upper: Floats
    midp_lower: Floats
    flag: npt.NDArray[np.str_]
    reason: Reason = Reason.NONE


def binomial_flag(
    theta0: float | npt.ArrayLike, x: npt.ArrayLike, n: npt.ArrayLike
) -> BinomialFlags:
    """Flag units whose count is improbable under the target share.

    To a reader: how often would a unit exactly on target show so few (so many)
    satisfied ballots by luck. Weakness: real differences between units that
    nobody controls also raise flags; see `funnel_overdispersed`. n = 0 is no
    evidence: both tails are 1.

    Formula: exact binomial tails; Spiegelhalter (2005), doi 10.1002/sim.1970.

    Args:
        theta0: Target share, one or one per unit.
        x: Satisfied ballots per unit.
        n: Valid ballots per unit.

    Returns:
        Tails and flags in the order given.
    """
    theta, xs, ns = np.broadcast_arrays(
        np.asarray(theta0, float), np.asarray(x, float), np.asarray(n, float)
    )
    p_lower = binomial_lower(xs, ns, theta)
    p_upper = binomial_upper(xs, ns, theta)
    midp = (p_lower + binomial_lower(xs - 1, ns, theta)) / 2
    flag = np.select(
        [
            np.isnan(p_lower),
            p_lower < TAIL_998,
            p_lower < TAIL_95,
            p_upper < TAIL_998,
            p_upper < TAIL_95,
        ],
        ["", "low_998", "low_95", "high_998", "high_95"],
        "in_limits",
    )
    reason = Reason.MISSING_VALUES if np.isnan(p_lower).any() else Reason.NONE
    return BinomialFlags(p_lower, p_upper, midp, flag, reason)


def _interpolated_lower(theta: float, n: Floats, tail: float) -> tuple[Floats, Floats]:
    """Lower limit (share) and its quantile count; nan where n = 0."""
    r = binomial_quantile(tail, n, theta)
    at, below = binomial_lower(r, n, theta), binomial_lower(r - 1, n, theta)
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = (r - (at - tail) / (at - below)) / n
    limit[n <= 0] = np.nan
    return np.clip(limit, 0.0, 1.0), r


def _exact_pair(theta0: float, n: Floats, tail: float) -> tuple[Limits, Limits]:
    lower, lower_count = _interpolated_lower(theta0, n, tail)
    mirrored, mirrored_count = _interpolated_lower(1.0 - theta0, n, tail)
    return (
        Limits(lower, 1.0 - mirrored),
        Limits(lower_count, n - mirrored_count),
    )


def funnel_exact(theta0: float, n: npt.ArrayLike) -> ExactFunnelLimits:
    """Draw exact binomial funnel limits, interpolated between counts.

    To a reader: the band in which a unit of this size stays by luck. Weakness:
    interpolation makes a smooth line that does not decide; flags come from
    `binomial_flag`.

    Formula: Spiegelhalter (2005) A.1.1: r = F^-1(p),
    a = (F(r) - p) / (F(r) - F(r-1)), limit = (r - a) / n; the upper limit by
    symmetry.

    Args:
        theta0: Target share in [0, 1].
        n: Valid ballots per unit.

    Returns:
        Limits as shares, and the quantile counts.
    """
    ns = np.asarray(n, float)
    l95, count95 = _exact_pair(theta0, ns, TAIL_95)
    l998, count998 = _exact_pair(theta0, ns, TAIL_998)
    reason = Reason.EMPTY if (ns <= 0).any() else Reason.NONE
    return ExactFunnelLimits(l95, l998, reason, count95, count998)


def funnel_score(theta0: float, n: npt.ArrayLike) -> FunnelLimits:
    """Draw normal-approximation limits around a target share.

    To a reader: as `funnel_exact`, good for n in the hundreds. Weakness: wrong
    near 0 and 100 % with few ballots.

    Formula: theta0 -/+ z sqrt(theta0 (1 - theta0) / n), clipped to [0, 1].
    """
    ns = np.asarray(n, float)
    sd = np.sqrt(theta0 * (1 - theta0) / np.where(ns > 0, ns, np.nan))
    pairs = []
    for tail in (TAIL_95, TAIL_998):
        half = -float(ndtri(tail)) * sd
        pairs.append(Limits(np.clip(theta0 - half, 0, 1), np.clip(theta0 + half, 0, 1)))
    reason = Reason.EMPTY if (ns <= 0).any() else Reason.NONE
    return FunnelLimits(pairs[0], pairs[1], reason)


def poisson_sr_limits(expected_events: npt.ArrayLike) -> FunnelLimits:
    """Draw exact Poisson limits for a ratio observed / expected.

    To a reader: how far from 1 a unit with this many expected events strays by
    luck. Weakness: events must be rare and independent; a single bad day with
    many complaints is not.

    Formula: chi-square quantiles, q(p, 2E) / 2E and q(1-p, 2(E+1)) / 2E
    (Garwood 1936), the chi-square written as the inverse incomplete gamma.

    Args:
        expected_events: Expected events per unit, > 0.

    Returns:
        Limits of the ratio; nan where no event is expected.
    """
    e = np.asarray(expected_events, float)
    e = np.where(e > 0, e, np.nan)
    pairs = [
        Limits(gammaincinv(e, tail) / e, gammaincinv(e + 1, 1 - tail) / e)
        for tail in (TAIL_95, TAIL_998)
    ]
    reason = Reason.NOTHING_EXPECTED if np.isnan(e).any() else Reason.NONE
    return FunnelLimits(pairs[0], pairs[1], reason)
