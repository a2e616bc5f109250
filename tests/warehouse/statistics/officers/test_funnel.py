"""Funnels: flags from tails, limits that hold the target, undefined without n."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from warehouse.statistics.officers.funnel import (
    binomial_flag,
    funnel_exact,
    funnel_score,
    poisson_sr_limits,
)
from warehouse.statistics.officers.overdispersion import funnel_overdispersed

SHARES = st.floats(0.01, 0.99)
SIZES = st.lists(st.integers(1, 3000), min_size=1, max_size=20)
UNITS = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=15,
)


@given(SHARES, SIZES)
def test_exact_limits_hold_the_target(theta: float, n: list[int]) -> None:
    limits = funnel_exact(theta, n)
    for pair in (limits.l95, limits.l998):
        assert (pair.lower <= theta + 1e-12).all()
        assert (pair.upper >= theta - 1e-12).all()
        assert ((pair.lower >= 0) & (pair.upper <= 1)).all()
    assert (limits.l998.lower <= limits.l95.lower + 1e-12).all()


@given(SHARES, SIZES)
def test_limits_mirror(theta: float, n: list[int]) -> None:
    here, there = funnel_exact(theta, n), funnel_exact(1 - theta, n)
    assert here.l95.lower == pytest.approx(1 - there.l95.upper, abs=1e-9)


@given(SHARES, UNITS)
def test_flags_follow_the_tails(theta: float, units: list[tuple[int, int]]) -> None:
    x, n = zip(*units, strict=True)
    result = binomial_flag(theta, x, n)
    low = np.asarray(binom.cdf(x, n, theta) < 0.025)
    high = np.asarray(binom.sf(np.array(x) - 1, n, theta) < 0.025)
    assert [f.startswith("low") for f in result.flag] == low.tolist()
    assert [f.startswith("high") for f in result.flag] == high.tolist()


def test_flag_names() -> None:
    result = binomial_flag(0.5, [0, 2, 5, 8, 10, np.nan], [10, 10, 10, 10, 10, 10])
    assert result.flag.tolist()[:1] == ["low_998"]
    assert result.flag.tolist()[2] == "in_limits"
    assert result.flag.tolist()[4:] == ["high_998", ""]
    assert result.reason
    assert binomial_flag(0.5, [1], [10]).flag.tolist() == ["low_95"]
    assert binomial_flag(0.5, [9], [10]).flag.tolist() == ["high_95"]


def test_no_ballots_give_no_limit() -> None:
    assert np.isnan(funnel_exact(0.9, [0]).l95.lower).all()
    assert np.isnan(funnel_score(0.9, [0]).l95.upper).all()
    assert funnel_exact(0.9, [0]).reason == funnel_score(0.9, [0]).reason
    assert np.isnan(poisson_sr_limits([0.0]).l95.upper).all()
    assert poisson_sr_limits([0.0]).reason == "nothing_expected"


def test_score_limits_close_in_with_n() -> None:
    limits = funnel_score(0.9, [10, 100, 1000])
    assert (np.diff(limits.l95.lower) > 0).all()
    assert limits.reason == ""


def test_poisson_limits_have_the_tails_they_name() -> None:
    e = 12.0
    upper = poisson_sr_limits([e]).l95.upper[0] * e
    lower = poisson_sr_limits([e]).l95.lower[0] * e
    assert poisson.sf(e - 1, lower) == pytest.approx(0.025)
    assert poisson.cdf(e, upper) == pytest.approx(0.025)


@given(UNITS, st.sampled_from(["raw", "arcsine"]))
def test_widening_never_narrows(units: list[tuple[int, int]], scale: str) -> None:
    x, n = zip(*units, strict=True)
    if sum(x) in (0, sum(n)):
        return
    result = funnel_overdispersed(x, n, scale=scale)
    plain = funnel_overdispersed(x, n, scale=scale, theta0=result.theta0)
    assert (np.abs(result.z_adjusted) <= np.abs(result.z) + 1e-9).all()
    assert result.tau2 >= 0
    assert (result.l95.mult_lower <= result.theta0 + 1e-9).all()
    assert plain.phi == pytest.approx(result.phi)
    order = np.random.default_rng(1).permutation(len(x))
    again = funnel_overdispersed(np.array(x)[order], np.array(n)[order], scale=scale)
    assert again.tau2 == pytest.approx(result.tau2, abs=1e-9)


def test_alike_units_keep_binomial_limits() -> None:
    result = funnel_overdispersed([90, 90, 90], [100, 100, 100], scale="raw")
    assert result.phi == pytest.approx(0)
    assert result.tau2 == 0.0
    assert result.l95.mult_lower[0] == pytest.approx(
        funnel_score(0.9, [100]).l95.lower[0]
    )
    assert result.reason == ""


def test_units_without_ballots_stay_out() -> None:
    with_empty = funnel_overdispersed([0, 80, 95], [0, 100, 100])
    without = funnel_overdispersed([80, 95], [100, 100])
    assert np.isnan(with_empty.z[0])
    assert with_empty.phi == pytest.approx(without.phi)
    assert with_empty.reason
    nothing = funnel_overdispersed([0], [0])
    assert np.isnan([nothing.theta0, nothing.phi, nothing.tau2]).all()


def test_no_variation_is_undefined_on_the_raw_scale() -> None:
    result = funnel_overdispersed([5, 5], [5, 5], scale="raw")
    assert np.isnan(result.l95.add_lower).all()
    assert result.reason
