"""Those who did not answer."""

from __future__ import annotations

import math

import pytest

from warehouse.statistics.change.nonresponse import nonresponse_bounds, turning_share
from warehouse.statistics.reasons import Reason


def test_at_the_turning_share_nothing_has_changed() -> None:
    share = turning_share(0.70, 0.80, 0.4)
    assert share == pytest.approx(0.6333, abs=1e-4)
    assert share is not None
    assert 0.4 * 0.80 + 0.6 * share == pytest.approx(0.70)


def test_few_silent_people_turn_nothing() -> None:
    assert turning_share(0.50, 0.90, 0.9) is None
    assert turning_share(0.70, 0.80, 1.0) is None
    assert turning_share(0.70, 0.80, 0.0) is None


def test_nonresponse_bounds_are_the_worst_cases() -> None:
    got = nonresponse_bounds(1000, 400, 352, assumed_gap=0.1)
    assert got.lower == pytest.approx(352 / 1000)
    assert got.upper == pytest.approx((352 + 600) / 1000)
    assert got.nr_bias_if_gap == pytest.approx(0.06)
    assert got.reason is Reason.NONE


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0), Reason.EMPTY),
        ((10, 0, 0), Reason.EMPTY),
        ((10, 11, 3), Reason.OUT_OF_RANGE),
        ((10, 5, 6), Reason.OUT_OF_RANGE),
    ],
)
def test_nonresponse_bounds_say_why_they_are_missing(
    counts: tuple[int, int, int], reason: Reason
) -> None:
    got = nonresponse_bounds(*counts)
    assert math.isnan(got.lower)
    assert math.isnan(got.upper)
    assert got.reason is reason
