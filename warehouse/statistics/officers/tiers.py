"""Repeatedly low officers: a first look, and the evidence a review may open on.

Simple rules ("below 80 % once") name mostly the unlucky. Here an officer is held
against colleagues with the same work, over several periods, and the second tier
asks how probable it is that the true share is low. The output opens a
conversation; it is never a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.case_mix import standardise_table
from warehouse.statistics.officers.funnel import TAIL_95
from warehouse.statistics.officers.shrinkage import BetaBinomialEB, beta_binomial_eb

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOO_FEW, NONE, LOOK, EVIDENCE = "too_few", "none", "look", "evidence"


@dataclass(frozen=True)
class TierSettings:
    """What the committee decided; versioned, shown beside each tier.

    Attributes:
        theta_min: True share below which an officer counts as low; above which,
            where a high share is bad.
        k: Low periods needed.
        m: Latest periods looked at.
        min_posterior: P(true share < theta_min) needed for evidence.
        min_reliability: Reliability n / (n + alpha + beta) needed for evidence.
        n_evidence: Ballots a low period needs to count for evidence.
        n_look: Ballots a period needs to count at all.
        high_is_bad: The share counts what should not be, as late cases do; every
            "below" and "lower" here then reads "above" and "upper".
    """

    theta_min: float = 0.85
    k: int = 2
    m: int = 4
    min_posterior: float = 0.80
    min_reliability: float = 0.70
    n_evidence: int = 30
    n_look: int = 10
    high_is_bad: bool = False


@dataclass(frozen=True, eq=False)
class OfficerTiers:
    """One entry per officer and period, officers alphabetical, periods in order.

    Attributes:
        officer: Officer code.
        period: Period.
        n: Valid ballots of the period.
        observed: Satisfied ballots of the period.
        expected: Satisfied ballots expected of colleagues with the same work.
        raw_share: observed / n; nan without ballots.
        adjusted_share: Share at an average mix of work; nan without ballots.
        p_lower_tail: P(X <= observed) at the colleagues' rates; P(X >= observed)
            where a high share is bad.
        n_window: Ballots of the last m periods up to this one.
        shrunken_share: Best guess of the true share over the window.
        shrunken_low: Lower end of its 95 % interval; nan if officers do not differ.
        shrunken_high: Upper end.
        prob_below: P(true share < theta_min); nan if officers do not differ.
        reliability: Share of the spread between officers that is real, per officer.
        tier: none, look, evidence or too_few.
        expected_wrong_share: Per period, mean of 1 - prob_below over its officers
            in tier evidence; nan if there are none.
    """

    officer: tuple[str, ...]
    period: tuple[str, ...]
    n: Floats
    observed: Floats
    expected: Floats
    raw_share: Floats
    adjusted_share: Floats
    p_lower_tail: Floats
    n_window: Floats
    shrunken_share: Floats
    shrunken_low: Floats
    shrunken_high: Floats
    prob_below: Floats
    reliability: Floats
    tier: tuple[str, ...]
    expected_wrong_share: dict[str, float]


@dataclass(frozen=True, eq=False)
class _Periods:
    """Standardised results, each of shape (officers, periods)."""

    n: Floats
    observed: Floats
    expected: Floats
    adjusted: Floats
    p_lower: Floats


def _columns(periods: list[Floats], size: int) -> Floats:
    """One array per period as columns; (size, 0) without periods."""
    return np.array(periods, dtype=float).reshape(len(periods), size).T


def _standardise_periods(x: Floats, n: Floats, high_is_bad: bool) -> _Periods:
    """Standardise each period over its cells; inputs (officers, periods, cells)."""
    fits = [standardise_table(x[:, p], n[:, p]) for p in range(x.shape[1])]
    return _Periods(
        n=n.sum(axis=2),
        observed=x.sum(axis=2),
        expected=_columns([f.expected for f in fits], len(x)),
        adjusted=_columns([f.adjusted_rate for f in fits], len(x)),
        p_lower=_columns(
            [f.p_upper_exact if high_is_bad else f.p_lower_exact for f in fits], len(x)
        ),
    )


def _shrink_window(
    periods: _Periods, window: slice, chosen: TierSettings
) -> tuple[Floats, BetaBinomialEB]:
    """Ballots of the window, and the shrunken case-mix adjusted shares."""
    n = periods.n[:, window].sum(axis=1)
    observed = periods.observed[:, window].sum(axis=1)
    expected = periods.expected[:, window].sum(axis=1)
    overall = observed.sum() / n.sum() if n.sum() > 0 else 0.0
    ratio = np.where(expected > 0, observed / np.where(expected > 0, expected, 1), 0.0)
    adjusted = n * np.minimum(1.0, ratio * overall)
    fit = beta_binomial_eb(adjusted, n, chosen.theta_min)
    if chosen.high_is_bad:
        fit = replace(fit, prob_below=1 - fit.prob_below)
    return n, fit


def tiers_of_window(
    n: Floats,
    p_lower: Floats,
    prob_below: Floats,
    reliability: Floats,
    settings: TierSettings,
    blocked: Bools,
) -> list[str]:
    """Give each officer a tier from the last m periods.

    Args:
        n: Ballots, shape (officers, periods of the window).
        p_lower: Exact lower tails, same shape.
        prob_below: P(true share < theta_min) per officer; nan blocks evidence.
        reliability: Reliability per officer.
        settings: The committee's settings.
        blocked: True where a data-quality flag is open or independent ballots
            contradict; blocks evidence, not look.
    """
    assessed = n >= settings.n_look
    low = assessed & (p_lower < TAIL_95)
    firm = low & (n >= settings.n_evidence)
    too_few = assessed.sum(axis=1) < settings.k
    look = low.sum(axis=1) >= settings.k
    evidence = (
        look
        & (firm.sum(axis=1) >= settings.k)
        & (np.nan_to_num(prob_below) > settings.min_posterior)
        & (np.nan_to_num(reliability) >= settings.min_reliability)
        & ~blocked
    )
    tier = np.select([too_few, evidence, look], [TOO_FEW, EVIDENCE, LOOK], NONE)
    return [str(t) for t in tier]


@dataclass(frozen=True, eq=False)
class _Cells:
    """Input rows as a dense table (officers, periods, cells)."""

    officers: tuple[str, ...]
    periods: tuple[str, ...]
    x: Floats
    n: Floats


def _arrange(
    officer: Sequence[str],
    period: Sequence[str],
    cell: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
) -> _Cells:
    keys, index = [], []
    for values in (officer, period, cell):
        labels = tuple(sorted(set(values)))
        place = {label: i for i, label in enumerate(labels)}
        keys.append(labels)
        index.append(np.fromiter(map(place.__getitem__, values), dtype=np.intp))
    tables = []
    for counts in (x, n):
        table = np.zeros(tuple(len(k) for k in keys))
        np.add.at(table, tuple(index), np.asarray(counts, float))
        tables.append(table)
    return _Cells(keys[0], keys[1], tables[0], tables[1])


def _wrong_share(tiers: list[str], prob_below: Floats) -> float:
    """Mean of 1 - P over officers in tier evidence; nan if there are none."""
    chosen = np.array([t == EVIDENCE for t in tiers], dtype=bool)
    return float((1 - prob_below[chosen]).mean()) if chosen.any() else float("nan")


def _flat(columns: list[Floats], size: int) -> Floats:
    """Columns (one per period) to one entry per officer and period."""
    return _columns(columns, size).ravel()


def _result(
    cells: _Cells,
    periods: _Periods,
    fits: list[tuple[Floats, BetaBinomialEB]],
    tiers: list[list[str]],
) -> OfficerTiers:
    size, n = len(cells.officers), periods.n.ravel()
    observed = periods.observed.ravel()
    return OfficerTiers(
        officer=tuple(o for o in cells.officers for _ in cells.periods),
        period=cells.periods * size,
        n=n,
        observed=observed,
        expected=periods.expected.ravel(),
        raw_share=np.where(n > 0, observed / np.where(n > 0, n, 1), np.nan),
        adjusted_share=periods.adjusted.ravel(),
        p_lower_tail=periods.p_lower.ravel(),
        n_window=_flat([w for w, _ in fits], size),
        shrunken_share=_flat([f.posterior_mean for _, f in fits], size),
        shrunken_low=_flat([f.lo for _, f in fits], size),
        shrunken_high=_flat([f.hi for _, f in fits], size),
        prob_below=_flat([f.prob_below for _, f in fits], size),
        reliability=_flat([f.reliability for _, f in fits], size),
        tier=tuple(tiers[p][o] for o in range(size) for p in range(len(tiers))),
        expected_wrong_share={
            label: _wrong_share(t, f.prob_below)
            for label, t, (_, f) in zip(cells.periods, tiers, fits, strict=True)
        },
    )


def officer_tiers(
    officer: Sequence[str],
    period: Sequence[str],
    cell: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    settings: TierSettings | None = None,
    blocked: Collection[str] = (),
) -> OfficerTiers:
    """Put each officer and period into a tier.

    To a reader: "look" = clearly below colleagues with the same work in k of the
    last m periods; "evidence" = besides, probably truly low. Weakness: an officer
    compared with weak colleagues looks strong; who comes to whom is not random.

    Formula: low if the exact Poisson-binomial lower tail < 2.5 %; evidence if
    also P(theta < theta_min) and reliability (beta-binomial over the window of
    case-mix adjusted counts) pass the settings.

    Args: one row per officer, period (sorting in time) and cell; `blocked` holds
    officers with an open quality flag or contradicting independent ballots.
    """
    chosen = settings or TierSettings()
    cells = _arrange(officer, period, cell, x, n)
    periods = _standardise_periods(cells.x, cells.n, chosen.high_is_bad)
    is_blocked = np.array([o in set(blocked) for o in cells.officers], dtype=bool)
    windows = [
        slice(max(0, p + 1 - chosen.m), p + 1) for p in range(len(cells.periods))
    ]
    fits = [_shrink_window(periods, w, chosen) for w in windows]
    tiers = [
        tiers_of_window(
            periods.n[:, w], periods.p_lower[:, w], f.prob_below, f.reliability,
            chosen, is_blocked,
        )
        for w, (_, f) in zip(windows, fits, strict=True)
    ]  # fmt: skip
    return _result(cells, periods, fits, tiers)
