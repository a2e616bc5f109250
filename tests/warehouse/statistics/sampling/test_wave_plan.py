"""A plan of strata: sizes, spread, budget, and what each unit will be able to say."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from numpy.typing import NDArray

from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.sampling.plan_terms import Outlooks, Stratum, Wanted
from warehouse.statistics.sampling.sizes import allocation, sample_size_proportion
from warehouse.statistics.sampling.strata import stratified_from_counts
from warehouse.statistics.sampling.wave_plan import plan_wave

UNITS = tuple(
    Stratum(f"u{i}", 400 + 150 * i, 0.80 + 0.012 * i, 0.85, 120 + 10 * i)
    for i in range(12)
)


def test_a_level_takes_the_size_of_the_formula() -> None:
    wanted = Wanted("level", 0.05, minimum=0)
    for stratum, unit in zip(UNITS, plan_wave(UNITS, wanted).units, strict=True):
        size = sample_size_proportion(
            stratum.share, 0.05, population=stratum.population, response_rate=0.85
        )
        assert unit.n_needed == size.n_design_ceil
        assert unit.n_forms == size.n_invite
        assert unit.is_enough


def test_a_budget_is_spread_as_the_allocation_says() -> None:
    for kind in ("proportional", "neyman"):
        plan = plan_wave(UNITS, Wanted(forms=4000, spread=kind, minimum=34))
        expected = allocation(
            kind,
            [s.population for s in UNITS],
            [(s.share * (1 - s.share)) ** 0.5 for s in UNITS],
            4000,
            40,
        )
        assert tuple(unit.n_forms for unit in plan.units) == expected.n
        assert plan.province.n_forms == 4000


def test_more_forms_see_smaller_changes() -> None:
    few, many = (plan_wave(UNITS, Wanted(forms=n)) for n in (1200, 6000))
    for a, b in zip(few.units, many.units, strict=True):
        assert b.fall < a.fall
        assert b.margin < a.margin


def test_a_design_effect_costs_answers() -> None:
    plain, clustered = (
        plan_wave(UNITS, Wanted("level", 0.05, design_effect=effect))
        for effect in (1.0, 1.5)
    )
    assert clustered.province.n_forms > plain.province.n_forms
    assert plan_wave(UNITS, Wanted(forms=3000, design_effect=1.5)).province.fall > (
        plan_wave(UNITS, Wanted(forms=3000)).province.fall
    )


def test_nobody_is_asked_twice() -> None:
    small = replace(UNITS[0], population=60)
    [unit] = plan_wave([small], Wanted("level", 0.01)).units
    assert unit.n_forms == 60
    assert not unit.is_enough


def test_an_earlier_wave_that_was_too_small_makes_room_for_the_next() -> None:
    [unit] = plan_wave([replace(UNITS[5], n_compared=40)], Wanted(size=0.08)).units
    [pair] = plan_wave([replace(UNITS[5], n_compared=None)], Wanted(size=0.08)).units
    assert unit.n_needed is None
    assert not unit.is_enough
    assert unit.n_forms == pair.n_forms
    assert unit.fall > 0.08


def test_the_fewest_forms_for_the_province_are_enough() -> None:
    plan = plan_wave(UNITS, Wanted(size=0.04, level="province", minimum=0))
    assert plan.province.is_enough
    fewer = Wanted(size=0.04, minimum=0, forms=plan.province.n_forms - 30)
    assert not plan_wave(UNITS, fewer).province.is_enough


def test_a_share_without_room_has_no_rise() -> None:
    [unit] = plan_wave([replace(UNITS[0], share=0.995)], Wanted(forms=60)).units
    assert isnan(unit.rise)


@pytest.mark.parametrize("response", [0.85, 0.6])
def test_the_plan_keeps_its_word(response: float, is_release: bool) -> None:
    """500 waves: the promised change is seen in 78-82 %, intervals cover 94-97 %."""
    strata = [replace(stratum, response=response) for stratum in UNITS]
    plan = plan_wave(strata, Wanted(forms=4500))
    rng = np.random.default_rng(20261128)
    n_waves = 5000 if is_release else 500
    after = np.array(
        [s.share - u.fall for s, u in zip(strata, plan.units, strict=True)]
    )
    seen, covered = _simulated(rng, strata, plan, after, n_waves)
    assert 0.78 <= seen <= 0.82
    assert 0.94 <= covered <= 0.97


def _simulated(
    rng: np.random.Generator,
    strata: list[Stratum],
    plan: Outlooks,
    after: NDArray[np.float64],
    n_waves: int,
) -> tuple[float, float]:
    """Share of units whose change is seen, and of provinces inside their interval."""
    size = np.array([s.population for s in strata])
    forms = np.array([unit.n_forms for unit in plan.units])
    before = np.array([s.share for s in strata])
    n_before = np.array([s.n_compared or 0 for s in strata])
    response = strata[0].response
    n_seen, n_covered = 0, 0
    for _ in range(n_waves):
        # people who were served, then those drawn, then those who answer
        satisfied = rng.binomial(size, after)
        n = rng.binomial(forms, response)
        x = rng.hypergeometric(satisfied, size - satisfied, n)
        x_before = rng.binomial(n_before, before)
        n_seen += int((newcombe_bounds(x, n, x_before, n_before)[2] < 0).sum())
        counts = np.c_[n - x, x]
        whole = stratified_from_counts([0, 1], 1, counts, size)
        truth = satisfied.sum() / size.sum()
        n_covered += whole.lo <= truth <= whole.hi
    return n_seen / (n_waves * len(strata)), n_covered / n_waves
