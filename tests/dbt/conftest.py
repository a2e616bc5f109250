"""One parse and one whole dbt build of the tiny province for all tests here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.transform import Outcome, run
from warehouse.settings import Settings

Manifest = dict[str, Any]


@pytest.fixture(scope="session")
def dbt_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("dbt"))
    write_raw(settings.raw_path, all_rows())
    return settings


@pytest.fixture(scope="session")
def dbt_outcome(dbt_home: Settings) -> Outcome:
    """Models, data tests and unit tests of the whole project."""
    return run(
        dbt_home,
        database=dbt_home.home / "warehouse.duckdb",
        scratch=dbt_home.home / "scratch.duckdb",
        arguments=["build"],
        variables={"check_views": True},
    )


@pytest.fixture(scope="session")
def manifest(dbt_home: Settings, dbt_outcome: Outcome) -> Manifest:
    path = Path(dbt_home.home / "dbt" / "target" / "manifest.json")
    found: Manifest = json.loads(path.read_text(encoding="utf-8"))
    return found
