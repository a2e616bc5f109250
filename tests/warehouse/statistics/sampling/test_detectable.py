"""The plan's promise: the smallest change that will be seen, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.sampling.detectable import (
    answers_for_change,
    chance_to_see,
    smallest_seen,
)


@pytest.mark.parametrize("side", ["rise", "fall"])
@pytest.mark.parametrize(
    ("before", "n_before", "after", "n_after"),
    [(0.9, 30, 0.7, 47), (0.5, 61, 0.66, 40), (0.98, 25, 0.8, 25), (0.1, 12, 0.4, 80)],
)
def test_the_chance_is_the_sum_over_all_counts(
    side: str, before: float, n_before: int, after: float, n_after: int
) -> None:
    x, y = np.arange(n_before + 1.0), np.arange(n_after + 1.0)
    _, low, high = newcombe_bounds(y[None, :], n_after, x[:, None], n_before)
    seen = low > 0 if side == "rise" else high < 0
    chance = (
        stats.binom.pmf(x, n_before, before) @ seen @ stats.binom.pmf(y, n_after, after)
    )
    found = chance_to_see(side, before, n_before, after, n_after, 0.95)  # type: ignore[arg-type]
    assert found == pytest.approx(chance, abs=1e-7)


def test_the_smallest_change_is_seen_four_times_in_five() -> None:
    seen = smallest_seen(0.88, 115, 240)
    rise = chance_to_see("rise", 0.88, 115, 0.88 + seen.rise, 240, 0.95)
    fall = chance_to_see("fall", 0.88, 115, 0.88 - seen.fall, 240, 0.95)
    assert rise == pytest.approx(0.8, abs=1e-3)
    assert fall == pytest.approx(0.8, abs=1e-3)
    assert seen.fall > seen.rise  # answers spread more towards the middle


def test_a_change_there_is_no_room_for_is_none() -> None:
    seen = smallest_seen(0.98, 30, 30)
    assert np.isnan(seen.rise)
    assert 0 < seen.fall < 0.98
    assert np.isnan(smallest_seen(0.9, 0, 100).fall)


def test_answers_for_a_change_are_the_fewest() -> None:
    n = answers_for_change(0.9, 0.13, 115)
    assert n is not None
    assert chance_to_see("fall", 0.9, 115, 0.77, n, 0.95) >= 0.8
    assert chance_to_see("fall", 0.9, 115, 0.77, n - 10, 0.95) < 0.8


def test_no_number_mends_an_earlier_wave_that_was_too_small() -> None:
    assert answers_for_change(0.9, 0.05, 115) is None


def test_two_new_waves_need_what_the_formula_says() -> None:
    # R: power.prop.test(p1 = .9, p2 = .85, power = .8) gives 685.6 per group
    assert answers_for_change(0.9, 0.05, None) == 686
