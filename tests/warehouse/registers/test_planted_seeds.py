"""The planted truth of registers over three provinces by files, clean and dirty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from ingest.simulation.world import draw_world
from tests.warehouse.builds import test_planted_duties as planted
from tests.warehouse.builds.built_models import built_models
from tests.warehouse.builds.planted_province import (
    MODELS,
    Province,
    write_letter_rules,
)
from tests.warehouse.registers.dirty_registers import REGISTERS, spoil_registers
from warehouse.settings import Settings

pytestmark = pytest.mark.release

SEEDS = (3, 17, 20260701)
N_CASES = 12_000
NOT_HERE = (
    "test_letters_of_every_state_are_planted",
    "test_often_reminded_are_exactly_the_planted_officers",
    "test_days_to_correction_are_the_planted_ones",
    "test_every_measure_without_steps_is_outside",
)
"""What needs more dossiers, and reminders that only the other province has."""
CHECKS = [n for n in dir(planted) if n.startswith("test_") and n not in NOT_HERE]


def made(home: Path, seed: int, *, is_dirty: bool) -> tuple[Settings, dict[str, int]]:
    """A province written, spoilt and loaded; lines of registers that are too many."""
    settings = Settings(home=home)
    summary = write_province(home / "files", n_cases=N_CASES, seed=seed)
    added = spoil_registers(summary.folder, seed) if is_dirty else {}
    results = load_files(list(summary.files), settings=settings, is_simulated=True)
    refused = {r.file_name for r in results if r.status == "refused"}
    assert refused.isdisjoint(REGISTERS)
    return settings, added


@pytest.fixture(
    scope="module",
    params=[(seed, is_dirty) for seed in SEEDS for is_dirty in (False, True)],
    ids=lambda one: f"{one[0]}-{'dirty' if one[1] else 'clean'}",
)
def province(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    seed, is_dirty = request.param
    home = tmp_path_factory.mktemp("seed")
    settings, added = made(home, seed, is_dirty=is_dirty)
    assert sum(added.values()) >= 3 * len(REGISTERS) * is_dirty
    truth = json.loads((home / "files" / "truth.json").read_text(encoding="utf-8"))
    write_letter_rules(settings, truth["owed_letters_for_faults"]["valid_from"])
    built = built_models(settings, *(f"+{name}" for name in MODELS))
    world = draw_world(n_cases=N_CASES, seed=seed, has_effect=True)
    with duckdb.connect(str(built), read_only=True) as marts:
        yield Province(world, truth, {}, pd.DataFrame(), marts)


@pytest.mark.parametrize("name", CHECKS)
def test_the_truth_holds(province: Province, name: str) -> None:
    getattr(planted, name)(province)
