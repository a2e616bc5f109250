"""Attribution estimators: invariances, planted effects, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statistics.effect.interrupted_series import default_lag, its_segmented
from warehouse.statistics.effect.interrupted_series_mean import its_mean_effect
from warehouse.statistics.effect.panel import build_panel
from warehouse.statistics.effect.permutation import (
    did_permutation,
    start_permutation,
)
from warehouse.statistics.effect.pre_trend import event_study, pretrend_test
from warehouse.statistics.effect.staggered import (
    StaggeredEffects,
    callaway_santanna,
    staggered_effects,
)
from warehouse.statistics.effect.two_by_two import did_2x2_cluster, did_2x2_proportions

Rows = tuple[np.ndarray, list[int], np.ndarray, np.ndarray]


def rows(
    starts: list[int], n_periods: int, effect: float = 0.03, seed: int = 0
) -> Rows:
    """Unit x period rows with a planted constant effect."""
    rng = np.random.default_rng(seed)
    n, t = len(starts), np.arange(1, n_periods + 1)
    start = np.array(starts, float)[:, None]
    y = rng.normal(0.8, 0.05, (n, 1)) + rng.normal(0, 0.01, n_periods)
    y = y + rng.normal(0, 0.005, (n, n_periods))
    y = y + effect * ((start > 0) & (t >= start))
    units = np.repeat(np.arange(n), n_periods).tolist()
    return y.ravel(), units, np.tile(t, n), np.repeat(starts, n_periods)


STAGGERED = [4] * 6 + [6] * 5 + [0] * 7


@pytest.mark.parametrize("control", ["nevertreated", "notyettreated"])
@pytest.mark.parametrize("base_period", ["universal", "varying"])
def test_a_planted_effect_is_found(control: str, base_period: str) -> None:
    fit = callaway_santanna(
        *rows(STAGGERED, 8), control=control, base_period=base_period
    )
    for effect in (fit.simple, fit.dynamic.overall, fit.group.overall):
        assert effect.att == pytest.approx(0.03, abs=4 * effect.se_jackknife)
        assert effect.se_jackknife > effect.se
    early = fit.cells.t < fit.cells.g
    assert np.abs(fit.cells.att[early]).max() < 0.02


def test_both_bases_agree_after_the_start() -> None:
    data = rows(STAGGERED, 8)
    fits = [callaway_santanna(*data, base_period=b) for b in ("universal", "varying")]
    late = [f.cells.att[f.cells.t >= f.cells.g] for f in fits]
    assert late[0] == pytest.approx(late[1])
    assert (fits[0].cells.att[fits[0].cells.t == fits[0].cells.g - 1] == 0).all()


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_order_and_common_shifts_change_nothing(seed: int) -> None:
    y, unit, time, cohort = rows(STAGGERED, 7, seed=seed)
    fit = callaway_santanna(y, unit, time, cohort)
    order = np.random.default_rng(seed).permutation(len(y))
    shifted = y + 0.1 * time + np.array(unit)
    again = callaway_santanna(
        shifted[order], [unit[i] for i in order], time[order], cohort[order]
    )
    assert again.group.overall.att == pytest.approx(fit.group.overall.att)
    assert again.dynamic.se_jackknife == pytest.approx(fit.dynamic.se_jackknife)


def test_jackknife_equals_refitting_without_each_unit() -> None:
    y, unit, time, cohort = rows(STAGGERED, 7)
    whole = callaway_santanna(y, unit, time, cohort).simple
    ids = np.array(unit)
    left_out = np.array(
        [
            callaway_santanna(
                y[ids != u], ids[ids != u].tolist(), time[ids != u], cohort[ids != u]
            ).simple.att
            for u in range(len(STAGGERED))
        ]
    )
    n = len(left_out)
    se = np.sqrt((n - 1) / n * ((left_out - whole.att) ** 2).sum())
    assert whole.se_jackknife == pytest.approx(se)


def test_without_waiting_units_the_last_cohort_is_control_only() -> None:
    panel = build_panel(*rows([3] * 4 + [5] * 4, 8))
    assert panel.times.tolist() == [1, 2, 3, 4]
    assert panel.cohorts.tolist() == [0, 3]
    assert staggered_effects(panel).group.at.tolist() == [3]


def test_units_that_cannot_be_compared_are_left_out() -> None:
    y, unit, time, cohort = rows([1, 3, 3, 9, 0, 0], 5)
    y[unit.index(5)] = np.nan
    panel = build_panel(y, unit, time, cohort)
    assert panel.n_left_out == 2
    assert panel.n_units == 4
    assert panel.cohorts.tolist() == [0, 3]


@pytest.mark.parametrize("starts", [[0, 0, 0], [3, 3, 3], []])
def test_no_comparison_is_undefined(starts: list[int]) -> None:
    fit = callaway_santanna(*rows(starts, 5))
    assert np.isnan(fit.simple.att)
    assert fit.reason
    test = start_permutation(build_panel(*rows(starts, 5)))
    assert np.isnan(test.p_two_sided)


def test_a_cohort_of_one_unit_has_no_jackknife_error() -> None:
    fit = callaway_santanna(*rows([3, 5, 5, 5, 0, 0, 0], 7))
    lone = fit.group.at == 3
    assert np.isnan(fit.group.se_jackknife[lone]).all()
    assert not np.isnan(fit.group.se_jackknife[~lone]).any()
    assert not np.isnan(fit.group.overall.se_jackknife)


def fitted(starts: list[int], n_periods: int, drift: float = 0.0) -> StaggeredEffects:
    y, unit, time, cohort = rows(starts, n_periods)
    return callaway_santanna(y + drift * time * (cohort > 0), unit, time, cohort)


def test_pre_trends_are_seen() -> None:
    assert pretrend_test(fitted(STAGGERED, 8)).p_value > 0.05
    assert pretrend_test(fitted(STAGGERED, 8, drift=0.02)).p_value < 0.01


def test_many_pre_periods_are_tested_by_mean_and_slope() -> None:
    assert pretrend_test(fitted([12] * 6 + [0] * 6, 14)).df1 == 2
    assert pretrend_test(fitted([4] * 9 + [0] * 9, 6)).df1 == 2
    assert pretrend_test(fitted([3] * 9 + [0] * 9, 6)).df1 == 1


def test_pre_trends_without_data() -> None:
    assert pretrend_test(fitted([2] * 5 + [0] * 5, 4)).reason
    assert pretrend_test(fitted([4] + [0] * 2, 6)).reason
    few = pretrend_test(fitted([5] * 2 + [0] * 2, 6))
    assert few.df1 == 2 or few.reason


def test_event_study_has_its_base_at_zero() -> None:
    points = {p.exposure: p for p in event_study(fitted(STAGGERED, 8))}
    assert points[-1].att == points[-1].lo == 0
    assert points[0].lo < 0.03 < points[0].hi


def test_too_few_units_for_a_pre_trend() -> None:
    fit = fitted([5] * 2 + [0] * 2, 6)
    narrow = StaggeredEffects(
        fit.cells, fit.simple, fit.dynamic, fit.group, 3, fit.n_left_out
    )
    assert pretrend_test(narrow).reason == "no_pretrend"


def test_two_by_two_needs_four_groups_and_spread() -> None:
    treated, post, unit = [1, 1, 0, 0] * 2, [0] * 4 + [1] * 4, [0, 1, 2, 3] * 2
    level = did_2x2_cluster([0.5] * 8, treated, post, unit)
    assert (level.att, level.reason) == (0.0, "no_unit_spread")
    one_side = did_2x2_cluster([0.1, 0.2], [1, 1], [0, 1], ["a", "a"])
    assert one_side.reason == "empty_side"
    assert did_2x2_cluster([], [], [], []).n_clusters == 0
    lone = did_2x2_cluster([0.1, 0.2, 0.3, 0.5], [1, 0, 1, 0], [0, 0, 1, 1], "abab")
    assert np.isnan(lone.se_cr2)


def test_two_by_two_leaves_missing_rows_out() -> None:
    y = np.array([0.1, 0.2, 0.1, 0.3, 0.4, 0.3, 0.1, 0.35])
    treated, post, unit = [1, 1, 0, 0] * 2, [0] * 4 + [1] * 4, [*"abcd"] * 2
    whole = did_2x2_cluster(y, treated, post, unit)
    more = did_2x2_cluster([*y, np.nan], [*treated, 1], [*post, 1], [*unit, "e"])
    assert more.att == pytest.approx(whole.att)
    assert more.n_clusters == whole.n_clusters
    assert whole.lo < whole.att < whole.hi


@given(st.lists(st.floats(0, 1), min_size=12, max_size=12))
@settings(max_examples=30, deadline=None)
def test_two_by_two_equals_the_difference_of_mean_changes(y: list[float]) -> None:
    treated, post = [1, 1, 1, 0, 0, 0] * 2, [0] * 6 + [1] * 6
    unit = list(range(6)) * 2
    change = np.array(y[6:]) - np.array(y[:6])
    expected = change[:3].mean() - change[3:].mean()
    result = did_2x2_cluster(y, treated, post, unit)
    assert result.att == pytest.approx(expected, abs=1e-9)
    swapped = did_2x2_cluster(y, treated, [1 - p for p in post], unit)
    assert swapped.att == pytest.approx(-expected, abs=1e-9)


def test_proportions_at_the_edges() -> None:
    full = did_2x2_proportions((5, 5), (5, 5), (5, 5), (5, 5))
    assert (full.att, full.se) == (0.0, 0.0)
    assert np.isnan([full.lo, full.hi, full.p_value]).all()
    empty = did_2x2_proportions((0, 0), (5, 5), (5, 5), (5, 5))
    assert np.isnan(empty.att)
    assert empty.reason


def test_permutation_counts_every_assignment() -> None:
    before = np.zeros(6)
    after = np.array([3.0, 2.0, 1.0, 0.0, 0.0, 0.0])
    result = did_permutation(before, after, [1, 1, 1, 0, 0, 0])
    assert (result.n_assignments, result.is_exact) == (20, True)
    assert result.p_greater == pytest.approx(1 / 20)
    assert result.p_two_sided == pytest.approx(2 / 20)
    assert did_permutation(before, after, [1] * 6).reason


def test_permutation_draws_when_there_are_too_many() -> None:
    rng = np.random.default_rng(1)
    before, label = rng.normal(size=26), np.repeat([1, 0], 13)
    strong = did_permutation(before, before + 2 * label + rng.normal(size=26), label)
    assert not strong.is_exact
    assert 1 / 20_001 <= strong.p_two_sided < 0.01
    again = did_permutation(before, before + 2 * label, label)
    assert again == did_permutation(before, before + 2 * label, label)


def test_permuted_starts_find_a_planted_effect() -> None:
    panel = build_panel(*rows(STAGGERED, 8))
    result = start_permutation(panel)
    assert result.p_two_sided == pytest.approx(1 / 2000)
    assert result.att == pytest.approx(staggered_effects(panel).group.overall.att)
    idle = start_permutation(build_panel(*rows(STAGGERED, 8, effect=0.0)))
    assert idle.p_two_sided > 0.05


def test_segmented_series_finds_a_step() -> None:
    rng = np.random.default_rng(2)
    t = np.arange(1, 37)
    y = 80 + 0.1 * t + 5 * (t >= 19) + rng.normal(0, 0.3, 36)
    fit = its_segmented(y, 19)
    assert fit.coef[2] == pytest.approx(5, abs=0.6)
    assert (fit.n_before, fit.n_after, fit.lag) == (18, 18, default_lag(36))
    mean = its_mean_effect(y, 19)
    assert mean.lo < 5 < mean.hi
    assert mean.p_value < 0.001
    assert 0 <= mean.rho < 1


def test_a_season_is_taken_out() -> None:
    t = np.arange(1, 37)
    y = (
        80
        + 3 * np.sin(2 * np.pi * t / 12)
        + np.random.default_rng(3).normal(0, 0.1, 36)
    )
    fit = its_segmented(y, 19, season_length=12)
    assert len(fit.coef) == 6
    assert fit.coef[4] == pytest.approx(3, abs=0.2)
    assert len(its_segmented(y[:20], 11, season_length=12).coef) == 4


@pytest.mark.parametrize("start", [0, 1, 40])
def test_a_start_outside_the_series_is_undefined(start: int) -> None:
    y = np.random.default_rng(1).normal(size=30)
    assert np.isnan(its_segmented(y, start).coef).all()
    assert its_mean_effect(y, start).reason


def test_a_series_without_noise_has_no_error() -> None:
    y = np.arange(1.0, 31.0)
    fit = its_segmented(y, 16)
    assert fit.coef[:2] == pytest.approx([0, 1], abs=1e-9)
    assert np.isnan(fit.se_hac).all()
    assert np.isnan(its_mean_effect(y, 16).p_value)


def test_a_longer_lag_than_the_series_is_cut() -> None:
    y = np.random.default_rng(5).normal(size=12)
    assert not np.isnan(its_segmented(y, 7, lag=40).se_hac).any()
    assert not np.isnan(its_segmented(y, 7, lag=0).se_hac).any()


@pytest.mark.parametrize("control", ["nevertreated", "notyettreated"])
def test_units_in_their_first_period_are_no_control(control: str) -> None:
    _, unit, time, cohort = rows(STAGGERED, 8)
    exact = ((cohort > 0) & (time >= cohort)).astype(float)
    fit = callaway_santanna(exact, unit, time, cohort, control=control)
    assert fit.cells.att == pytest.approx((fit.cells.t >= fit.cells.g).astype(float))


def test_the_mean_effect_averages_step_and_slope() -> None:
    t = np.arange(1, 41)
    since = np.maximum(t - 20, 0)
    noise = np.random.default_rng(7).normal(0, 1e-4, 40)
    y = 3 + 0.2 * t + 2.0 * (since > 0) + 0.5 * since + noise
    assert its_mean_effect(y, 21).att == pytest.approx(2 + 0.5 * 10.5, abs=1e-3)
