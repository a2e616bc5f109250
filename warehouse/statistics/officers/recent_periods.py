"""Officers over the last few periods together, with what periods differ by."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.ballots import BallotCounts, variance_factor
from warehouse.statistics.officers.case_mix import ratio
from warehouse.statistics.officers.clusters import ClusterEffects
from warehouse.statistics.officers.posterior import (
    Posterior,
    cell_logits,
    log_likelihoods,
    posterior_of,
    shares_at_shifts,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tables:
    """Sums of ballots, each of shape (officers, periods, cells).

    Attributes:
        x: Satisfied ballots.
        n: Ballots.
        units: Variance of x in units of p (1 - p): n where ballots hold one answer and
            stand alone.
    """

    x: Floats
    n: Floats
    units: Floats

    def of_periods(self, chosen: slice) -> Tables:
        """The same for some periods only."""
        return Tables(self.x[:, chosen], self.n[:, chosen], self.units[:, chosen])

    def rates(self) -> Floats:
        """Pooled rate of all officers, shape (periods, cells)."""
        return np.nan_to_num(ratio(self.x.sum(axis=0), self.n.sum(axis=0))).clip(0, 1)


@dataclass(frozen=True, eq=False)
class Window:
    """All ballots of some periods, one entry per officer.

    Attributes:
        n: Ballots.
        n_single: Ballots drawn singly that they are worth.
        posterior: What they say of the true share.
        reliability: Share of the spread between officers that is real.
    """

    n: Floats
    n_single: Floats
    posterior: Posterior
    reliability: Floats


def tables_of(ballots: BallotCounts, rho: float, effect: Floats) -> Tables:
    """Sums of the counts.

    Args:
        ballots: The counts.
        rho: Correlation of the answers of one ballot.
        effect: Design effect of the clusters, shape (officers, periods).
    """
    return Tables(
        x=ballots.table(ballots.good / ballots.size),
        n=ballots.table(np.ones_like(ballots.size)),
        units=ballots.table(variance_factor(ballots.size, rho)) * effect[:, :, None],
    )


def period_variance(shift: Floats, variance: Floats) -> float:
    """Variance of an officer's share between periods, beyond chance.

    Formula: DerSimonian and Laird's moments (1986), summed over officers, each around
    the own mean.

    Args:
        shift: Share less that of colleagues, shape (officers, periods).
        variance: Its chance variance; not > 0 where there are no ballots.
    """
    w = np.nan_to_num(ratio(np.ones_like(variance), variance))
    total = w.sum(axis=1)
    mean = np.nan_to_num(ratio((w * np.nan_to_num(shift)).sum(axis=1), total))
    q = (w * (np.nan_to_num(shift) - mean[:, None]) ** 2).sum()
    df = np.maximum((w > 0).sum(axis=1) - 1, 0).sum()
    scale = (total - np.nan_to_num(ratio((w**2).sum(axis=1), total))).sum()
    return float(max(q - df, 0.0) / scale) if scale > 0 else 0.0


def officer_variance(shift: Floats, variance: Floats) -> float:
    """Variance of true shares between officers, beyond chance; 0 where none is seen.

    Args:
        shift: Share less that of colleagues, per officer.
        variance: Its variance; not > 0 where there are no ballots.
    """
    w = np.nan_to_num(ratio(np.ones_like(variance), variance))
    total = w.sum()
    if total <= 0:
        return 0.0
    gap = np.nan_to_num(shift)
    q = (w * (gap - (w * gap).sum() / total) ** 2).sum()
    scale = total - (w**2).sum() / total
    return float(max(q - ((w > 0).sum() - 1), 0.0) / scale) if scale > 0 else 0.0


def _pooled(gap: Floats, variance: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted mean of each officer's periods, and its variance."""
    total = weight.sum(axis=1)
    mean = ratio((weight * np.nan_to_num(gap)).sum(axis=1), total)
    return mean, ratio((weight**2 * np.nan_to_num(variance)).sum(axis=1), total**2)


def window_of(
    ballots: BallotCounts,
    tables: Tables,
    chosen: slice,
    effects: ClusterEffects,
    standard: float,
    rho: float,
    may_bend: bool,
) -> Window:
    """Judge officers by all ballots of some periods.

    To a reader: each ballot counts once, whatever its period; where periods differ by
    more than chance, one of many ballots tells less than their number says, and so do
    ballots of one person or point. Formula: the log likelihood of ballots that stand
    alone over the window's design effect (Rao and Scott 1992, doi 10.2307/2532311).

    Args:
        ballots: The counts, of all periods.
        tables: Their sums.
        chosen: The periods.
        effects: What clusters of ballots cost.
        standard: The least share asked of an officer.
        rho: Correlation of the answers of one ballot; `may_bend` as for `fit_priors`.
    """
    part = tables.of_periods(chosen)
    n, gap, chance = _gaps(part)
    between = period_variance(gap, chance)
    worth = np.nan_to_num(ratio(chance, chance + between), nan=1.0)
    effect, across = _across(effects, n, chosen)
    shift, pooled = _pooled(gap, chance + between, n * worth)
    single = worth / (effects.by_period()[:, chosen] * across[:, None])
    logits = np.array([cell_logits(*c) for c in _by_period(part)])
    theta = shares_at_shifts(logits.ravel(), part.n.sum(axis=0).ravel())
    chances = _likelihoods(_of_periods(ballots, chosen), single, logits, rho)
    spread = officer_variance(shift, pooled * across)
    posterior = posterior_of(chances, theta, standard, spread, may_bend=may_bend)
    total, real = n.sum(axis=1), np.full(len(n), posterior.spread)
    reliability = np.nan_to_num(ratio(real, real + pooled * across))
    return Window(total, total / effect, posterior, reliability)


def _gaps(part: Tables) -> tuple[Floats, Floats, Floats]:
    """Ballots, share less that of colleagues, and its chance variance by period."""
    rates, n = part.rates(), part.n.sum(axis=2)
    gap = ratio((part.x - part.n * rates).sum(axis=2), n)
    chance = ratio((part.units * rates * (1 - rates)).sum(axis=2), n**2)
    return n, gap, chance


def _likelihoods(
    inside: BallotCounts, single: Floats, logits: Floats, rho: float
) -> Floats:
    """Log likelihoods of ballots, each counted as the part of one it is worth."""
    weight = inside.count * single[inside.officer, inside.period]
    return log_likelihoods(inside, weight, logits[inside.period, inside.cell], rho)


def _across(effects: ClusterEffects, n: Floats, chosen: slice) -> tuple[Floats, Floats]:
    """Design effect of a window per officer, and how many times that of its periods.

    A person with ballots of several periods is one person, which no period alone says.
    """
    own = effects.by_period()[:, chosen]
    effect = effects.of_window(chosen.start, chosen.stop)
    apart = ratio(effect * n.sum(axis=1), (n * own).sum(axis=1))
    return effect, np.maximum(np.nan_to_num(apart, nan=1.0), 1)


def _by_period(part: Tables) -> list[tuple[Floats, Floats]]:
    return list(zip(part.x.sum(axis=0), part.n.sum(axis=0), strict=True))


def _of_periods(ballots: BallotCounts, chosen: slice) -> BallotCounts:
    """The counts of some periods, which are numbered from 0 again."""
    first, last, _ = chosen.indices(len(ballots.periods))
    inside = (ballots.period >= first) & (ballots.period < last)
    return replace(
        ballots,
        periods=ballots.periods[chosen],
        officer=ballots.officer[inside],
        period=ballots.period[inside] - first,
        cell=ballots.cell[inside],
        size=ballots.size[inside],
        good=ballots.good[inside],
        count=ballots.count[inside],
    )
