"""What would change an officer's verdict, counted in ballots.

A verdict is fair only when the reader can see what would turn it. Every number here
follows from the figures of the row and the rule that made the tier; none is new
evidence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scipy.optimize import brentq
from scipy.special import betainc

from warehouse.statistics.officers.funnel import TAIL_95

# More ballots than this in a row is no advice any more: it is only "more than".
MOST_BALLOTS = 200


@dataclass(frozen=True)
class Change:
    """One thing that would change the verdict.

    Attributes:
        key: `enough_ballots`, `more_ballots`, `low_from`, `good_from`, `good_in_row`
            or `good_in_row_many`.
        n: Ballots it takes, or the ballots of the period the line is about.
        share: The share the line is drawn at; None where there is none.
    """

    key: str
    n: int
    share: float | None = None


def what_would_change(
    row: Mapping[str, Any], rules: Mapping[str, float]
) -> list[Change]:
    """Says what it takes to leave the band.

    Args:
        row: A row of `stat_officer_periods` as the reader gets it, with `band`;
            shares in 0–1.
        rules: Thresholds the period is judged by, `officer_min_n_judge` and
            `posterior_min` among them.
    """
    if row["band"] == "too_few":
        return [_enough(row, int(rules["officer_min_n_judge"]))]
    n, low = int(row["n"]), low_from(row)
    if row["band"] == "none":
        return [Change("low_from", n, low)] if low is not None else []
    changes = [Change("good_from", n, low)] if low is not None else []
    if row["band"] == "look":
        return changes
    in_row = good_ballots_in_row(row, rules["posterior_min"])
    key = "good_in_row" if in_row <= MOST_BALLOTS else "good_in_row_many"
    in_own_row = Change(key, min(in_row, MOST_BALLOTS))
    return [*changes, *([in_own_row] if in_row else [])]


def _enough(row: Mapping[str, Any], n_judge: int) -> Change:
    window = row["n_window_single"]
    if row["n"] is None or window is None or window >= n_judge:
        return Change("enough_ballots", n_judge)
    return Change("more_ballots", math.ceil(n_judge - window))


def low_from(row: Mapping[str, Any]) -> float | None:
    """Largest share of the period that still counts as low; None if none does.

    Formula: where the lower tail of the binomial with `n_effective` ballots at the
    colleagues' rate is 2.5 %.
    """
    n, expected, trials = row["n"], row["expected"], row["n_effective"]
    if not n or expected is None or not trials:
        return None
    p = min(expected / n, 1.0)

    def tail(share: float) -> float:
        good = share * trials
        return float(betainc(trials - good, good + 1, 1 - p)) - TAIL_95

    if p >= 1 or tail(0.0) >= 0:
        return None
    return float(brentq(tail, 0.0, p))


def good_ballots_in_row(row: Mapping[str, Any], posterior: float) -> int:
    """Satisfied ballots in a row until P(true share < theta) is no longer enough.

    Formula: the beta distribution of the row's estimate and interval; each satisfied
    ballot adds what it is worth to its first parameter. 0 where the row does not
    say, `MOST_BALLOTS` + 1 where it takes more.
    """
    share, theta = row["shrunken_share"], row["theta_min"]
    low, high = row["shrunken_low"], row["shrunken_high"]
    if None in (share, theta, low, high) or not high > low or not row["n"]:
        return 0
    size = share * (1 - share) / ((high - low) / 3.92) ** 2 - 1
    good, bad, worth = share * size, (1 - share) * size, row["n_effective"] / row["n"]
    for more in range(1, MOST_BALLOTS + 1):
        if betainc(good + more * worth, bad, theta) <= posterior:
            return more
    return MOST_BALLOTS + 1
