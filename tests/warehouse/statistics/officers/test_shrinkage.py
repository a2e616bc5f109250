"""Shrinkage: between raw and mean, more with fewer ballots, honest at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from warehouse.statistics.officers.shrinkage import beta_binomial_eb
from warehouse.statistics.officers.shrinkage_means import normal_normal_eb, tarone_test

UNITS = st.lists(
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=12,
)


@given(UNITS)
@settings(max_examples=60, deadline=None)
def test_shares_lie_between_raw_and_mean(units: list[tuple[int, int]]) -> None:
    x, n = (np.array(v, float) for v in zip(*units, strict=True))
    result = beta_binomial_eb(x, n, 0.8)
    assume(not np.isnan(result.posterior_mean).any())
    raw, mean = x / n, result.mu
    low, high = np.minimum(raw, mean), np.maximum(raw, mean)
    assert (result.posterior_mean >= low - 1e-9).all()
    assert (result.posterior_mean <= high + 1e-9).all()
    assert ((result.reliability >= 0) & (result.reliability < 1)).all()
    order = np.random.default_rng(0).permutation(len(x))
    again = beta_binomial_eb(x[order], n[order], 0.8)
    assert again.posterior_mean == pytest.approx(result.posterior_mean[order], abs=1e-5)


@given(UNITS)
@settings(max_examples=60, deadline=None)
def test_the_maximum_is_a_maximum(units: list[tuple[int, int]]) -> None:
    x, n = (np.array(v, float) for v in zip(*units, strict=True))
    result = beta_binomial_eb(x, n)
    assume(not np.isnan(result.alpha))
    from warehouse.statistics.officers.shrinkage import _loglik

    for da, db in ((1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99)):
        nearby = _loglik(result.alpha * da, result.beta * db, x, n)
        assert nearby <= result.loglik + 1e-9


def test_more_ballots_shrink_less() -> None:
    result = beta_binomial_eb([8, 80, 45, 99, 60], [10, 100, 50, 100, 90], 0.85)
    assert result.reliability[0] < result.reliability[1]
    assert abs(result.posterior_mean[0] - 0.8) > abs(result.posterior_mean[1] - 0.8)
    assert (result.lo < result.posterior_mean).all()
    assert (result.posterior_mean < result.hi).all()
    assert result.n_for_070 == pytest.approx(7 / 3 * result.m)


def test_no_benchmark_no_probability() -> None:
    result = beta_binomial_eb([10, 90, 50], [100, 100, 100])
    assert result.overdispersed
    assert np.isnan(result.prob_below).all()


@pytest.mark.parametrize(
    ("x", "n", "mean", "reason"),
    [
        ([9, 9, 9], [10, 10, 10], 0.9, "no_difference"),
        ([5, 5], [5, 5], 1.0, "no_difference"),
        ([0, 0], [5, 5], 0.0, "no_difference"),
        ([0, 0], [0, 0], np.nan, "empty"),
        ([5, 0], [5, 5], np.nan, "units_all_or_none"),
    ],
)
def test_shares_at_the_edges(
    x: list[int], n: list[int], mean: float, reason: str
) -> None:
    result = beta_binomial_eb(x, n, 0.8)
    assert result.posterior_mean == pytest.approx([mean] * len(x), nan_ok=True)
    assert np.isnan([result.alpha, result.beta, result.n_for_070]).all()
    assert result.reason == reason


MEANS = st.lists(
    st.tuples(st.floats(1, 5), st.floats(0.001, 1)), min_size=2, max_size=12
)


@given(MEANS, st.sampled_from(["DL", "REML"]))
@settings(max_examples=80, deadline=None)
def test_means_lie_between_raw_and_mean(
    units: list[tuple[float, float]], estimator: str
) -> None:
    y, v = (np.array(u) for u in zip(*units, strict=True))
    result = normal_normal_eb(y, v, estimator)
    low, high = np.minimum(y, result.mu), np.maximum(y, result.mu)
    assert (result.shrunken >= low - 1e-9).all()
    assert (result.shrunken <= high + 1e-9).all()
    assert result.tau2 >= 0
    assert 0 <= result.i2 <= 100


# scoring alone goes to and fro between two values on these
TO_AND_FRO = [(1.0, 1.0), (1.0, 0.125), (2.0, 1.0), (2.0, 1.0), (2.0, 1.0), (2.0, 0.5)]


@given(MEANS)
@example(TO_AND_FRO)
@example([(1.0, 1.0), *TO_AND_FRO])
@settings(max_examples=80, deadline=None)
def test_reml_is_stationary(units: list[tuple[float, float]]) -> None:
    from warehouse.statistics.officers.shrinkage_means import _reml, _reml_score

    y, v = (np.array(u) for u in zip(*units, strict=True))
    tau2 = _reml(y, v)
    slope, information = _reml_score(tau2, y, v)
    assert slope / information <= 1e-6 * (tau2 + v.min())
    if tau2 > 0:
        assert abs(slope / information) <= 1e-6 * (tau2 + v.min())


def test_too_few_means() -> None:
    """One unit is its own best guess, whatever the spread nothing can tell."""
    result = normal_normal_eb([4.0, np.nan], [0.1, 0.1])
    assert np.isnan([result.tau2, *result.reliability]).all()
    assert result.mu == 4.0
    assert result.mu_se == pytest.approx(0.1**0.5)
    assert result.shrunken == pytest.approx([4.0, np.nan], nan_ok=True)
    assert result.reason == "one_group"
    nobody = normal_normal_eb([np.nan], [0.1])
    assert np.isnan([nobody.mu, *nobody.shrunken]).all()
    assert nobody.reason == "empty"
    partly = normal_normal_eb([4.0, np.nan, 4.4], [0.1, 0.1, 0.2])
    assert np.isnan(partly.shrunken).tolist() == [False, True, False]
    assert partly.reason == "missing_values"


def test_tarone_at_the_edges() -> None:
    assert tarone_test([], []).reason == "one_group"
    assert tarone_test([5, 5], [5, 5]).reason == "constant"
    single = tarone_test([1, 0, 1], [1, 1, 1])
    assert np.isnan(single.z)
    assert single.reason == "one_answer"
    assert tarone_test([3, 9, 0], [10, 10, 0]).df == 1


@given(UNITS)
def test_tarone_ignores_order(units: list[tuple[int, int]]) -> None:
    x, n = zip(*units, strict=True)
    here, there = tarone_test(x, n), tarone_test(x[::-1], n[::-1])
    assert here.chi2 == pytest.approx(there.chi2, nan_ok=True)
    if not np.isnan(here.p_too_uniform):
        assert here.p_too_uniform + here.p_heterogeneity == pytest.approx(1)


def test_a_count_above_its_total_is_left_out() -> None:
    sound = beta_binomial_eb([9, 3, 6], [10, 10, 10], 0.8)
    found = beta_binomial_eb([9, 11, 3, 6, np.nan], [10, 10, 10, 10, 4], 0.8)
    assert found.alpha == sound.alpha
    assert np.isnan(found.posterior_mean).tolist() == [False, True, False, False, True]
    assert found.hi[[0, 2, 3]].tolist() == sound.hi.tolist()
    assert found.reason == "out_of_range"
