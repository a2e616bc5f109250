"""Ordered answers from counts against scipy on expanded rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.change import ordinal_model
from warehouse.statistics.change.dominance import cliffs_delta, mann_whitney
from warehouse.statistics.change.ordinal import (
    brunner_munzel,
    brunner_munzel_columns,
    welch_columns,
    welch_from_counts,
)
from warehouse.statistics.change.ordinal_model import ordinal_logit
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


def test_ordinal_logit_maximises_the_likelihood() -> None:
    got = ordinal_logit(BEFORE, AFTER)

    def loglik(beta: float, cuts: np.ndarray) -> float:
        total = 0.0
        for counts, shift in ((BEFORE, 0.0), (AFTER, beta)):
            cdf = np.concatenate([[0], 1 / (1 + np.exp(shift - cuts)), [1]])
            total += float((np.array(counts) * np.log(np.diff(cdf))).sum())
        return total

    cuts = np.array(got.thresholds)
    best = loglik(got.log_or, cuts)
    assert got.loglik == pytest.approx(best)
    for step in (-1e-3, 1e-3):
        assert loglik(got.log_or + step, cuts) < best
        assert loglik(got.log_or, cuts + step) < best
    assert got.or_lo < got.odds_ratio < got.or_hi
    assert got.lr_p == pytest.approx(stats.chi2.sf(got.lr_chi2, 1))


def test_ordinal_logit_of_two_levels_is_the_log_odds_ratio() -> None:
    got = ordinal_logit([0, 30, 10], [0, 20, 25])
    assert got.log_or == pytest.approx(math.log(25 * 30 / (20 * 10)))
    assert got.se == pytest.approx(math.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 25))
    assert len(got.thresholds) == 1


def test_ordinal_logit_settles_when_the_waves_hardly_overlap() -> None:
    got = ordinal_logit([68, 34393, 0, 11], [34448, 9, 15, 1])
    assert got.log_or < -8
    assert got.reason is Reason.NONE


def test_ordinal_logit_that_does_not_settle_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordinal_model, "MAX_STEPS", 1)
    got = ordinal_logit(BEFORE, AFTER)
    assert nans(got.log_or, *got.thresholds) == [True] * 5
    assert got.reason is Reason.NO_CONVERGENCE


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (EMPTY, AFTER, Reason.EMPTY),
        (MIDDLE, MIDDLE, Reason.CONSTANT),
        (LOW, HIGH, Reason.SEPARATED),
        ([3, 4, 0, 0, 0], [0, 5, 6, 0, 0], Reason.SEPARATED),
        ([0, 5, 6, 0, 0], [3, 4, 0, 0, 0], Reason.SEPARATED),
    ],
)
def test_ordinal_logit_without_a_finite_estimate_says_so(
    before: list[int], after: list[int], reason: Reason
) -> None:
    got = ordinal_logit(before, after)
    assert nans(got.log_or, got.se, got.odds_ratio, got.loglik) == [True] * 4
    assert got.reason is reason
