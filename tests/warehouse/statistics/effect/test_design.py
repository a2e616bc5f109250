"""The start dates choose the design, and the page says why."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.effect.design import ALWAYS, choose_design
from warehouse.statistics.effect.effect import estimate_effect

from .test_effect import rows

YEAR = list(range(1, 13))
CASES = [
    ([5] * 6 + [7] * 5 + [0] * 8, YEAR, "staggered"),
    ([5] * 6 + [0] * 6, YEAR, "staggered"),
    ([5] * 6 + [9] * 6, YEAR, "staggered"),
    ([2] * 6 + [0] * 6, [1, 2], "two_by_two"),
    ([2] * 6 + [3] * 6 + [0] * 6, [1, 2, 3], "permutation"),
    ([5] * 3 + [0] * 9, YEAR, "permutation"),
    ([5] * 2 + [6] + [0] * 9, YEAR, "permutation"),
    ([5] * 2 + [0] * 4, YEAR, "none"),
    ([13] * 8, list(range(1, 31)), "interrupted"),
    ([5] * 8, YEAR, "none"),
    ([0] * 8, YEAR, "none"),
    ([1] * 8, YEAR, "none"),
    ([20] * 8, YEAR, "none"),
]


@pytest.mark.parametrize(("starts", "times", "design"), CASES)
def test_design_follows_the_start_dates(
    starts: list[int], times: list[int], design: str
) -> None:
    choice = choose_design(starts, times)
    assert choice.design == design
    assert set(ALWAYS) <= set(choice.threats)


def test_units_that_started_first_are_counted_out() -> None:
    assert choose_design([1, 1, *[5] * 6, *[0] * 6], YEAR).n_left_out == 2
    assert choose_design([], []).design == "none"


@pytest.mark.parametrize(("starts", "times", "design"), CASES)
def test_each_design_runs(starts: list[int], times: list[int], design: str) -> None:
    effect = estimate_effect(*rows(starts, len(times)))
    assert effect.choice.design == design
    if design == "none":
        assert np.isnan(effect.att)
        assert effect.reason
    else:
        assert effect.att == pytest.approx(0.03, abs=0.03)
        assert 0 <= effect.p_value <= 1
    if design == "permutation":
        assert np.isnan([effect.lo, effect.hi]).all()
    assert effect.is_attributable == (design == "staggered")


def test_a_drift_before_the_start_forbids_the_word_effect() -> None:
    y, unit, time, cohort = rows([5] * 8 + [0] * 8, 12)
    effect = estimate_effect(y + 0.02 * time * (cohort > 0), unit, time, cohort)
    assert not effect.is_attributable
    assert "not_parallel" in effect.threats
    assert len(effect.points) == 12


def test_units_with_gaps_do_not_count() -> None:
    y, unit, time, cohort = rows([5] * 5 + [0] * 5, 12)
    y[0] = np.nan
    assert estimate_effect(y, unit, time, cohort).choice.design == "permutation"


def test_no_variation_gives_no_interval() -> None:
    y, unit, time, cohort = rows([2] * 6 + [0] * 6, 2)
    effect = estimate_effect(np.full_like(y, 0.5), unit, time, cohort)
    assert np.isnan([effect.lo, effect.p_value]).all()
    assert effect.reason == "no_unit_spread"
    still = estimate_effect(*_level(rows([5] * 6 + [0] * 6, 12)))
    assert not still.is_attributable
    assert "untested_trend" in still.threats


def test_units_that_had_started_before_do_not_dilute_a_series() -> None:
    y, unit, time, cohort = rows([13] * 8, 30)
    alone = estimate_effect(y, unit, time, cohort)
    more = estimate_effect(
        np.append(y, np.ones(30)),
        [*unit, *[99] * 30],
        np.append(time, np.arange(1, 31)),
        np.append(cohort, np.ones(30)),
    )
    assert more.choice.design == "interrupted"
    assert more.att == pytest.approx(alone.att)


def _level(
    data: tuple[np.ndarray, list[int], np.ndarray, np.ndarray],
) -> tuple[np.ndarray, list[int], np.ndarray, np.ndarray]:
    y, unit, time, cohort = data
    return np.full_like(y, 0.5), unit, time, cohort
