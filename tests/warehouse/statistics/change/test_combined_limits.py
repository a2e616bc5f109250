"""Limits of a sum from limits of its parts, against Newcombe and by many draws."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.change.combined_limits import combined_limits
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.share_intervals import wilson_bounds


@pytest.mark.parametrize(
    ("x", "n"), [((56, 48), (70, 80)), ((9, 3), (10, 10)), ((0, 5), (20, 20))]
)
def test_of_two_wilson_intervals_it_is_newcombe(
    x: tuple[int, int], n: tuple[int, int]
) -> None:
    p, low, high = wilson_bounds(x, n)
    found = combined_limits(p, low, high, (1, -1))
    wanted = newcombe_bounds(x[0], n[0], x[1], n[1])
    assert found == pytest.approx([float(value) for value in wanted], abs=1e-12)


def test_the_limits_of_a_mean_hold_the_true_mean_as_often_as_promised() -> None:
    rng = np.random.default_rng(20261130)
    true = np.array([0.55, 0.6, 0.7, 0.75, 0.8, 0.85])
    n = np.array([40, 60, 100, 120, 80, 50])
    weights = np.full(6, 1 / 6)
    held = 0
    for x in rng.binomial(n, true, size=(2_000, 6)):
        _, low, high = combined_limits(*wilson_bounds(x, n), weights)
        held += low <= true.mean() <= high
    assert 0.94 <= held / 2_000 <= 0.97
