"""Gaps between two sources against hand arithmetic and scipy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.agreement.equivalence import (
    icc_oneway,
    tost_means_from_counts,
    tost_two_proportions,
)
from warehouse.statistics.agreement.gaps_over_units import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.reasons import Reason

UNITS = ([95, 182, 47], [100, 200, 48], [33, 50, 18], [40, 60, 20])
LEVELS = [1, 2, 3, 4, 5]


def with_unit(*cell: int) -> Any:
    """The units and one more."""
    return [[*column, extra] for column, extra in zip(UNITS, cell, strict=True)]


def test_one_unit_gives_its_plain_difference() -> None:
    got = mh_risk_difference([90], [100], [70], [100])
    assert got.rd == pytest.approx(0.2)
    table = [[90, 10], [70, 30]]
    want = stats.chi2_contingency(table, correction=False).statistic
    # the Mantel-Haenszel variance has N − 1 where Pearson's has N
    assert got.cmh_chi2 == pytest.approx(want * 199 / 200)
    assert got.z == pytest.approx(got.rd / got.se)
    assert got.lo < got.rd < got.hi


def test_units_of_one_person_do_not_break_the_pooled_difference() -> None:
    got, plain = mh_risk_difference(*with_unit(1, 1, 0, 0)), mh_risk_difference(*UNITS)
    assert got == plain


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        (([], [], [], []), Reason.EMPTY),
        (([3], [4], [0], [0]), Reason.EMPTY),
        (([0], [0], [0], [0]), Reason.EMPTY),
        (([4, 5], [4, 5], [6, 7], [6, 7]), Reason.CONSTANT),
        (([90, 5], [100, 4], [70, 3], [100, 4]), Reason.OUT_OF_RANGE),
    ],
)
def test_pooled_difference_says_why_it_is_missing(units: Any, reason: Reason) -> None:
    got = mh_risk_difference(*units)
    assert math.isnan(got.se) is (reason is not Reason.OUT_OF_RANGE)
    assert got.reason is reason


def test_random_gap_without_heterogeneity_is_the_precision_mean() -> None:
    got = meta_random_gap(*UNITS)
    w = 1 / got.gap_var
    assert got.tau2 == 0
    assert got.i2 == 0
    assert got.pooled == pytest.approx((w * got.gap).sum() / w.sum())
    assert (got.pi_lo, got.pi_hi) == pytest.approx((got.lo, got.hi))


def test_random_gap_with_heterogeneity_widens_everything() -> None:
    got = meta_random_gap([95, 50, 47], [100, 100, 48], [33, 50, 18], [40, 60, 20])
    assert got.tau2 > 0
    assert got.i2 == pytest.approx(100 * (got.q - 2) / got.q)
    assert got.pi_lo < got.lo < got.pooled < got.hi < got.pi_hi
    assert got.hk_lo < got.pooled < got.hk_hi
    assert got.wide_lo == min(got.lo, got.hk_lo)
    assert got.wide_hi == max(got.hi, got.hk_hi)


def test_random_gap_with_a_zero_cell_adds_half_to_each() -> None:
    got = meta_random_gap([10], [10], [4], [9])
    p1, p2 = 10.5 / 11, 4.5 / 10
    assert got.gap[0] == pytest.approx(p1 - p2)
    assert got.gap_var[0] == pytest.approx(p1 * (1 - p1) / 11 + p2 * (1 - p2) / 10)


def test_random_gap_of_one_unit_has_no_spread_between_units() -> None:
    got = meta_random_gap([9], [10], [4], [9])
    assert got.wide_lo == got.lo < got.pooled < got.hi == got.wide_hi
    for value in (got.tau2, got.i2, got.pi_lo, got.hk_se, got.hk_hi):
        assert math.isnan(value)
    assert got.reason is Reason.ONE_GROUP


def test_sources_of_one_voice_each_have_no_error_whichever_way_round() -> None:
    for x1, x2 in ((0, 10), (1, 0)):
        got = mh_risk_difference([x1], [1], [x2], [10])
        assert abs(got.rd) == 1
        assert math.isnan(got.se)
        assert got.reason is Reason.CONSTANT


def test_random_gap_leaves_out_units_without_a_source() -> None:
    got, plain = meta_random_gap(*with_unit(3, 4, 0, 0)), meta_random_gap(*UNITS)
    assert math.isnan(got.gap[3])
    assert got.pooled == plain.pooled
    nothing = meta_random_gap([3], [4], [0], [0])
    assert math.isnan(nothing.pooled)
    assert nothing.reason is Reason.EMPTY


def test_equivalence_follows_the_ninety_percent_newcombe_interval() -> None:
    for x_b, expected in ((3560, True), (3360, False)):
        got = tost_two_proportions(9120, 10000, x_b, 4000, margin=0.05)
        _, lo, hi = newcombe_bounds(9120, 10000, x_b, 4000, conf=0.9)
        assert [got.newcombe_lo, got.newcombe_hi] == [float(lo), float(hi)]
        assert got.equivalent_newcombe is expected
        assert (got.p_tost < 0.05) is expected
        assert got.p_tost == max(got.p_lower, got.p_upper)
        assert got.reason is Reason.NONE


def test_equivalence_without_spread_has_an_interval_but_no_test() -> None:
    got = tost_two_proportions(50, 50, 40, 40, margin=0.1)
    assert got.equivalent_newcombe is True
    assert math.isnan(got.p_tost)
    assert got.reason is Reason.CONSTANT


def test_equivalence_without_answers_is_unknown() -> None:
    got = tost_two_proportions(0, 0, 40, 40, margin=0.1)
    assert got.equivalent_newcombe is None
    assert math.isnan(got.diff)
    assert got.reason is Reason.EMPTY


def test_equivalence_of_means_matches_scipy() -> None:
    a, b = [10, 20, 60, 480, 430], [5, 13, 34, 190, 158]
    rows_a, rows_b = np.repeat(LEVELS, a), np.repeat(LEVELS, b)
    got = tost_means_from_counts(LEVELS, a, b, 0.2)
    up = stats.ttest_ind(
        rows_a + 0.2, rows_b, equal_var=False, alternative="greater"
    ).pvalue
    down = stats.ttest_ind(
        rows_a - 0.2, rows_b, equal_var=False, alternative="less"
    ).pvalue
    assert (got.p_lower, got.p_upper) == pytest.approx((up, down))
    assert got.p_tost == max(got.p_lower, got.p_upper)


def test_equivalence_of_constant_means_is_unknown() -> None:
    got = tost_means_from_counts(LEVELS, [0, 0, 5, 0, 0], [0, 0, 7, 0, 0], 0.2)
    assert got.diff == 0
    assert math.isnan(got.p_tost)
    assert got.reason is Reason.CONSTANT


def test_icc_matches_the_analysis_of_variance() -> None:
    groups = [[0, 1, 4, 12, 8], [1, 3, 9, 10, 2], [0, 0, 3, 14, 11]]
    got = icc_oneway(LEVELS, groups)
    want = stats.f_oneway(*(np.repeat(LEVELS, counts) for counts in groups))
    assert (got.f, got.p_value) == pytest.approx((want.statistic, want.pvalue))
    assert got.icc == pytest.approx(
        (got.msb - got.msw) / (got.msb + (got.n0 - 1) * got.msw)
    )
    assert got == icc_oneway(LEVELS, [*groups, [0] * 5])


def test_groups_more_alike_than_chance_make_no_ballots() -> None:
    same = [[1, 2, 4, 2, 1]] * 4
    got = icc_oneway(LEVELS, same)
    assert got.icc < 0
    assert got.deff_mean == 1
    unlike = icc_oneway(LEVELS, [[9, 1, 0, 0, 0], [0, 0, 0, 1, 9]])
    assert unlike.deff_mean == pytest.approx(1 + 9 * unlike.icc)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([], Reason.EMPTY),
        ([[0, 0, 0, 4, 5]], Reason.ONE_GROUP),
        ([[0, 0, 0, 4, 0], [0, 0, 0, 0, 3]], Reason.CONSTANT),
        ([[0, 0, 0, 1, 0], [0, 0, 0, 0, 1]], Reason.CONSTANT),
    ],
)
def test_icc_says_why_there_is_no_test(groups: list[list[int]], reason: Reason) -> None:
    got = icc_oneway(LEVELS, groups)
    assert math.isnan(got.f)
    assert math.isnan(got.p_value)
    assert got.reason is reason
