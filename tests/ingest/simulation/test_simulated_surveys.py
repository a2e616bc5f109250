"""Answers of the simulated province hold the planted shares, effects and coaching."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from ingest.simulation import surveys
from ingest.simulation.ballots import draw_levels
from ingest.simulation.people import OPEN_END
from ingest.simulation.places import FIRST_NEW, FIRST_OLD
from ingest.simulation.world import World, draw_world
from tests.ingest.simulation.conftest import N_CASES, SEED, Truth


def test_no_effect_means_the_same_distribution() -> None:
    null = draw_world(n_cases=N_CASES, seed=SEED, has_effect=False)
    shares = surveys.draw_shares(null)
    assert (shares.effect == 0).all()
    assert (shares.after == shares.mixed).all()
    phone = surveys.phone_wave(null, shares)
    assert np.allclose(phone.share.mean(axis=0), shares.after.mean(axis=0), atol=0.02)


def test_effects_are_mixed_and_never_without_a_start(world: World) -> None:
    shares = surveys.draw_shares(world)
    started = world.plan.start_day[FIRST_NEW:] < OPEN_END
    has_any = np.asarray((shares.effect != 0).any(axis=1))
    assert not has_any[~started].any()
    improved = np.asarray((shares.effect > 0).any(axis=1))
    declined = (shares.effect < 0).any(axis=1)
    assert 0.35 < improved[started].mean() < 0.75
    assert 0 < declined.sum() < improved.sum()
    assert not (improved & declined).any()
    sizes = np.abs(shares.effect[shares.effect != 0])
    assert 0.0399 < sizes.min() < sizes.max() < 0.1201


def test_restated_truth_follows_the_weights(world: World, truth: Truth) -> None:
    """One split commune by hand: the mean weighted by weight times ballots."""
    shares, links = surveys.draw_shares(world), world.places.links
    split = int(links.old[links.weight < 1][0])
    unit = int(links.new[links.old == split][0])
    here = links.new == unit
    mass = links.weight[here] * shares.n_before[links.old[here] - FIRST_OLD]
    share = shares.before[links.old[here] - FIRST_OLD, 0]
    expected = float((mass * share).sum() / mass.sum())
    code = world.places.units["unit_code"][unit]
    shown = [
        row["share"]
        for row in truth["satisfied_shares"]
        if row["wave_code"] == surveys.BEFORE
        and row["map"] == "today"
        and (row["unit_code"], row["item_code"]) == (code, "access_signs")
    ]
    assert shown == [pytest.approx(expected, abs=1e-6)]


def test_levels_keep_the_planted_share_and_correlate() -> None:
    rng = np.random.default_rng(SEED)
    share = np.tile([0.6, 0.8, 0.95], (40_000, 1))
    levels = draw_levels(rng, share)
    assert np.allclose((levels >= 4).mean(axis=0), [0.6, 0.8, 0.95], atol=0.01)
    assert np.allclose(
        (levels == 5).mean(axis=0), np.array([0.6, 0.8, 0.95]) * 0.45, atol=0.01
    )
    assert set(np.unique(levels).tolist()) == {1, 2, 3, 4, 5}
    assert np.corrcoef(levels[:, 0], levels[:, 1])[0, 1] > 0.35


def test_coached_units_answer_above_the_independent_wave(truth: Truth) -> None:
    coached = {(u["unit_code"], u["unit_valid_from"]) for u in truth["coaching_units"]}
    by_wave: dict[str, dict[tuple[str, str], float]] = {}
    for row in truth["satisfied_shares"]:
        if row["item_code"] == "overall":
            unit = (row["unit_code"], row["unit_valid_from"])
            by_wave.setdefault(row["wave_code"], {})[unit] = row["share"]
    service, independent = by_wave["PV-2026-Q3"], by_wave["DL-2026-Q3"]
    both = service.keys() & independent.keys()
    assert len(coached) == 5
    assert len(both & coached) >= 3
    for unit in both & coached:
        assert service[unit] > independent[unit] + 0.03
    others = [abs(service[u] - independent[u]) for u in both - coached]
    assert np.median(others) < 0.05


def test_one_unit_hands_no_form_to_visitors_of_its_low_officer(
    exported: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    [found] = truth["choosing_units"]
    officer, unit = found["never_asked_about"], found["unit_code"]
    assert officer in truth["low_officers"]
    asked = exported.execute(
        """
        select
            c.officer_code = $officer as is_theirs,
            c.receiving_unit_code = $unit as is_there,
            count(distinct c.case_code),
            count(distinct a.ballot_id),
        from "case" as c
        left join answer as a on c.case_code = a.case_code
        where c.officer_code is not null and c.finished_at::date >= '2025-07-01'
        group by all
        """,
        {"officer": officer, "unit": unit},
    ).fetchall()
    by = {(theirs, there): counts for theirs, there, *counts in asked}
    n_cases, n_ballots = by[True, True]
    assert n_cases > 0
    assert n_ballots == 0
    assert by[False, True][1] > 0
