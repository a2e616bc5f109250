"""What would change a verdict follows from the rule that made it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import beta, binom

from dashboard.views.officers.next_steps import (
    Change,
    good_ballots_in_row,
    low_from,
    what_would_change,
)

RULES = {"officer_min_n_judge": 30.0, "posterior_min": 0.80}
ROW: dict[str, Any] = {
    "band": "none",
    "n": 100,
    "n_effective": 100.0,
    "observed": 90.0,
    "expected": 90.0,
    "n_window": 300,
    "n_window_single": 300.0,
    "shrunken_share": 0.8,
    "shrunken_low": 0.75,
    "shrunken_high": 0.85,
    "theta_min": 0.85,
}


@pytest.mark.parametrize(
    ("n", "share"), [(30, 0.9), (100, 0.9), (57, 0.83), (400, 0.95)]
)
def test_the_line_is_where_the_tail_crosses(n: int, share: float) -> None:
    row = {**ROW, "n": n, "n_effective": float(n), "expected": n * share}
    low = low_from(row)
    assert low is not None
    count = np.floor(low * n)
    assert binom.cdf(count, n, share) < 0.025 <= binom.cdf(count + 1, n, share)
    # several questions on a ballot tell more: the line lies nearer
    nearer = low_from({**row, "n_effective": 2.0 * n})
    assert nearer is not None
    assert low < nearer < share


def test_nobody_can_be_low_on_a_few_ballots() -> None:
    assert low_from({**ROW, "n": 0, "n_effective": 0.0}) is None
    assert low_from({**ROW, "n": 2, "n_effective": 2.0, "expected": 0.2}) is None


def test_good_ballots_in_a_row_agree_with_the_estimate_that_is_shown() -> None:
    low, high = (float(beta.ppf(q, 230, 70)) for q in (0.025, 0.975))
    row = {**ROW, "shrunken_share": 230 / 300, "shrunken_low": low}
    row["shrunken_high"] = high
    more = good_ballots_in_row(row, 0.80)
    assert beta.cdf(0.85, 230 + more, 70) <= 0.80
    assert beta.cdf(0.85, 230 + more - 3, 70) > 0.80
    assert good_ballots_in_row({**row, "n_effective": 200.0}, 0.80) < more
    assert good_ballots_in_row({**row, "shrunken_low": None}, 0.80) == 0


def test_each_band_says_its_own_thing() -> None:
    line = low_from(ROW)
    assert line == pytest.approx(0.833, abs=0.01)
    assert what_would_change(ROW, RULES) == [Change("low_from", 100, line)]
    look = what_would_change({**ROW, "band": "look"}, RULES)
    assert look == [Change("good_from", 100, line)]
    near = {**ROW, "band": "evidence"}
    assert [c.key for c in what_would_change(near, RULES)] == [
        "good_from",
        "good_in_row",
    ]
    far = {**near, "shrunken_share": 0.5, "shrunken_low": 0.48, "shrunken_high": 0.52}
    assert what_would_change(far, RULES)[1] == Change("good_in_row_many", 200)


def test_too_few_says_how_many_are_missing() -> None:
    hidden = {**ROW, "band": "too_few", "n": None, "n_window_single": None}
    assert what_would_change(hidden, RULES) == [Change("enough_ballots", 30)]
    some = {**ROW, "band": "too_few", "n": 14, "n_window": 31}
    some["n_window_single"] = 20.5
    assert what_would_change(some, RULES) == [Change("more_ballots", 10)]


def test_the_advice_follows_the_rules_of_the_period() -> None:
    """A province that asks for 60 ballots is not told that 30 are enough."""
    stricter = {"officer_min_n_judge": 60.0, "posterior_min": 0.95}
    some = {**ROW, "band": "too_few", "n": 14, "n_window_single": 40}
    assert what_would_change(some, stricter) == [Change("more_ballots", 20)]
    near = {**ROW, "band": "evidence"}
    ours, theirs = (what_would_change(near, one)[1].n for one in (RULES, stricter))
    assert theirs < ours
