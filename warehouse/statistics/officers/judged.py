"""Officers judged period by period, each by the last periods together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.ballots import (
    BallotCounts,
    answer_correlation,
    ballot_counts,
)
from warehouse.statistics.officers.case_mix import (
    effective_tails,
    effective_trials,
    ratio,
    standardise_table,
)
from warehouse.statistics.officers.clusters import ClusterEffects
from warehouse.statistics.officers.recent_periods import (
    Tables,
    Window,
    tables_of,
    window_of,
)
from warehouse.statistics.officers.tiers import (
    EVIDENCE,
    LOOK,
    TierSettings,
    chance_not_low,
    tiers_of_window,
    wrong_share,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OfficerTiers:
    """One entry per officer and period, officers alphabetical, periods in order.

    Attributes:
        officer: Officer code.
        period: Period.
        n: Valid ballots of the period.
        n_effective: Yes-or-no ballots that would tell as much; above n where ballots
            hold several answers, below where one person gave several ballots.
        observed: Satisfied ballots of the period, each by its share of answers.
        expected: Satisfied ballots expected of colleagues with the same work.
        raw_share: observed / n; nan without ballots.
        adjusted_share: Share at an average mix of work; nan without ballots.
        p_lower_tail: P(X <= observed) at the colleagues' rates; P(X >= observed)
            where a high share is bad.
        n_window: Ballots of the last m periods up to this one.
        n_window_single: Ballots drawn singly that these are worth, at most n_window.
        shrunken_share: Best guess of the true share over the window.
        shrunken_low: Lower end of its 95 % interval; nan if officers do not differ.
        shrunken_high: Upper end.
        prob_below: P(true share < theta_min); nan if officers do not differ.
        prob_below_peers: P(true share < colleagues' with the same work); nan likewise.
        reliability: Share of the spread between officers that is real, per officer.
        tier: none, look, evidence or too_few.
        expected_wrong_share: Per period, mean over its officers in tier evidence of
            the chance of not being low; nan if there are none.
        expected_wrong_look_share: The same for tier look.
    """

    officer: tuple[str, ...]
    period: tuple[str, ...]
    n: Floats
    n_effective: Floats
    observed: Floats
    expected: Floats
    raw_share: Floats
    adjusted_share: Floats
    p_lower_tail: Floats
    n_window: Floats
    n_window_single: Floats
    shrunken_share: Floats
    shrunken_low: Floats
    shrunken_high: Floats
    prob_below: Floats
    prob_below_peers: Floats
    reliability: Floats
    tier: tuple[str, ...]
    expected_wrong_share: dict[str, float]
    expected_wrong_look_share: dict[str, float]


@dataclass(frozen=True, eq=False)
class _Periods:
    """Standardised results, each of shape (officers, periods)."""

    n: Floats
    n_single: Floats
    n_effective: Floats
    observed: Floats
    expected: Floats
    adjusted: Floats
    p_bad: Floats


def _columns(periods: list[Floats], size: int) -> Floats:
    """One array per period as columns; (size, 0) without periods."""
    return np.array(periods, dtype=float).reshape(len(periods), size).T


def _standardise_periods(
    tables: Tables, effect: Floats, is_single: bool, high_is_bad: bool
) -> _Periods:
    """Standardise each period over its cells.

    Args:
        tables: Sums of ballots.
        effect: Design effect, shape (officers, periods).
        is_single: Each ballot holds one answer and stands alone, so that exact tails
            hold.
        high_is_bad: The tail asked for is the upper one.
    """
    x, n = tables.x, tables.n
    places = range(x.shape[1])
    fits = [standardise_table(x[:, p], n[:, p]) for p in places]
    tails = [(f.p_lower_exact, f.p_upper_exact) for f in fits]
    if not is_single:
        tails = [effective_tails(x[:, p], n[:, p], tables.units[:, p]) for p in places]
    return _Periods(
        n=n.sum(axis=2),
        n_single=n.sum(axis=2) / effect,
        n_effective=_columns(
            [effective_trials(x[:, p], n[:, p], tables.units[:, p]) for p in places],
            len(x),
        ),
        observed=x.sum(axis=2),
        expected=_columns([f.expected for f in fits], len(x)),
        adjusted=_columns([f.adjusted_rate for f in fits], len(x)),
        p_bad=_columns([t[int(high_is_bad)] for t in tails], len(x)),
    )


def _windows(
    ballots: BallotCounts,
    tables: Tables,
    effects: ClusterEffects,
    rho: float,
    settings: TierSettings,
) -> list[Window]:
    """Each period with the m - 1 before it; of what is good where high is bad."""
    standard = settings.theta_min
    if settings.high_is_bad:
        ballots = replace(ballots, good=ballots.size - ballots.good)
        tables = replace(tables, x=tables.n - tables.x)
        standard = 1 - standard
    ends = range(1, len(ballots.periods) + 1)
    chosen = [slice(max(0, end - settings.m), end) for end in ends]
    bend = settings.may_bend
    return [
        window_of(ballots, tables, part, effects, standard, rho, bend)
        for part in chosen
    ]


def _shrunken(fits: list[Window], high_is_bad: bool) -> tuple[Floats, Floats, Floats]:
    """Share, lower and upper end, each of shape (periods, officers) made flat later."""
    mean = np.array([f.posterior.mean for f in fits])
    low = np.array([f.posterior.low for f in fits])
    high = np.array([f.posterior.high for f in fits])
    return (1 - mean, 1 - high, 1 - low) if high_is_bad else (mean, low, high)


def _wrong_shares(
    ballots: BallotCounts, fits: list[Window], tiers: list[list[str]], chosen: str
) -> dict[str, float]:
    """Per period, the mean chance of not being low over the officers of a tier."""
    posts = [fit.posterior for fit in fits]
    return {
        period: wrong_share(
            names, chosen, chance_not_low(post.below_standard, post.below_peers)
        )
        for period, names, post in zip(ballots.periods, tiers, posts, strict=True)
    }


def _result(
    ballots: BallotCounts,
    periods: _Periods,
    fits: list[Window],
    tiers: list[list[str]],
    high_is_bad: bool,
) -> OfficerTiers:
    size, n = len(ballots.officers), periods.n.ravel()
    observed = periods.observed.ravel()

    def flat(columns: Sequence[Floats]) -> Floats:
        return _columns(list(columns), size).ravel()

    mean, low, high = _shrunken(fits, high_is_bad)
    return OfficerTiers(
        officer=tuple(o for o in ballots.officers for _ in ballots.periods),
        period=ballots.periods * size,
        n=n,
        n_effective=periods.n_effective.ravel(),
        observed=observed,
        expected=periods.expected.ravel(),
        raw_share=ratio(observed, n),
        adjusted_share=periods.adjusted.ravel(),
        p_lower_tail=periods.p_bad.ravel(),
        n_window=flat([f.n for f in fits]),
        n_window_single=flat([f.n_single for f in fits]),
        shrunken_share=flat(list(mean)),
        shrunken_low=flat(list(low)),
        shrunken_high=flat(list(high)),
        prob_below=flat([f.posterior.below_standard for f in fits]),
        prob_below_peers=flat([f.posterior.below_peers for f in fits]),
        reliability=flat([f.reliability for f in fits]),
        tier=tuple(tiers[p][o] for o in range(size) for p in range(len(tiers))),
        expected_wrong_share=_wrong_shares(ballots, fits, tiers, EVIDENCE),
        expected_wrong_look_share=_wrong_shares(ballots, fits, tiers, LOOK),
    )


def _tiers(
    ballots: BallotCounts,
    periods: _Periods,
    fits: list[Window],
    settings: TierSettings,
    blocked: set[str],
) -> list[list[str]]:
    """Tiers of all officers, one list per period."""
    is_blocked = np.array([o in blocked for o in ballots.officers], dtype=bool)
    spans = [slice(max(0, p + 1 - settings.m), p + 1) for p in range(len(fits))]
    return [
        tiers_of_window(
            fit.n_single,
            periods.n_single[:, span],
            periods.p_bad[:, span],
            fit.posterior.below_standard,
            fit.posterior.below_peers,
            settings,
            is_blocked,
        )
        for span, fit in zip(spans, fits, strict=True)
    ]


def _alone(ballots: BallotCounts) -> ClusterEffects:
    return ClusterEffects(np.zeros((len(ballots.officers), len(ballots.periods))))


def officer_tiers(
    officer: Sequence[str],
    period: Sequence[str],
    cell: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    size: npt.ArrayLike = 1,
    *,
    settings: TierSettings,
    blocked: Collection[str] = (),
    clusters: Callable[[BallotCounts], ClusterEffects] | None = None,
) -> OfficerTiers:
    """Put each officer and period into a tier.

    To a reader: "look" = clearly below colleagues with the same work in k of the
    last m periods; "evidence" = by all ballots of those periods, very probably both
    below the standard and below colleagues with the same work. Weakness: an officer
    compared with weak colleagues looks strong; who comes to whom is not random.

    Formula: a period is low if its lower tail at the colleagues' rates < 2.5 %;
    evidence by the posterior of `window_of`, the surest officers first, as many as
    keep the mean chance of a wrong name within `max_wrong`.

    Args: one row per officer, period (sorting in time), cell and kind of ballot, see
    `ballot_counts`; `blocked` holds officers with an open quality flag or
    contradicting independent ballots; `clusters` says what the ballots cost that one
    person, point or day gave several of, and is left out where they stand alone.
    """
    ballots = ballot_counts(officer, period, cell, x, n, size)
    rho = answer_correlation(ballots)
    effects = (clusters or _alone)(ballots)
    effect = effects.by_period()
    tables = tables_of(ballots, rho, effect)
    is_single = bool((ballots.size <= 1).all() and (effect <= 1).all())
    periods = _standardise_periods(tables, effect, is_single, settings.high_is_bad)
    fits = _windows(ballots, tables, effects, rho, settings)
    tiers = _tiers(ballots, periods, fits, settings, set(blocked))
    return _result(ballots, periods, fits, tiers, settings.high_is_bad)
