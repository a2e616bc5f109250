"""Interviewers beside each other: exact tails, correlation within units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from warehouse.statistics.agreement.equivalence import icc_oneway
from warehouse.statistics.questionnaire.interviewers import icc_within_units, peer_tail
from warehouse.statistics.reasons import Reason


def test_one_unit_is_fishers_exact_test() -> None:
    tail = peer_tail([7], [10], [9], [40])
    assert tail.p_value == pytest.approx(hypergeom.sf(6, 40, 9, 10), rel=1e-9)
    assert tail.expected == pytest.approx(2.25)
    assert tail.peer_share == pytest.approx(2 / 30)
    assert tail.excess == pytest.approx(0.7 - 2 / 30)


def test_units_add_up_as_their_distributions() -> None:
    tail = peer_tail([2, 3], [5, 6], [4, 8], [20, 18])
    first = hypergeom(20, 4, 5).pmf(np.arange(6))
    second = hypergeom(18, 8, 6).pmf(np.arange(7))
    assert tail.p_value == pytest.approx(np.convolve(first, second)[5:].sum(), rel=1e-9)


def test_dealt_by_chance_the_tail_is_a_p_value() -> None:
    rng = np.random.default_rng(7)
    n, k, size = np.array([15, 15]), np.array([20, 6]), np.array([60, 60])
    low = [
        peer_tail(rng.hypergeometric(k, size - k, n), n, k, size).p_value <= 0.05
        for _ in range(2_000)
    ]
    assert np.mean(low) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 2_000)


def test_nobody_else_asked() -> None:
    tail = peer_tail([5], [5], [5], [5])
    assert tail.of == 0
    assert np.isnan(tail.p_value)
    assert np.isnan(tail.excess)


def test_one_unit_is_the_one_way_analysis() -> None:
    x, n = np.array([8, 3, 6]), np.array([10, 12, 9])
    ours = icc_within_units(x, n, [0, 0, 0])
    known = icc_oneway([0, 1], np.column_stack([n - x, x]))
    assert ours.icc == pytest.approx(known.icc, rel=1e-12)
    assert ours.p_value == pytest.approx(known.p_value, rel=1e-9)


def test_units_that_differ_are_no_effect_of_who_asks() -> None:
    x, n = np.array([9, 9, 2, 2]), np.full(4, 10)
    assert icc_within_units(x, n, [0, 0, 1, 1]).icc < 0
    assert icc_within_units([9, 2, 9, 2], n, [0, 0, 1, 1]).icc > 0.3


@pytest.mark.parametrize(
    ("n", "unit", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([0], [0], Reason.EMPTY),
        ([9, 9], [0, 1], Reason.ONE_GROUP),
    ],
)
def test_it_says_why_there_is_none(
    n: list[int], unit: list[int], reason: Reason
) -> None:
    found = icc_within_units(np.zeros(len(n)), n, unit)
    assert found.reason == reason
    assert np.isnan(found.icc)
