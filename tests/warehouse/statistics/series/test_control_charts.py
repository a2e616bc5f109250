"""Control charts: limits from the baseline only, rules on hand-made series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.statistics.series.control_charts import p_chart, p_prime_chart, xmr_chart
from warehouse.statistics.series.cusum import cusum_binomial_llr, cusum_tabular
from warehouse.statistics.series.special_causes import special_causes

MONTHS = st.lists(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=3,
    max_size=20,
)


@given(MONTHS)
def test_limits_stay_in_range_and_hold_the_centre(
    months: list[tuple[int, int]],
) -> None:
    x, n = zip(*months, strict=True)
    for chart in (p_chart(x, n), p_prime_chart(x, n)):
        known = ~np.isnan(chart.lcl)
        assert (chart.lcl[known] >= 0).all()
        assert (chart.ucl[known] <= 1).all()
        assert (chart.lcl[known] <= chart.center + 1e-12).all()
        assert (chart.ucl[known] >= chart.center - 1e-12).all()


@given(MONTHS, st.integers(0, 500))
def test_later_months_do_not_move_a_frozen_baseline(
    months: list[tuple[int, int]], more: int
) -> None:
    x, n = (list(v) for v in zip(*months, strict=True))
    before = p_prime_chart(x, n, baseline_n=3)
    after = p_prime_chart([*x, more], [*n, 500], baseline_n=3)
    assert after.center == before.center
    assert after.sigma_z == pytest.approx(before.sigma_z, nan_ok=True)


def test_a_month_without_ballots_has_no_limit() -> None:
    chart = p_chart([5, 0, 3, np.nan], [6, 0, 6, 6])
    assert np.isnan(chart.lcl).tolist() == [False, True, False, False]
    assert chart.reason
    assert np.isnan(p_chart([], []).center)


def test_p_prime_is_undefined_without_variation() -> None:
    chart = p_prime_chart([5, 5, 5], [5, 5, 5])
    assert np.isnan(chart.lcl).all()
    assert chart.reason


def test_p_prime_equals_p_times_sigma() -> None:
    x, n = [80, 90, 85, 88], [100, 100, 100, 100]
    plain, prime = p_chart(x, n), p_prime_chart(x, n)
    ratio = (prime.center - prime.lcl) / (plain.center - plain.lcl)
    assert ratio == pytest.approx(np.full(4, prime.sigma_z))


def test_screening_drops_one_wild_step() -> None:
    y = [1, 2, 1, 2, 30, 1, 2, 1, 2, 1]
    assert xmr_chart(y, screen=True).upl < xmr_chart(y).upl


def test_screening_keeps_equal_steps() -> None:
    chart = xmr_chart([1.0, 1.0, 1.0], screen=True)
    assert (chart.lpl, chart.upl) == (1.0, 1.0)


def test_xmr_needs_two_points_in_a_row() -> None:
    chart = xmr_chart([3.0, np.nan])
    assert np.isnan(chart.upl)
    assert chart.special_cause == ("", "")
    assert np.isnan(xmr_chart([]).center)


def rules(values: list[float], half: float = 3.0) -> tuple[str, ...]:
    return special_causes(np.array(values, float), 0.0, half)


def test_outside_a_limit() -> None:
    assert rules([0, 3.1, -3.1, 3.0]) == (
        "Common Cause",
        "Above UCL",
        "Below LCL",
        "Common Cause",
    )


def test_seven_on_one_side() -> None:
    up = [0.5, 0.4, 0.5, 0.4, 0.5, 0.4, 0.5]
    assert set(rules(up)) == {"7 Points Above CL"}
    assert set(rules([-v for v in up])) == {"7 Points Below CL"}
    assert set(rules(up[:6])) == {"Common Cause"}


def test_seven_rising_or_falling() -> None:
    rising = [-1.2, -0.8, -0.4, 0.1, 0.4, 0.8, 1.2]
    assert set(rules(rising)) == {"7 Point Trend (Increasing)"}
    assert set(rules(rising[::-1])) == {"7 Point Trend (Decreasing)"}


def test_the_turn_of_two_trends_takes_the_later_one() -> None:
    peak = [-1.2, -0.8, -0.4, 0.1, 0.4, 0.8, 1.2, 0.9, 0.5, 0.2, -0.3, -0.6, -0.9]
    labels = rules(peak)
    assert labels[5] == "7 Point Trend (Increasing)"
    assert labels[6] == "7 Point Trend (Decreasing)"


def test_two_of_three_near_a_limit() -> None:
    assert rules([0.1, 2.5, 0.5, 2.6, -0.1]) == (
        "Common Cause",
        "2 in 3 Above CL",
        "Common Cause",
        "2 in 3 Above CL",
        "Common Cause",
    )
    assert "2 in 3 Below CL" in rules([-2.5, -2.6, -0.1])
    assert set(rules([2.5, -0.5, 2.6])) == {"Common Cause"}
    assert set(rules([2.5, 2.6])) == {"Common Cause"}


def test_rounding_never_puts_a_level_series_on_one_side() -> None:
    values = np.full(10, 0.1)
    assert set(special_causes(values, float(values.mean()), 0.0)) == {"Common Cause"}


def test_cusum_finds_a_doubling_and_waits_for_data() -> None:
    quiet = cusum_binomial_llr([5] * 8, [100] * 8, p0=0.05, p1=0.1, h=3)
    loud = cusum_binomial_llr([10] * 8, [100] * 8, p0=0.05, p1=0.1, h=3)
    assert quiet.first_signal is None
    assert loud.first_signal == 2
    gap = cusum_binomial_llr([10, np.nan, 10], [100, 100, 100], p0=0.05, p1=0.1, h=3)
    assert np.isnan(gap.s[1])
    assert gap.first_signal == 3


def test_cusum_rejects_impossible_rates() -> None:
    result = cusum_binomial_llr([1], [2], p0=0.0, p1=0.1, h=1)
    assert np.isnan(result.s).all()
    assert result.reason


@given(st.lists(st.floats(-5, 5), max_size=30))
def test_tabular_cusum_mirrors(y: list[float]) -> None:
    here = cusum_tabular(y, mu0=0.0, k=0.5, h=4.0)
    there = cusum_tabular([-v for v in y], mu0=0.0, k=0.5, h=4.0)
    assert here.c_plus == pytest.approx(there.c_minus)
    assert here.first_signal_high == there.first_signal_low


def test_a_good_past_does_not_hide_a_bad_present() -> None:
    late = cusum_binomial_llr([0] * 9 + [10] * 4, [100] * 13, p0=0.05, p1=0.1, h=3)
    assert late.first_signal == 11
    assert (late.s >= 0).all()
