"""What would change an officer's verdict, counted in ballots.

A verdict is fair only when the reader can see what would turn it. Every number here
follows from the figures of the row and the rule that made the tier; none is new
evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from scipy.special import betainc

from warehouse.statistics.officers.funnel import TAIL_95
from warehouse.statistics.officers.tiers import TierSettings
from warehouse.statistics.probability.binomial import binomial_quantile

# More ballots than this in a row is no advice any more: it is only "more than".
MOST_BALLOTS = 200


@dataclass(frozen=True)
class Change:
    """One thing that would change the verdict.

    Attributes:
        key: `enough_ballots`, `more_ballots`, `another_period`, `low_from`,
            `good_from`, `more_reliable`, `good_in_row` or `good_in_row_many`.
        n: Ballots it takes, or the count the line is drawn at.
        of: Ballots of the period the count is about; 0 where it is about none.
    """

    key: str
    n: int
    of: int = 0


def what_would_change(
    row: Mapping[str, Any], settings: TierSettings | None = None
) -> list[Change]:
    """Says what it takes to leave the band.

    Args:
        row: A row of `stat_officer_periods` as the reader gets it, with `band`;
            shares in 0–1.
        settings: Rules of the tiers; the committee's by default.
    """
    rules = settings or TierSettings()
    if row["band"] == "too_few" and row["n"] is None:
        return [Change("enough_ballots", rules.n_look)]
    n = int(row["n"])
    if row["band"] == "too_few":
        missing = rules.n_look - n
        return [
            Change("more_ballots", missing)
            if missing > 0
            else Change("another_period", rules.n_look)
        ]
    low = low_from(n, row["expected"])
    if row["band"] == "none":
        return [Change("low_from", low, n)] if low is not None else []
    changes = [Change("good_from", low + 1, n)] if low is not None else []
    if row["band"] == "look":
        more = ballots_to_reliability(row, rules.min_reliability)
        return [*changes, *([Change("more_reliable", more)] if more else [])]
    in_row = good_ballots_in_row(row, rules.min_posterior)
    key = "good_in_row" if in_row <= MOST_BALLOTS else "good_in_row_many"
    in_own_row = Change(key, min(in_row, MOST_BALLOTS))
    return [*changes, *([in_own_row] if in_row else [])]


def low_from(n: int, expected: float | None) -> int | None:
    """Most satisfied ballots of `n` that still count as a low period; None if none.

    >>> low_from(100, 90.0)
    83
    """
    if not n or expected is None:
        return None
    share = min(expected / n, 1.0)
    count = int(binomial_quantile(TAIL_95, n, share)) - 1
    return count if count >= 0 else None


def ballots_to_reliability(row: Mapping[str, Any], wanted: float) -> int:
    """Ballots still missing in the window until the reliability is reached."""
    reliability, window = row["reliability"], row["n_window"]
    if not reliability or not window or reliability >= wanted:
        return 0
    prior = window * (1 - reliability) / reliability
    return ceil(float(prior * wanted / (1 - wanted))) - int(window)


def good_ballots_in_row(row: Mapping[str, Any], posterior: float) -> int:
    """Satisfied ballots in a row until P(true share < theta) is no longer enough.

    Formula: the window's posterior is Beta(s·m, (1 − s)·m) with s the shrunken
    share and m = n_window / reliability; each satisfied ballot adds one to the
    first. 0 where the row does not say, `MOST_BALLOTS` + 1 where it takes more.
    """
    share, window = row["shrunken_share"], row["n_window"]
    reliability, theta = row["reliability"], row["theta_min"]
    if not reliability or not window or share is None or theta is None:
        return 0
    size = window / reliability
    good, bad = share * size, (1 - share) * size
    for more in range(1, MOST_BALLOTS + 1):
        if betainc(good + more, bad, theta) <= posterior:
            return more
    return MOST_BALLOTS + 1
