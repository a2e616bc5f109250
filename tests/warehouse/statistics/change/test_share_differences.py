"""Differences of shares against published tables and scipy."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from warehouse.statistics.change.share_differences import newcombe_bounds, newcombe_diff
from warehouse.statistics.reasons import Reason


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
