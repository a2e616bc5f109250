"""Points by cut-offs under chance: against draws, and sums against all combinations."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from warehouse.statistics.probability.step_points import (
    chance_of_points,
    chance_of_sums,
    points_at,
)

UP = [(0.9, 15.0), (0.8, 10.0), (0.6, 4.0)]
DOWN = [(0.02, 25.0), (0.05, 15.0)]


@pytest.mark.parametrize(
    ("cuts", "is_up", "x", "n"),
    [(UP, True, 27, 30), (UP, True, 8, 10), (UP, True, 30, 30), (DOWN, False, 0, 40),
     (DOWN, False, 3, 80), (UP, True, 12.5, 20.25)],
)  # fmt: skip
def test_chances_are_those_of_draws(
    cuts: list[tuple[float, float]], is_up: bool, x: float, n: float
) -> None:
    found = chance_of_points(cuts, x, n, is_up=is_up)
    assert sum(found.values()) == pytest.approx(1)
    rng = np.random.default_rng(18)
    shares = rng.beta(x + 0.5, n - x + 0.5, size=20_000)
    drawn = [points_at(cuts, share, is_up=is_up) for share in shares]
    for points, chance in found.items():
        assert chance == pytest.approx(drawn.count(points) / len(drawn), abs=0.015)


def test_a_lowest_cut_off_of_no_points_is_no_points() -> None:
    found = chance_of_points([(0.5, 10.0), (0.2, 0.0)], 5, 10, is_up=True)
    assert set(found) == {10.0, 0.0}
    assert sum(found.values()) == pytest.approx(1)


def test_sums_are_those_of_all_combinations() -> None:
    parts = [
        chance_of_points(UP, 25, 30, is_up=True),
        chance_of_points(DOWN, 2, 60, is_up=False),
        {5.0: 1.0},
    ]
    expected: dict[float, float] = {}
    for picked in product(*(part.items() for part in parts)):
        total = sum(points for points, _ in picked)
        chance = float(np.prod([p for _, p in picked]))
        expected[total] = expected.get(total, 0.0) + chance
    found = chance_of_sums(parts)
    assert found == pytest.approx(expected)
    assert chance_of_sums([]) == {0.0: 1.0}


@pytest.mark.parametrize(("x", "n"), [(5, 4), (-1, 4), (0, 0)])
def test_counts_that_cannot_be_are_refused(x: float, n: float) -> None:
    with pytest.raises(ValueError, match="within"):
        chance_of_points(UP, x, n, is_up=True)
