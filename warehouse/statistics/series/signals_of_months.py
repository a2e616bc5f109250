"""A unit's months on a control chart: what sets the limits, and what stands out.

Each segment between two recorded steps has a centre and limits of its own. A share
goes on a p-prime chart, a rate on an XmR chart; with two years of months both allow
for the calendar month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from warehouse.statistics.change.verdicts import MIN_LIMIT_POINTS, MIN_SIGNAL_POINTS
from warehouse.statistics.series.control_charts import SIGMAS, p_prime_chart, xmr_chart
from warehouse.statistics.series.segments import Season, season_of, segments_of
from warehouse.statistics.series.special_causes import COMMON, special_causes

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# With fewer events a month than this, runs of zeros would pass for signals.
MIN_EVENTS = 2.0
# Share of months marked where nothing changes, by the months limits rest on.
FALSE_AT_MONTHS = (6, 12, 18, 24, 36)
FALSE_RATES = (0.004, 0.007, 0.031, 0.042, 0.050)
SIGNALS = {
    "Above UCL": "above_limit",
    "Below LCL": "below_limit",
    "7 Point Trend (Increasing)": "trend_up",
    "7 Point Trend (Decreasing)": "trend_down",
    "2 in 3 Above CL": "two_of_three_above",
    "2 in 3 Below CL": "two_of_three_below",
    "7 Points Above CL": "run_above",
    "7 Points Below CL": "run_below",
    COMMON: None,
    "": None,
}


@dataclass(frozen=True, eq=False)
class MonthlySeries:
    """Limits and signals of a series, in the unit of the series.

    To a reader: the band in which months move when nothing has changed, and the
    months that leave it. Weakness: limits from fewer than 12 months are provisional.

    Attributes:
        centre: Expected level per month; nan where it is not defined.
        lower: Lower limit per month; nan where it is not defined.
        upper: Upper limit per month.
        signals: Per month, a value of `SIGNALS`; None where nothing stands out.
        n_points: Per month, the months its limits rest on.
        begun_by: Per month, the step its segment began with; see `Segments`.
        allows_for_season: Whether the limits allow for the calendar month.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    signals: tuple[str | None, ...]
    n_points: Ints
    begun_by: tuple[str, ...]
    allows_for_season: bool

    @property
    def is_provisional(self) -> npt.NDArray[np.bool_]:
        """True in months whose limits rest on too few months to be fixed."""
        return self.n_points < MIN_LIMIT_POINTS


@dataclass(frozen=True, eq=False)
class _Part:
    """Limits of one segment."""

    centre: Floats
    lower: Floats
    upper: Floats
    labels: tuple[str, ...]


def share_series(
    x: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    months: Sequence[date],
    start: date | None = None,
    effective: npt.ArrayLike | None = None,
) -> MonthlySeries:
    """Limits of a monthly share.

    Args:
        x: Events per month, in order.
        n: Cases or ballots per month, above zero.
        months: First days of the months.
        start: First day of the model, if it started.
        effective: What the ballots are worth, drawn singly; n where they stand alone.
    """
    events, size = np.asarray(x, float), np.asarray(n, float)
    worth = size if effective is None else np.asarray(effective, float)
    share = (events + 0.5) / (size + 1)
    index = segments_of(months, start).index
    season = season_of(
        np.log(share / (1 - share)), worth * share * (1 - share), index, months
    )

    def part(of: Ints) -> _Part:
        expected = _expected_shares(events[of], size[of], season.effect[of])
        single = events[of] * worth[of] / size[of]
        chart = p_prime_chart(single, worth[of], expected=expected)
        half = SIGMAS * chart.sigma_z * _inflation(season)
        chance = np.sqrt(expected * (1 - expected) / worth[of])
        labels: tuple[str, ...] = ("",) * len(of)
        if not np.isnan(half) and can_signal(events[of]):
            labels = special_causes(chart.z, 0.0, half)
        lower = np.clip(expected - half * chance, 0.0, 1.0)
        upper = np.clip(expected + half * chance, 0.0, 1.0)
        return _Part(expected, lower, upper, labels)

    return _joined(months, start, season, part)


def rate_series(
    value: npt.ArrayLike,
    events: npt.ArrayLike,
    *,
    months: Sequence[date],
    start: date | None = None,
) -> MonthlySeries:
    """Limits of a monthly rate.

    Args:
        value: Rate per month, in order.
        events: Events it was made from, per month.
        months: First days of the months.
        start: First day of the model, if it started.
    """
    rates, counts = np.asarray(value, float), np.asarray(events, float)
    index = segments_of(months, start).index
    season = season_of(rates, np.ones(len(rates)), index, months)

    def part(of: Ints) -> _Part:
        effect = season.effect[of]
        chart = xmr_chart(rates[of] - effect)
        half = (chart.upl - chart.center) * _inflation(season)
        labels: tuple[str, ...] = ("",) * len(of)
        if not np.isnan(half) and can_signal(counts[of]):
            labels = special_causes(rates[of] - effect, chart.center, half)
        centre = chart.center + effect
        # no rate is below zero; np.maximum keeps nan
        return _Part(centre, np.maximum(centre - half, 0.0), centre + half, labels)

    return _joined(months, start, season, part)


def expected_false_signals(n_points: npt.ArrayLike) -> float:
    """Months that the rules mark by luck in series where nothing changes.

    Simulated: 400 stable series per length, ballots in the tens and the thousands.

    Args:
        n_points: Per month with limits, the months its limits rest on.
    """
    rates = np.interp(np.asarray(n_points, float), FALSE_AT_MONTHS, FALSE_RATES)
    return float(rates.sum())


def can_signal(events: npt.ArrayLike) -> bool:
    """Whether a series is long and dense enough for its signals to mean something.

    Args:
        events: Events per month.
    """
    counts = np.asarray(events, float)
    return len(counts) >= MIN_SIGNAL_POINTS and float(counts.mean()) >= MIN_EVENTS


def _joined(
    months: Sequence[date],
    start: date | None,
    season: Season,
    part: Callable[[Ints], _Part],
) -> MonthlySeries:
    """The parts of a series one after another; short parts have no limits."""
    segments = segments_of(months, start)
    centre, lower, upper = (np.full(len(months), np.nan) for _ in range(3))
    n_points = np.zeros(len(months), dtype=np.int64)
    labels = [""] * len(months)
    for number in np.unique(segments.index):
        of = np.flatnonzero(segments.index == number)
        n_points[of] = len(of)
        if len(of) < MIN_SIGNAL_POINTS:
            continue
        found = part(of)
        centre[of], lower[of], upper[of] = found.centre, found.lower, found.upper
        for i, label in zip(of, found.labels, strict=True):
            labels[int(i)] = label
    return MonthlySeries(
        centre=centre,
        lower=lower,
        upper=upper,
        signals=tuple(SIGNALS[label] for label in labels),
        n_points=n_points,
        begun_by=segments.begun_by,
        allows_for_season=season.is_allowed_for,
    )


def _inflation(season: Season) -> float:
    """Widens limits for the freedom that the months' own effects took."""
    return float(1 / np.sqrt(season.freedom_left))


def _expected_shares(x: Floats, n: Floats, effect: Floats) -> Floats:
    """Shares with the given month effects (log odds) that expect as many events."""
    pooled = float(x.sum() / n.sum())
    if not effect.any() or pooled in (0.0, 1.0):
        return np.full(len(x), pooled)
    level = np.log(pooled / (1 - pooled))
    for _ in range(20):
        shares = 1 / (1 + np.exp(-(level + effect)))
        level += (x.sum() - n @ shares) / (n @ (shares * (1 - shares)))
    return np.asarray(1 / (1 + np.exp(-(level + effect))))
