"""How many answers a wave will end with, from how it goes so far."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from warehouse.statistics.probability.distributions import normal_quantile


@dataclass(frozen=True, slots=True)
class Progress:
    """How asking goes in one unit, or in all.

    Attributes:
        n_answered: Ballots answered.
        n_settled: Ballots whose end is known: answered, refused or lost.
        n_waiting: Ballots to be tried again.
        n_unasked: Ballots not yet tried; None where nobody drew a list.
        days_gone: Days of asking so far, today among them.
        days_left: Days until the wave closes; 0 once it has.
    """

    n_answered: int
    n_settled: int
    n_waiting: int
    n_unasked: int | None
    days_gone: int
    days_left: int

    @property
    def response(self) -> float:
        """Answers per settled ballot, drawn in a little (Agresti and Coull 1998)."""
        return (self.n_answered + 2) / (self.n_settled + 4)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Answers at the end of the wave.

    Attributes:
        n_answers: As many as to expect.
        low, high: Limits within which 95 of 100 such waves end.
    """

    n_answers: int
    low: int
    high: int


def forecast_answers(progress: Progress, conf: float = 0.95) -> Forecast:
    """Answers to expect when the wave closes.

    What still comes is the pace so far times the days left, but no more than the
    ballots still open at the response so far. Source: Poisson counts at a rate that is
    itself estimated, variance m(1 + m / answered); binomial counts at such a share
    likewise. Lay meaning: where this will end if it goes on as it went. Weakness: the
    willing are met first, so the end is as a rule a little below.

    Args:
        progress: How asking goes.
        conf: Chance that the limits hold, 0..1.
    """
    n, share = progress.n_answered, progress.response
    if progress.days_left <= 0:
        return Forecast(n, n, n)
    by_pace = n / max(progress.days_gone, 1) * progress.days_left
    more, variance = by_pace, by_pace * (1 + by_pace / max(n, 1))
    most = None
    if progress.n_unasked is not None:
        most = progress.n_waiting + progress.n_unasked
        if most * share < by_pace:
            more = most * share
            known = progress.n_settled + 4
            variance = most * share * (1 - share) * (1 + most / known)
    half = normal_quantile(conf) * sqrt(variance)
    low, high = max(0.0, more - half), more + half
    if most is not None:
        high = min(high, float(most))
    return Forecast(n + round(more), n + round(low), n + round(high))
