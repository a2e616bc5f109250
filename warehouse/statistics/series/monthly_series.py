"""A unit's months on a control chart: what sets the limits, and what stands out.

The months before the model set them where they are enough, else all months. A share
goes on a p-prime chart, a rate on an XmR chart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.change.verdicts import MIN_LIMIT_POINTS, MIN_SIGNAL_POINTS
from warehouse.statistics.series.control_charts import SIGMAS, p_prime_chart, xmr_chart
from warehouse.statistics.series.special_causes import COMMON, special_causes

Floats = npt.NDArray[np.float64]

# With fewer events a month than this, runs of zeros would pass for signals.
MIN_EVENTS = 2.0
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
        centre: Mean level; nan where it is not defined.
        lower: Lower limit per month; nan where it is not defined.
        upper: Upper limit per month.
        signals: Per month, a value of `SIGNALS`; None where nothing stands out.
        n_points: Months the limits rest on.
    """

    centre: float
    lower: Floats
    upper: Floats
    signals: tuple[str | None, ...]
    n_points: int

    @property
    def is_provisional(self) -> bool:
        """True while the limits rest on too few months to be fixed."""
        return self.n_points < MIN_LIMIT_POINTS


def share_series(
    x: npt.ArrayLike, n: npt.ArrayLike, *, n_before: int = 0
) -> MonthlySeries:
    """Limits of a monthly share.

    Args:
        x: Events per month, in order.
        n: Cases or ballots per month, above zero.
        n_before: How many of the first months were before the model.
    """
    events, size = np.asarray(x, float), np.asarray(n, float)
    base = _baseline(n_before)
    chart = p_prime_chart(events, size, baseline_n=base)
    half = SIGMAS * chart.sigma_z
    labels: tuple[str, ...] = ("",) * len(events)
    if not np.isnan(half) and can_signal(events):
        labels = special_causes(chart.z, 0.0, half)
    n_points = base or len(events)
    return MonthlySeries(
        chart.center, chart.lcl, chart.ucl, _signals_of(labels), n_points
    )


def rate_series(
    value: npt.ArrayLike, events: npt.ArrayLike, *, n_before: int = 0
) -> MonthlySeries:
    """Limits of a monthly rate.

    Args:
        value: Rate per month, in order.
        events: Events it was made from, per month.
        n_before: How many of the first months were before the model.
    """
    rates = np.asarray(value, float)
    base = _baseline(n_before)
    chart = xmr_chart(rates, baseline_n=base)
    is_dense = can_signal(events)
    return MonthlySeries(
        centre=chart.center,
        # no rate is below zero; np.maximum keeps nan
        lower=np.full(len(rates), np.maximum(chart.lpl, 0.0)),
        upper=np.full(len(rates), chart.upl),
        signals=_signals_of(chart.special_cause if is_dense else ("",) * len(rates)),
        n_points=base or len(rates),
    )


def can_signal(events: npt.ArrayLike) -> bool:
    """Whether a series is long and dense enough for its signals to mean something.

    Args:
        events: Events per month.
    """
    counts = np.asarray(events, float)
    return len(counts) >= MIN_SIGNAL_POINTS and float(counts.mean()) >= MIN_EVENTS


def _baseline(n_before: int) -> int | None:
    return n_before if n_before >= MIN_LIMIT_POINTS else None


def _signals_of(labels: tuple[str, ...]) -> tuple[str | None, ...]:
    return tuple(SIGNALS[label] for label in labels)
