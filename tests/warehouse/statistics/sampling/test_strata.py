"""Stratified shares from counts against the same answers as rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.probability.share_intervals import wilson_ci
from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.design import Design, LonelyPsu, make_design
from warehouse.statistics.sampling.strata import (
    stratified_diff_from_counts,
    stratified_from_counts,
)
from warehouse.statistics.sampling.weighted_means import svymean

LEVELS = [1, 2, 3, 4, 5]
COUNTS = np.array([[2, 5, 14, 60, 39], [1, 3, 9, 30, 37], [0, 1, 4, 15, 10]])
SERVED = np.array([1200.0, 800, 150])


def as_rows(
    counts: np.ndarray, served: np.ndarray, fpc: bool, rule: LonelyPsu
) -> tuple[np.ndarray, Design]:
    n = counts.sum(axis=1)
    y = np.concatenate([np.repeat(LEVELS, row) for row in counts]).astype(float)
    size = np.repeat(served, n)
    strata = list(np.repeat(np.arange(len(n)), n))
    design = make_design(
        np.repeat(served / n, n),
        strata=strata,
        fpc1=size if fpc else None,
        lonely_psu=rule,
    )
    return y, design


@pytest.mark.parametrize("fpc", [True, False])
@pytest.mark.parametrize("rule", ["fail", "adjust", "average", "remove"])
@pytest.mark.parametrize("has_lonely", [True, False])
def test_counts_give_what_rows_give(
    fpc: bool, rule: LonelyPsu, has_lonely: bool
) -> None:
    counts = np.vstack([COUNTS, [0, 0, 0, 1, 0]]) if has_lonely else COUNTS
    served = np.append(SERVED, 90.0)[: len(counts)]
    y, design = as_rows(counts, served, fpc, rule)
    mean, share = svymean(y, design), svymean((y >= 4) * 1.0, design)
    got = stratified_from_counts(LEVELS, 4, counts, served, fpc=fpc, lonely_psu=rule)
    want = (share.mean, share.se, share.lo, share.hi, share.deff_replace)
    assert (
        got.share,
        got.share_se,
        got.share_lo,
        got.share_hi,
        got.share_deff,
    ) == pytest.approx(want, nan_ok=True)
    assert (got.mean, got.mean_se) == pytest.approx((mean.mean, mean.se), nan_ok=True)
    assert (got.df, got.n) == (design.df, counts.sum())
    assert got.reason is (Reason.LONELY_PSU if has_lonely else Reason.NONE)


def test_all_intervals_hold_the_share_and_stay_in_range() -> None:
    got = stratified_from_counts(LEVELS, 4, COUNTS, SERVED)
    for lo, hi in (
        (got.share_logit_lo, got.share_logit_hi),
        (got.share_beta_lo, got.share_beta_hi),
        (got.lo, got.hi),
    ):
        assert 0 < lo < got.share < hi < 1
    assert got.kish_deff > 1


def test_shown_limits_are_wilsons_on_the_effective_n() -> None:
    got = stratified_from_counts(LEVELS, 4, COUNTS, SERVED, fpc=False)
    spread = got.share * (1 - got.share)
    by_variance, by_weights = spread / got.share_se**2, got.n / got.kish_deff
    assert got.n_eff == pytest.approx(min(by_variance, by_weights))
    want = wilson_ci(got.share * got.n_eff, got.n_eff)
    assert (got.lo, got.hi) == (want.lo, want.hi)


def test_unanimous_strata_do_not_feign_precision() -> None:
    counts = [[9, 0, 0, 0, 0], [0, 0, 0, 0, 9]]
    got = stratified_from_counts(LEVELS, 4, counts, [500, 500], fpc=False)
    assert got.share_se == 0
    assert got.n_eff == pytest.approx(18)
    assert got.lo < 0.3 < 0.7 < got.hi


def test_a_full_count_has_no_sampling_error() -> None:
    got = stratified_from_counts(LEVELS, 4, [[0, 1, 2, 3, 4]], [10])
    assert got.n_eff == math.inf
    assert (got.lo, got.share, got.hi) == (0.7, 0.7, 0.7)


def test_everyone_satisfied_shows_wilson_on_the_effective_n() -> None:
    counts = [[0, 0, 0, 10, 30], [0, 0, 0, 5, 5]]
    got = stratified_from_counts(LEVELS, 4, counts, [1000, 1000], fpc=False)
    want = wilson_ci(50 / got.kish_deff, 50 / got.kish_deff)
    assert (got.share, got.hi) == (1, 1)
    assert got.lo == pytest.approx(want.lo)
    assert math.isnan(got.share_logit_lo)
    assert math.isnan(got.share_beta_lo)
    assert math.isnan(got.share_deff)
    assert got.reason is Reason.ALL_OR_NONE


def test_strata_without_answers_are_left_out() -> None:
    padded = np.vstack([COUNTS, np.zeros(5)])
    got = stratified_from_counts(LEVELS, 4, padded, np.append(SERVED, 70))
    assert got == stratified_from_counts(LEVELS, 4, COUNTS, SERVED)


@pytest.mark.parametrize(
    ("counts", "served", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([[0] * 5], [100], Reason.EMPTY),
        ([[0, 0, 0, 1, 0]], [100], Reason.ONE_PSU),
        ([[0, 0, 3, 4, 5]], [11], Reason.OVERSAMPLED),
    ],
)
def test_no_standard_error_without_a_sample(
    counts: list[list[int]], served: list[int], reason: Reason
) -> None:
    got = stratified_from_counts(LEVELS, 4, counts, served)
    assert math.isnan(got.share_se)
    assert math.isnan(got.share_lo)
    assert got.reason is reason


def test_an_unknown_satisfied_level_is_no_share() -> None:
    got = stratified_from_counts(LEVELS, math.nan, COUNTS, SERVED)
    assert math.isnan(got.share)
    assert got.reason is Reason.BAD_SETTING


def test_only_lonely_strata_have_no_average() -> None:
    counts = [[0, 0, 0, 1, 0], [1, 0, 0, 0, 0]]
    got = stratified_from_counts(LEVELS, 4, counts, [10, 10], lonely_psu="average")
    assert math.isnan(got.share_se)
    assert got.reason is Reason.LONELY_PSU


def test_one_answer_of_one_served_is_known_exactly() -> None:
    counts = np.vstack([COUNTS, [0, 0, 0, 1, 0]])
    got = stratified_from_counts(LEVELS, 4, counts, np.append(SERVED, 1))
    assert got.share_se > 0


def test_difference_adds_the_variances_of_the_waves() -> None:
    after = COUNTS + np.array([0, 0, 0, 10, 30])
    before_wave, after_wave = (COUNTS, SERVED), (after, SERVED * 1.1)
    b = stratified_from_counts(LEVELS, 4, *before_wave)
    a = stratified_from_counts(LEVELS, 4, *after_wave)
    got = stratified_diff_from_counts(LEVELS, 4, before_wave, after_wave)
    assert got.diff == pytest.approx(a.share - b.share)
    assert got.se == pytest.approx(math.hypot(a.share_se, b.share_se))
    assert got.df == a.df + b.df
    assert got.lo < got.diff < got.hi
    assert got.score_lo < got.diff < got.score_hi
    assert got.mean_lo < got.mean_diff < got.mean_hi
    t = got.diff / got.se
    assert got.p_value == pytest.approx(2 * stats.t.sf(abs(t), got.df))
    assert got.reason is Reason.NONE


def test_difference_of_two_full_marks_keeps_an_honest_interval() -> None:
    full = ([[0, 0, 0, 0, 40]], [500])
    got = stratified_diff_from_counts(LEVELS, 4, full, full)
    assert (got.diff, got.lo, got.hi) == (0, 0, 0)
    assert math.isnan(got.p_value)
    assert got.score_lo < 0 < got.score_hi
    assert got.reason is Reason.ALL_OR_NONE


def test_difference_with_an_empty_wave_is_nan() -> None:
    got = stratified_diff_from_counts(LEVELS, 4, ([], []), (COUNTS, SERVED))
    assert math.isnan(got.diff)
    assert math.isnan(got.score_lo)
    assert got.reason is Reason.EMPTY
