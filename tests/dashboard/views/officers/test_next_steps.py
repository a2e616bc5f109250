"""What would change a verdict follows from the rule that made it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dashboard.views.officers.next_steps import (
    Change,
    ballots_to_reliability,
    good_ballots_in_row,
    low_from,
    what_would_change,
)
from warehouse.statistics.officers.shrinkage import beta_binomial_eb
from warehouse.statistics.probability.binomial import binomial_lower

ROW: dict[str, Any] = {
    "band": "none",
    "n": 100,
    "observed": 90,
    "expected": 90.0,
    "n_window": 300,
    "reliability": 0.6,
    "shrunken_share": 0.8,
    "theta_min": 0.85,
}


@pytest.mark.parametrize(
    ("n", "share"), [(30, 0.9), (100, 0.9), (57, 0.83), (400, 0.95)]
)
def test_the_line_is_where_the_tail_crosses(n: int, share: float) -> None:
    low = low_from(n, n * share)
    assert low is not None
    assert binomial_lower(low, n, share) < 0.025 <= binomial_lower(low + 1, n, share)


def test_nobody_can_be_low_on_a_few_ballots() -> None:
    assert low_from(0, 0.0) is None
    assert low_from(2, 0.2) is None


def test_missing_ballots_make_the_reliability() -> None:
    missing = ballots_to_reliability(ROW, 0.7)
    prior = 300 * (1 - 0.6) / 0.6
    assert (300 + missing) / (300 + missing + prior) >= 0.7
    assert (300 + missing - 1) / (300 + missing - 1 + prior) < 0.7
    assert ballots_to_reliability({**ROW, "reliability": 0.7}, 0.7) == 0
    assert ballots_to_reliability({**ROW, "reliability": None}, 0.7) == 0


def test_good_ballots_in_a_row_agree_with_the_model_that_made_the_row() -> None:
    n = np.array([300.0, 280.0, 310.0, 290.0, 305.0, 295.0])
    x = np.array([230.0, 262.0, 295.0, 270.0, 280.0, 281.0])
    fit = beta_binomial_eb(x, n, 0.85)
    row = {
        **ROW,
        "n_window": n[0],
        "reliability": fit.reliability[0],
        "shrunken_share": fit.posterior_mean[0],
    }
    more = good_ballots_in_row(row, 0.80)
    assert fit.prob_below[0] > 0.80
    assert 1 < more < 300
    assert good_ballots_in_row(row, float(fit.prob_below[0]) + 0.001) == 1


def test_each_band_says_its_own_thing() -> None:
    assert what_would_change(ROW) == [Change("low_from", 83, 100)]
    look = what_would_change({**ROW, "band": "look"})
    assert [change.key for change in look] == ["good_from", "more_reliable"]
    assert look[0] == Change("good_from", 84, 100)
    near = {**ROW, "band": "evidence", "shrunken_share": 0.82}
    assert [c.key for c in what_would_change(near)] == ["good_from", "good_in_row"]
    far = what_would_change({**near, "shrunken_share": 0.5})
    assert far[1] == Change("good_in_row_many", 200)


def test_too_few_says_how_many_are_missing() -> None:
    hidden = {**ROW, "band": "too_few", "n": None}
    assert what_would_change(hidden) == [Change("enough_ballots", 10)]
    some = {**ROW, "band": "too_few", "n": 4}
    assert what_would_change(some) == [Change("more_ballots", 6)]
    once = {**ROW, "band": "too_few", "n": 15}
    assert what_would_change(once) == [Change("another_period", 10)]
