"""Shares against published tables, scipy and hand arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.change.shares import (
    clopper_pearson_ci,
    newcombe_bounds,
    newcombe_diff,
    nonresponse_bounds,
    wilson_bounds,
    wilson_ci,
)
from warehouse.statistics.reasons import Reason


@pytest.mark.parametrize(
    ("x", "n", "lo", "hi"),
    # Newcombe (1998) Stat Med 17:857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilson_matches_the_printed_table(x: int, n: int, lo: float, hi: float) -> None:
    got = wilson_ci(x, n)
    assert (round(got.lo, 4), round(got.hi, 4)) == (lo, hi)
    assert got.reason is Reason.NONE


def test_wilson_matches_scipy_for_many_cells_at_once() -> None:
    x, n = np.array([0, 1, 29, 30, 500]), np.array([30, 30, 30, 30, 731])
    _, lo, hi = wilson_bounds(x, n, 0.9)
    for i in range(len(x)):
        want = stats.binomtest(int(x[i]), int(n[i])).proportion_ci(0.9, "wilson")
        assert lo[i] == pytest.approx(want.low, abs=1e-12)
        assert hi[i] == pytest.approx(want.high, abs=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (0, 0, Reason.EMPTY),
        (1, math.nan, Reason.EMPTY),
        (5, 4, Reason.OUT_OF_RANGE),
        (-1, 4, Reason.OUT_OF_RANGE),
        (math.nan, 4, Reason.OUT_OF_RANGE),
    ],
)
def test_an_impossible_count_gives_nan_and_the_reason(
    x: float, n: float, reason: Reason
) -> None:
    for got in (wilson_ci(x, n), clopper_pearson_ci(x, n)):
        assert math.isnan(got.p)
        assert math.isnan(got.lo)
        assert math.isnan(got.hi)
        assert got.reason is reason


@pytest.mark.parametrize("x", [0, 1, 7, 12])
def test_clopper_pearson_matches_scipy(x: int) -> None:
    want = stats.binomtest(x, 12).proportion_ci(0.95, "exact")
    got = clopper_pearson_ci(x, 12)
    assert (got.lo, got.hi) == pytest.approx((want.low, want.high), abs=1e-12)


@pytest.mark.parametrize(
    ("after", "before", "lo", "hi"),
    # Newcombe (1998) Stat Med 17:873, table II, method 10
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_matches_the_printed_table(
    after: tuple[int, int], before: tuple[int, int], lo: float, hi: float
) -> None:
    got = newcombe_diff(*after, *before)
    assert (round(got.lo, 4), round(got.hi, 4)) == (lo, hi)


def test_newcombe_test_is_pearsons() -> None:
    got = newcombe_diff(56, 70, 48, 80)
    want = stats.chi2_contingency([[56, 14], [48, 32]], correction=False)
    assert got.chi2 == pytest.approx(want.statistic)
    assert got.p_value == pytest.approx(want.pvalue)
    assert got.diff == pytest.approx(0.2)


def test_newcombe_without_spread_keeps_the_interval_and_drops_the_test() -> None:
    got = newcombe_diff(20, 20, 10, 10)
    assert got.lo < 0 < got.hi
    assert math.isnan(got.chi2)
    assert math.isnan(got.p_value)
    assert got.reason is Reason.CONSTANT


@pytest.mark.parametrize("empty", ["after", "before"])
def test_newcombe_with_an_empty_wave_shows_the_other_share_only(empty: str) -> None:
    after, before = ((0, 0), (3, 4)) if empty == "after" else ((3, 4), (0, 0))
    got = newcombe_diff(*after, *before)
    shares = {"after": got.p_after, "before": got.p_before}
    assert math.isnan(shares.pop(empty))
    assert list(shares.values()) == [0.75]
    assert math.isnan(got.diff)
    assert math.isnan(got.lo)
    assert got.reason is Reason.EMPTY


def test_columns_and_single_cells_agree() -> None:
    diff, lo, hi = newcombe_bounds([9.5, 0], [10, 5], [3, 5], [10.25, 5])
    for i, cell in enumerate([(9.5, 10, 3, 10.25), (0, 5, 5, 5)]):
        one = newcombe_diff(*cell)
        assert (one.diff, one.lo, one.hi) == (diff[i], lo[i], hi[i])


def test_nonresponse_bounds_are_the_worst_cases() -> None:
    got = nonresponse_bounds(1000, 400, 352, assumed_gap=0.1)
    assert got.lower == pytest.approx(352 / 1000)
    assert got.upper == pytest.approx((352 + 600) / 1000)
    assert got.nr_bias_if_gap == pytest.approx(0.06)
    assert got.reason is Reason.NONE


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0), Reason.EMPTY),
        ((10, 0, 0), Reason.EMPTY),
        ((10, 11, 3), Reason.OUT_OF_RANGE),
        ((10, 5, 6), Reason.OUT_OF_RANGE),
    ],
)
def test_nonresponse_bounds_say_why_they_are_missing(
    counts: tuple[int, int, int], reason: Reason
) -> None:
    got = nonresponse_bounds(*counts)
    assert math.isnan(got.lower)
    assert math.isnan(got.upper)
    assert got.reason is reason
