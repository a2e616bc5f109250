"""What the next wave can tell."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.change.share_differences import newcombe_diff
from warehouse.statistics.sampling.next_wave import (
    implied_deff,
    next_wave,
    worst_decline,
)


def test_ballots_needed_are_those_of_the_two_sample_formula() -> None:
    # R: power.prop.test(p1 = 0.8, p2 = 0.75, power = 0.8) gives n = 1093.7
    assert next_wave(0.80, 200, 0.05).ballots == 1094


def test_what_can_be_seen_shrinks_with_the_root_of_the_ballots() -> None:
    few, many = next_wave(0.8, 100, 0.05), next_wave(0.8, 400, 0.05)
    assert few.detectable == pytest.approx(2 * many.detectable)
    # 2.8016 · sqrt(2 · 0.16 / 100)
    assert few.detectable == pytest.approx(0.1585, abs=1e-4)


def test_the_change_seen_is_seen_four_times_in_five() -> None:
    rng = np.random.default_rng(3)
    n, change = 1000, next_wave(0.7, 1000, 0.05).detectable
    before, after = rng.binomial(n, 0.7, 4000), rng.binomial(n, 0.7 - change, 4000)
    p = (before + after) / (2 * n)
    z = (before - after) / n / np.sqrt(2 * p * (1 - p) / n)
    assert (z > 1.96).mean() == pytest.approx(0.8, abs=0.03)


def test_shared_ballots_cost_more() -> None:
    plain, shared = next_wave(0.8, 200, 0.05), next_wave(0.8, 200, 0.05, 2.0)
    assert shared.ballots == pytest.approx(2 * (plain.ballots or 0), abs=2)
    assert shared.detectable > plain.detectable


def test_a_share_at_the_edge_is_planned_for_with_care() -> None:
    assert next_wave(1.0, 40, 0.05).detectable > 0.1
    assert next_wave(1.0, 40, 0.05).ballots


def test_the_interval_tells_the_design_effect() -> None:
    found = newcombe_diff(240, 300, 225, 300)
    assert implied_deff(found.hi - found.lo, 0.75, 300, 0.8, 300) == pytest.approx(
        1, abs=0.02
    )
    wide = 2 * (found.hi - found.lo)
    assert implied_deff(wide, 0.75, 300, 0.8, 300) == pytest.approx(4, abs=0.1)
    assert implied_deff(0.1, 1.0, 30, 1.0, 30) == 1


def test_the_worst_decline_is_the_one_sided_limit() -> None:
    assert worst_decline(0.01, -0.0092) == pytest.approx(0.0061, abs=1e-4)
    assert worst_decline(0.05, 0.01) == 0
