"""Series of months: whose months set the limits, and when nothing is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from warehouse.statistics.change.verdicts import MIN_SIGNAL_POINTS
from warehouse.statistics.series.control_charts import p_prime_chart, xmr_chart
from warehouse.statistics.series.signals_of_months import (
    MonthlySeries,
    can_signal,
    expected_false_signals,
    rate_series,
    share_series,
)

RNG = np.random.default_rng(4)
MONTHS = [date(2023 + i // 12, i % 12 + 1, 1) for i in range(24)]
N = RNG.integers(80, 120, 24).astype(float)
X = RNG.binomial(N.astype(int), 0.8).astype(float)


def shares(
    x: npt.ArrayLike, n: npt.ArrayLike, start: date | None = None
) -> MonthlySeries:
    return share_series(x, n, months=MONTHS[: np.size(x)], start=start)


def rates(value: npt.ArrayLike, events: npt.ArrayLike) -> MonthlySeries:
    return rate_series(value, events, months=MONTHS[: np.size(value)])


def test_each_part_between_recorded_steps_has_limits_of_its_own() -> None:
    series = shares(X[:20], N[:20], date(2024, 1, 1))
    for of in (slice(0, 12), slice(12, 20)):
        chart = p_prime_chart(X[:20][of], N[:20][of])
        assert series.centre[of] == pytest.approx(
            np.full(len(X[:20][of]), chart.center)
        )
        assert series.lower[of] == pytest.approx(chart.lcl)
    assert series.n_points.tolist() == [12] * 12 + [8] * 8
    assert series.is_provisional.tolist() == [False] * 12 + [True] * 8
    assert series.begun_by == ("",) * 12 + ("model_start",) * 8


def test_the_reform_is_a_step_too() -> None:
    months = [date(2025, m, 1) for m in range(1, 13)]
    series = share_series([50.0] * 6 + [90.0] * 6, [100.0] * 12, months=months)
    assert series.centre == pytest.approx(np.array([0.5] * 6 + [0.9] * 6))
    assert set(series.signals) == {None}


def test_a_part_of_few_months_has_no_limits() -> None:
    series = shares(X[:20], N[:20], date(2024, 4, 1))
    assert np.isnan(series.lower[15:]).all()
    assert not np.isnan(series.lower[:15]).any()


def test_limits_of_few_months_are_provisional() -> None:
    assert shares(X[:11], N[:11]).is_provisional.all()
    assert rates(X[:11], X[:11]).is_provisional.all()


def test_a_month_that_leaves_the_band_is_shown() -> None:
    x = X.copy()
    x[20] = 20
    assert shares(x, N).signals[20] == "below_limit"
    values = X / N * 1000
    values[20] = 5_000
    assert rates(values[:21], X[:21]).signals[20] == "above_limit"


def test_months_with_hardly_an_event_give_no_signal() -> None:
    few = np.array([0.0, 1.0] * 12)
    few[20] = 9
    assert set(shares(few, N).signals) == {None}
    assert set(rates(few, few).signals) == {None}
    assert set(shares(X[:5], N[:5]).signals) == {None}


def test_a_rate_has_no_limit_below_zero() -> None:
    series = rates([1.0, 9.0] * 11, [5.0] * 22)
    chart = xmr_chart([1.0, 9.0] * 11)
    assert chart.lpl < 0
    assert series.lower.tolist() == [0.0] * 22
    assert series.upper == pytest.approx(np.full(22, chart.upl))


def test_what_is_not_defined_stays_so() -> None:
    assert np.isnan(rates([4.0], [4.0]).lower).all()
    assert np.isnan(shares([4.0], [4.0]).upper).all()


def seasonal(n_months: int, swing: float) -> tuple[Any, ...]:
    """Ballots whose share moves with the calendar month, in log odds."""
    rng = np.random.default_rng(8)
    months = [date(2021 + i // 12, i % 12 + 1, 1) for i in range(n_months)]
    wave = np.sin(2 * np.pi * np.arange(n_months) / 12)
    share = 1 / (1 + np.exp(-(1 + swing * wave)))
    n = np.full(n_months, 2000)
    return months, rng.binomial(n, share), n, share


def test_two_years_of_months_allow_for_the_season() -> None:
    months, x, n, share = seasonal(36, 0.5)
    series = share_series(x, n, months=months)
    assert series.allows_for_season
    assert np.abs(series.centre - share).max() < 0.02
    assert sum(signal is not None for signal in series.signals) <= 4
    short = share_series(x[:23], n[:23], months=months[:23])
    assert not short.allows_for_season
    assert len(set(short.centre.tolist())) == 1


def test_a_month_out_of_season_is_shown() -> None:
    months, x, n, _ = seasonal(36, 0.5)
    x[30] = 2000 * 0.9  # as high as in spring, in autumn
    assert share_series(x, n, months=months).signals[30] == "above_limit"


def test_without_seasons_hardly_any_is_seen() -> None:
    months, x, n, share = seasonal(36, 0.0)
    series = share_series(x, n, months=months)
    assert np.abs(series.centre - share).max() < 0.01


def test_luck_gives_more_signals_the_longer_the_series() -> None:
    assert expected_false_signals([24] * 24) == pytest.approx(24 * 0.042)
    assert expected_false_signals([6] * 6) < 0.1


def test_only_long_and_dense_series_can_signal() -> None:
    assert can_signal([2.0] * MIN_SIGNAL_POINTS)
    assert not can_signal([2.0] * (MIN_SIGNAL_POINTS - 1))
    assert not can_signal([1.9] * 24)
    assert not can_signal([])
