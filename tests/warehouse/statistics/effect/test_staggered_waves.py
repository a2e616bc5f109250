"""Effect over several waves: what it must say of planted units."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.effect.staggered import callaway_santanna
from warehouse.statistics.effect.staggered_waves import NEVER, staggered_waves

N = 30
START = np.repeat([1.0, 2.0, NEVER], N // 3)
NAMES = np.arange(N)


def shares(effect: float, seed: int = 3) -> np.ndarray:
    """Three waves: all units rise by 2 points a wave, started ones by more."""
    rng = np.random.default_rng(seed)
    level = rng.normal(0.7, 0.05, N)[:, None] + 0.02 * np.arange(3)
    started = START[:, None] <= np.arange(3)
    found = level + effect * started + rng.normal(0, 0.02, (N, 3))
    return np.asarray(found)


def test_it_is_the_group_effect_of_callaway_and_santanna() -> None:
    y = shares(0.06)
    got = staggered_waves(y, START, NAMES)
    cohort = np.where(np.isinf(START), 0, START + 1)
    want = callaway_santanna(
        y.ravel(), np.repeat(NAMES, 3).tolist(), np.tile([1, 2, 3], N),
        np.repeat(cohort, 3),
    )  # fmt: skip
    assert got.effect.value == pytest.approx(want.group.overall.att)
    assert got.effect.se == pytest.approx(want.group.overall.se_jackknife)
    assert (got.n_started, got.n_waiting, got.n_starts) == (20, 10, 2)
    assert got.effect.df == N - 1


def test_a_unit_that_started_later_is_no_control_once_it_has_started() -> None:
    y = shares(0.0)
    y[START == 2, 2] += 0.3
    got = staggered_waves(y, START, NAMES)
    # half of the started units rose by 30 points, in their first wave alone
    assert got.effect.value == pytest.approx(0.15, abs=0.03)
    assert got.first.value == pytest.approx(0.15, abs=0.03)
    assert got.later.value == pytest.approx(0, abs=0.05)


def test_units_that_share_ballots_are_less_evidence() -> None:
    y = shares(0.06)
    # pairs of one start tell the same story twice
    y[1::2] = y[::2]
    apart = staggered_waves(y, START, NAMES).effect
    shared = staggered_waves(y, START, NAMES // 2).effect
    assert shared.value == apart.value
    assert shared.df == N / 2 - 1
    assert shared.se > 1.3 * apart.se


def test_with_few_units_on_a_side_there_is_no_interval() -> None:
    y = shares(0.06)
    few = staggered_waves(y, np.where(np.arange(N) < 4, 1, NEVER), NAMES)
    assert few.effect.value == few.effect.value
    assert np.isnan(few.effect.lo)
    none = staggered_waves(y, np.where(np.arange(N) < 4, NEVER, 1), NAMES)
    assert (none.n_started, np.isnan(none.effect.value)) == (0, True)


def test_units_with_a_wave_missing_or_that_had_started_before_are_left_out() -> None:
    y = shares(0.06)
    want = staggered_waves(y[1:-1], START[1:-1], NAMES[1:-1])
    start = START.copy()
    start[0] = 0
    y[-1, 1] = np.nan
    got = staggered_waves(y, start, NAMES)
    assert got == want
