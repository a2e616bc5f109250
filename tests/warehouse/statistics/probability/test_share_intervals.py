"""Intervals of a share against published tables and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.probability.share_intervals import (
    clopper_pearson_ci,
    wilson_bounds,
    wilson_ci,
)
from warehouse.statistics.reasons import Reason


@pytest.mark.parametrize(
    ("x", "n", "lo", "hi"),
    # Newcombe (1998) Stat Med 17:857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilson_matches_the_printed_table(x: int, n: int, lo: float, hi: float) -> None:
    got = wilson_ci(x, n)
    assert (round(got.lo, 4), round(got.hi, 4)) == (lo, hi)
    assert got.reason is Reason.NONE


def test_wilson_matches_scipy_for_many_cells_at_once() -> None:
    x, n = np.array([0, 1, 29, 30, 500]), np.array([30, 30, 30, 30, 731])
    _, lo, hi = wilson_bounds(x, n, 0.9)
    for i in range(len(x)):
        want = stats.binomtest(int(x[i]), int(n[i])).proportion_ci(0.9, "wilson")
        assert lo[i] == pytest.approx(want.low, abs=1e-12)
        assert hi[i] == pytest.approx(want.high, abs=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (0, 0, Reason.EMPTY),
        (1, math.nan, Reason.EMPTY),
        (5, 4, Reason.OUT_OF_RANGE),
        (-1, 4, Reason.OUT_OF_RANGE),
        (math.nan, 4, Reason.OUT_OF_RANGE),
    ],
)
def test_an_impossible_count_gives_nan_and_the_reason(
    x: float, n: float, reason: Reason
) -> None:
    for got in (wilson_ci(x, n), clopper_pearson_ci(x, n)):
        assert math.isnan(got.p)
        assert math.isnan(got.lo)
        assert math.isnan(got.hi)
        assert got.reason is reason


@pytest.mark.parametrize("x", [0, 1, 7, 12])
def test_clopper_pearson_matches_scipy(x: int) -> None:
    want = stats.binomtest(x, 12).proportion_ci(0.95, "exact")
    got = clopper_pearson_ci(x, 12)
    assert (got.lo, got.hi) == pytest.approx((want.low, want.high), abs=1e-12)
