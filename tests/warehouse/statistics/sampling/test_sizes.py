"""Sample sizes against printed tables, allocations against their rules."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.sizes import (
    allocation,
    sample_size_proportion,
    sample_size_two_proportions,
    sample_size_yamane,
)


@pytest.mark.parametrize(
    ("population", "n"),
    # Krejcie & Morgan (1970), Educ Psychol Meas 30:607, table 1 (rounded)
    [(100, 80), (500, 217), (1000, 278), (10000, 370), (100000, 383)],
)
def test_krejcie_and_morgan(population: int, n: int) -> None:
    got = sample_size_proportion(0.5, 0.05, population=population)
    assert abs(got.n_srs_fpc - n) < 1


def test_design_effect_and_refusals_raise_the_sample() -> None:
    got = sample_size_proportion(0.5, 0.05, deff=1.5, response_rate=0.8)
    assert got.n0 == got.n_srs_fpc
    assert got.n_design == pytest.approx(1.5 * got.n0)
    assert (got.n_design_ceil, got.n_invite) == (577, 722)


@pytest.mark.parametrize(
    "settings",
    [
        {"p": 0.5, "margin": 0},
        {"p": 1.5, "margin": 0.05},
        {"p": 0.5, "margin": 0.05, "population": -5},
        {"p": 0.5, "margin": 0.05, "deff": math.inf},
    ],
)
def test_impossible_settings_give_no_sample(settings: dict[str, float]) -> None:
    got = sample_size_proportion(**settings)
    assert got.n_design_ceil is None
    assert got.n_invite is None
    assert got.reason is Reason.BAD_SETTING


def test_two_wave_sample_has_the_power_asked_for() -> None:
    got = sample_size_two_proportions(0.8, 0.85, power=0.8, deff=1.4)
    n, pooled = got.n_per_group, 0.825
    z = 0.05 * math.sqrt(n) - stats.norm.ppf(0.975) * math.sqrt(
        2 * pooled * (1 - pooled)
    )
    power = stats.norm.cdf(z / math.sqrt(0.8 * 0.2 + 0.85 * 0.15))
    assert power == pytest.approx(0.8)
    assert (got.n_per_group_ceil, got.n_per_group_design) == (906, 1268)


@pytest.mark.parametrize(
    ("p1", "p2", "power"), [(0.5, 0.5, 0.8), (0.5, 1.2, 0.8), (0.5, 0.6, 1.0)]
)
def test_no_two_wave_sample_for_impossible_settings(
    p1: float, p2: float, power: float
) -> None:
    got = sample_size_two_proportions(p1, p2, power)
    assert math.isnan(got.n_per_group)
    assert got.n_per_group_design is None
    assert got.reason is Reason.BAD_SETTING


def test_the_official_formula() -> None:
    got = sample_size_yamane(200)
    assert got.n_raw == pytest.approx(200 / 1.5)
    assert (got.n_round, got.n_ceil) == (133, 134)
    # z = 2 and p = ½ in Cochran's formula give the same
    conf = float(2 * stats.norm.cdf(2) - 1)
    ours = sample_size_proportion(0.5, 0.05, conf, population=200)
    assert ours.n0 / (1 + ours.n0 / 200) == pytest.approx(got.n_raw)


def test_the_official_formula_refuses_a_missing_margin() -> None:
    got = sample_size_yamane(200, float("nan"))
    assert got.n_ceil is None
    assert got.reason is Reason.BAD_SETTING


def test_proportional_allocation_raises_small_strata_to_the_minimum() -> None:
    got = allocation("proportional", [4200, 1500, 800, 300, 90, 20], [0.4] * 6, 400, 30)
    assert got.n == (207, 74, 39, 30, 30, 20)
    assert sum(got.n) == 400
    assert got.reason is Reason.NONE


def test_neyman_takes_small_varied_strata_whole() -> None:
    got = allocation("neyman", [1000, 10], [0.1, 5], 50)
    assert got.n == (40, 10)
    assert got.se_mean == pytest.approx(
        math.sqrt((1000 / 1010) ** 2 * 0.01 * (1 / 40 - 1 / 1000))
    )


def test_equal_remainders_go_to_the_earlier_stratum() -> None:
    assert allocation("proportional", [10, 10, 10], [1, 1, 1], 8).n == (3, 3, 2)


def test_a_stratum_without_people_gets_nobody() -> None:
    got = allocation("proportional", [0, 100], [1, 1], 10, 5)
    assert got.n == (0, 10)
    assert math.isfinite(got.se_mean)


def test_a_stratum_without_answers_leaves_the_error_unknown() -> None:
    got = allocation("neyman", [100, 100], [1, 0.001], 5)
    assert got.n == (5, 0)
    assert math.isnan(got.se_mean)


def test_minimums_beyond_the_sample_are_kept_and_said() -> None:
    got = allocation("proportional", [1000, 1000], [1, 1], 20, 15)
    assert got.n == (15, 15)
    assert got.reason is Reason.SAMPLE_BELOW_MINIMUM


@pytest.mark.parametrize(
    ("population", "sd", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([0, 0], [1, 1], Reason.BAD_SETTING),
        ([-5, 9], [1, 1], Reason.BAD_SETTING),
    ],
)
def test_nothing_to_allocate(
    population: list[float], sd: list[float], reason: Reason
) -> None:
    got = allocation("neyman", population, sd, 10)
    assert got.n == ()
    assert np.isnan(got.raw).all()
    assert got.reason is reason


def test_nobody_served_needs_no_sample() -> None:
    size = sample_size_proportion(0.5, 0.05, population=0)
    assert (size.n_srs_fpc, size.n_design_ceil, size.n_invite) == (0, 0, 0)


def test_without_any_response_no_number_of_invitations_is_enough() -> None:
    size = sample_size_proportion(0.5, 0.05, population=100, response_rate=0)
    assert (size.n_design_ceil, size.n_invite) == (80, None)
    assert size.reason == "bad_setting"


def test_no_margin_asks_everyone() -> None:
    assert sample_size_yamane(100, 0).n_ceil == 100
