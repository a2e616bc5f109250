"""Series of months: whose months set the limits, and when nothing is said."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.change.verdicts import MIN_SIGNAL_POINTS
from warehouse.statistics.series.control_charts import p_prime_chart, xmr_chart
from warehouse.statistics.series.monthly_series import (
    can_signal,
    rate_series,
    share_series,
)

RNG = np.random.default_rng(4)
N = RNG.integers(80, 120, 24).astype(float)
X = RNG.binomial(N.astype(int), 0.8).astype(float)


def test_months_before_the_model_set_the_limits_once_they_are_twelve() -> None:
    frozen = share_series(X, N, n_before=12)
    chart = p_prime_chart(X, N, baseline_n=12)
    assert (frozen.centre, frozen.n_points) == (chart.center, 12)
    assert not frozen.is_provisional
    assert frozen.lower == pytest.approx(chart.lcl)
    too_few = share_series(X, N, n_before=11)
    assert (too_few.centre, too_few.n_points) == (p_prime_chart(X, N).center, 24)


def test_limits_of_few_months_are_provisional() -> None:
    assert share_series(X[:11], N[:11]).is_provisional
    assert rate_series(X[:11], X[:11]).is_provisional


def test_a_month_that_leaves_the_band_is_told() -> None:
    x = X.copy()
    x[20] = 20
    assert share_series(x, N, n_before=12).signals[20] == "below_limit"
    rates = X / N * 1000
    rates[20] = 5_000
    assert rate_series(rates, X, n_before=12).signals[20] == "above_limit"


def test_months_with_hardly_an_event_give_no_signal() -> None:
    few = np.array([0.0, 1.0] * 12)
    few[20] = 9
    assert set(share_series(few, N).signals) == {None}
    assert set(rate_series(few, few).signals) == {None}
    assert set(share_series(X[:5], N[:5]).signals) == {None}


def test_a_rate_has_no_limit_below_zero() -> None:
    series = rate_series([1.0, 9.0] * 12, [5.0] * 24)
    chart = xmr_chart([1.0, 9.0] * 12)
    assert chart.lpl < 0
    assert series.lower.tolist() == [0.0] * 24
    assert series.upper == pytest.approx(np.full(24, chart.upl))


def test_what_is_not_defined_stays_so() -> None:
    assert np.isnan(rate_series([4.0], [4.0]).lower).all()
    assert np.isnan(share_series([4.0], [4.0]).upper).all()


def test_only_long_and_dense_series_can_signal() -> None:
    assert can_signal([2.0] * MIN_SIGNAL_POINTS)
    assert not can_signal([2.0] * (MIN_SIGNAL_POINTS - 1))
    assert not can_signal([1.9] * 24)
    assert not can_signal([])
