"""Ordered answers from counts against scipy on expanded rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.change.dominance import cliffs_delta, mann_whitney
from warehouse.statistics.change.ordinal import (
    brunner_munzel,
    brunner_munzel_columns,
    welch_columns,
    welch_from_counts,
)
from warehouse.statistics.reasons import Reason

LEVELS = [1, 2, 3, 4, 5]
BEFORE = [12, 25, 63, 160, 90]
AFTER = [5, 14, 41, 198, 142]
SMALL = ([1, 2, 4, 3, 0], [0, 1, 2, 5, 4])
EMPTY = [0, 0, 0, 0, 0]
ONE = [0, 0, 1, 0, 0]
LOW, MIDDLE, HIGH = [4, 0, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 0, 6]


def rows(counts: list[int]) -> np.ndarray:
    return np.repeat(LEVELS, counts)


def nans(*values: float) -> list[bool]:
    return [math.isnan(value) for value in values]


@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), SMALL])
def test_welch_matches_scipy(before: list[int], after: list[int]) -> None:
    got = welch_from_counts(LEVELS, before, after)
    want = stats.ttest_ind(rows(after), rows(before), equal_var=False)
    limits = want.confidence_interval(0.95)
    assert got.t == pytest.approx(want.statistic)
    assert got.df == pytest.approx(want.df)
    assert got.p_value == pytest.approx(want.pvalue)
    assert (got.lo, got.hi) == pytest.approx((limits.low, limits.high))
    assert got.reason is Reason.NONE


@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), SMALL])
def test_brunner_munzel_matches_scipy(before: list[int], after: list[int]) -> None:
    got = brunner_munzel(before, after)
    want = stats.brunnermunzel(rows(before), rows(after))
    assert got.statistic == pytest.approx(want.statistic)
    assert got.p_value == pytest.approx(want.pvalue)


@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), SMALL])
def test_mann_whitney_matches_scipy(before: list[int], after: list[int]) -> None:
    got = mann_whitney(before, after)
    for continuity, p_value in (
        (True, got.p_value_continuity),
        (False, got.p_value_nocontinuity),
    ):
        want = stats.mannwhitneyu(
            rows(after), rows(before), use_continuity=continuity, method="asymptotic"
        )
        assert got.u_after == pytest.approx(want.statistic)
        assert p_value == pytest.approx(want.pvalue)


@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), SMALL])
def test_cliffs_delta_matches_all_pairs(before: list[int], after: list[int]) -> None:
    a, b = rows(after), rows(before)
    pairs = np.sign(a[:, None] - b)
    got = cliffs_delta(before, after)
    n, m, d = len(a), len(b), pairs.mean()
    variance = (
        m**2 * ((pairs.mean(axis=1) - d) ** 2).sum()
        + n**2 * ((pairs.mean(axis=0) - d) ** 2).sum()
        - ((pairs - d) ** 2).sum()
    ) / (n * m * (n - 1) * (m - 1))
    assert got.delta == pytest.approx(d)
    assert got.var_unbiased == pytest.approx(variance)
    assert got.lo < got.delta < got.hi


def test_cliffs_delta_is_twice_the_superiority_less_one() -> None:
    p = brunner_munzel(BEFORE, AFTER).p_superiority
    assert cliffs_delta(BEFORE, AFTER).delta == pytest.approx(2 * p - 1)


@pytest.mark.parametrize(
    ("shift", "word"),
    [(0, "negligible"), (20, "small"), (60, "medium"), (400, "large")],
)
def test_cliffs_magnitude_words(shift: int, word: str) -> None:
    assert cliffs_delta([10, 10], [10, 10 + shift]).magnitude == word


def test_columns_hold_the_single_answers() -> None:
    before, after = np.array([BEFORE, SMALL[0]]), np.array([AFTER, SMALL[1]])
    w, b = welch_columns(LEVELS, before, after), brunner_munzel_columns(before, after)
    for i in range(2):
        assert w.lo[i] == welch_from_counts(LEVELS, before[i], after[i]).lo
        assert b.hi[i] == brunner_munzel(before[i], after[i]).hi


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (EMPTY, AFTER, Reason.EMPTY),
        (BEFORE, [], Reason.EMPTY),
        (ONE, AFTER, Reason.ONE_ANSWER),
        (MIDDLE, MIDDLE, Reason.CONSTANT),
        (LOW, HIGH, Reason.SEPARATED),
    ],
)
def test_no_test_without_spread(
    before: list[int], after: list[int], reason: Reason
) -> None:
    w, b = welch_from_counts(LEVELS, before, after), brunner_munzel(before, after)
    assert nans(w.t, w.df, w.p_value, w.lo, w.hi) == [True] * 5
    assert nans(b.statistic, b.df, b.p_value, b.lo, b.hi) == [True] * 5
    assert w.reason is b.reason is reason


def test_separated_waves_keep_the_superiority() -> None:
    assert brunner_munzel(LOW, HIGH).p_superiority == 1
    assert brunner_munzel(HIGH, LOW).p_superiority == 0
    assert brunner_munzel(MIDDLE, MIDDLE).p_superiority == 0.5


def test_disjoint_waves_give_cliff_a_one_sided_limit() -> None:
    up, down = cliffs_delta(LOW, HIGH), cliffs_delta(HIGH, LOW)
    assert (up.delta, up.hi, down.delta, down.lo) == (1, 1, -1, -1)
    assert -down.hi == pytest.approx(up.lo)
    assert 0 < up.lo < 1
    assert up.reason is Reason.NONE


def test_cliff_without_answers_or_spread_says_so() -> None:
    empty, one = cliffs_delta(EMPTY, AFTER), cliffs_delta(ONE, AFTER)
    assert nans(empty.delta, empty.lo) == [True, True]
    assert (empty.magnitude, empty.reason) == ("", Reason.EMPTY)
    assert nans(one.delta, one.var_unbiased, one.lo) == [False, True, True]
    assert one.reason is Reason.ONE_ANSWER
    assert cliffs_delta(MIDDLE, MIDDLE).reason is Reason.CONSTANT


def test_mann_whitney_without_answers_or_spread_says_so() -> None:
    for before, after, u, reason in (
        (EMPTY, AFTER, None, Reason.EMPTY),
        (MIDDLE, MIDDLE, 12.5, Reason.CONSTANT),
    ):
        got = mann_whitney(before, after)
        assert nans(got.z, got.p_value_continuity) == [True, True]
        assert math.isnan(got.u_after) if u is None else got.u_after == u
        assert got.reason is reason
