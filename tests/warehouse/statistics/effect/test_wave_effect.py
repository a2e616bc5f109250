"""Effect between two waves: what it must say of planted units."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.effect.two_by_two import did_2x2_cluster
from warehouse.statistics.effect.wave_effect import wave_effect

NAN = float("nan")
BEFORE = np.array([0.6, 0.7, 0.65, 0.8, 0.72, 0.71, 0.66, 0.69, 0.74, 0.75, 0.6, 0.7])
CHANGE = np.array(
    [0.1, 0.06, 0.09, 0.07, 0.08, 0.1, 0.02, -0.01, 0.03, 0.0, 0.01, 0.02]
)
AFTER = BEFORE + CHANGE
MONTHS = np.array([3, 5, 7, 9, 11, 13, *[NAN] * 6])
NAMES = np.arange(12)


def test_it_is_the_two_by_two_effect_of_the_unit_changes() -> None:
    got = wave_effect(BEFORE, AFTER, MONTHS, NAMES)
    started = ~np.isnan(MONTHS)
    want = did_2x2_cluster(
        np.r_[BEFORE, AFTER],
        np.r_[started, started],
        np.r_[np.zeros(12), np.ones(12)],
        [*NAMES, *NAMES],
    )
    assert got.method == "cr2"
    assert (got.n_started, got.n_waiting) == (6, 6)
    assert got.effect.value == pytest.approx(want.att)
    assert got.effect.value == pytest.approx(0.5 / 6 - 0.07 / 6)
    assert (got.effect.lo, got.effect.hi) == pytest.approx((want.lo, want.hi), rel=0.05)
    assert got.before.value == pytest.approx(
        BEFORE[started].mean() - BEFORE[~started].mean()
    )
    assert got.effect.detectable > 2.8 * got.effect.se


def test_units_that_share_ballots_are_less_evidence() -> None:
    apart = wave_effect(BEFORE, AFTER, MONTHS, NAMES)
    shared = wave_effect(BEFORE, AFTER, MONTHS, [0, 0, 0, 3, 3, 3, 6, 6, 6, 9, 9, 9])
    assert shared.effect.value == apart.effect.value
    assert shared.effect.df < apart.effect.df


def test_few_units_have_a_permutation_and_no_interval() -> None:
    months = np.array([3.0, 4.0, 5.0, *[NAN] * 9])
    got = wave_effect(BEFORE, AFTER, months, NAMES)
    assert got.method == "permutation"
    assert np.isnan(got.effect.lo)
    assert 0 < got.effect.p_value <= 1


def test_weak_units_that_only_come_back_to_the_mean_show_no_adjusted_effect() -> None:
    rng = np.random.default_rng(5)
    truth = rng.normal(0.75, 0.01, 400)
    before = truth + rng.normal(0, 0.05, 400)
    after = truth + rng.normal(0, 0.05, 400)
    months = np.where(before < np.quantile(before, 0.4), 6.0, NAN)
    got = wave_effect(before, after, months, np.arange(400))
    assert got.effect.lo > 0.02
    assert got.before.hi < 0
    assert got.adjusted.lo < 0.0 < got.adjusted.hi


def test_the_dose_is_the_slope_over_months() -> None:
    rng = np.random.default_rng(6)
    months = np.r_[np.arange(1.0, 21.0), [NAN] * 10]
    before = rng.normal(0.7, 0.03, 30)
    after = before + np.nan_to_num(months) * 0.004 + rng.normal(0, 0.005, 30)
    got = wave_effect(before, after, months, np.arange(30))
    assert got.per_month.lo < 0.004 < got.per_month.hi
    assert got.per_month.lo > 0.0


def test_nobody_waiting_means_no_effect() -> None:
    got = wave_effect(BEFORE, AFTER, np.ones(12), NAMES)
    assert got.method == "none"
    assert np.isnan(got.effect.value)
