"""Limits of differences made of the limits of both."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from warehouse.statistics.change.contrasts import Limits, difference, p_of_limits
from warehouse.statistics.probability.share_intervals import wilson_bounds


def wilson(x: float, n: float) -> Limits:
    return Limits(*wilson_bounds([x], [n]))


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (9, 10, 3, 10), (30, 30, 25, 30)])
def test_of_two_shares_it_is_newcombe(counts: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = counts
    got = difference(wilson(x1, n1), wilson(x2, n2))
    want = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb")
    assert (got.lo[0], got.hi[0]) == pytest.approx(want, abs=1e-9)


def test_a_change_of_one_group_less_another_has_both_errors() -> None:
    """With many ballots: the normal interval of four independent shares."""
    counts = ((8_000, 10_000), (7_000, 10_000), (6_500, 9_000), (6_000, 9_000))
    after, before, after_others, before_others = (wilson(*c) for c in counts)
    got = difference(difference(after, before), difference(after_others, before_others))
    variance = sum(x / n * (1 - x / n) / n for x, n in counts)
    value = 0.1 - 500 / 9_000
    assert got.value[0] == pytest.approx(value)
    assert got.lo[0] == pytest.approx(value - 1.96 * variance**0.5, abs=2e-4)
    assert got.hi[0] == pytest.approx(value + 1.96 * variance**0.5, abs=2e-4)


def test_p_is_below_5_percent_exactly_where_0_is_left_out() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(5, 300, (2, 500))
    x = rng.binomial(n, rng.uniform(0.3, 1.0, (2, 500)))
    got = difference(
        Limits(*wilson_bounds(x[0], n[0])), Limits(*wilson_bounds(x[1], n[1]))
    )
    p = p_of_limits(got)
    leaves_out = (got.lo > 0) | (got.hi < 0)
    assert leaves_out.sum() > 50
    assert ((p < 0.05) == leaves_out).all()
