"""One small province for all tests of the simulation: its model, files and truth."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from ingest.simulation.province import ProvinceSummary, write_province
from ingest.simulation.world import World, draw_world
from tests.ingest.model_tables import model_tables
from warehouse.builds.build import build
from warehouse.demo_accounts import demo_signer
from warehouse.demo_waves import release_demo_waves
from warehouse.settings import Settings

SEED = 11

N_CASES = 1_500

Truth = dict[str, Any]


@pytest.fixture(scope="session")
def world() -> World:
    return draw_world(n_cases=N_CASES, seed=SEED, has_effect=True)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    folder = tmp_path_factory.mktemp("province")
    return write_province(folder, n_cases=N_CASES, seed=SEED)


@pytest.fixture(scope="session")
def in_field(tmp_path_factory: pytest.TempPathFactory) -> ProvinceSummary:
    """The same province with the waves of the demo."""
    folder = tmp_path_factory.mktemp("in_field")
    return write_province(folder, n_cases=N_CASES, seed=SEED, has_running_wave=True)


@pytest.fixture(scope="session")
def demo_home(
    in_field: ProvinceSummary, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """A home with that province, as `thanthien demo` makes it."""
    settings = Settings(home=tmp_path_factory.mktemp("demo") / "home")
    signer = demo_signer(settings)
    load_files(list(in_field.files), settings=settings, signer=signer)
    for one in in_field.drawn:
        load_files([one.ballots], spec_path=one.spec, settings=settings, signer=signer)
    assert build(settings).is_published
    release_demo_waves(settings)
    return settings


@pytest.fixture(scope="session")
def truth(written: ProvinceSummary) -> Truth:
    found: Truth = json.loads(written.truth_path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def exported(world: World) -> duckdb.DuckDBPyConnection:
    """All exports of the model in tables named as the kinds."""
    connection = duckdb.connect()
    for kind, table in model_tables(world).items():
        connection.register("piece", table)
        connection.execute(f'create table "{kind}" as select * from piece')
    return connection
