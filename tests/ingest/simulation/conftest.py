"""One small province for all tests of the simulation: its model, files and truth."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from ingest.simulation.province import ProvinceSummary, write_province
from ingest.simulation.world import World, draw_world
from tests.ingest.model_tables import model_tables

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
