"""Homes filled from real files, each by a spec only; skipped where absent."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingest.loading.load import load_files
from warehouse.builds.build import build
from warehouse.settings import Settings

SPECS = Path(__file__).parent
DATA = Path(os.environ.get("THANTHIEN_SHARED", SPECS.parents[2] / "shared")) / "data"
Load = Callable[[str, list[tuple[str, Path]]], Settings]


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"real files are not here: {DATA}")
    return DATA


@pytest.fixture(scope="session")
def load_home(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Loads pairs of (spec, file) into a new home; nothing may be refused whole."""

    def load(name: str, pairs: list[tuple[str, Path]]) -> Settings:
        settings = Settings(home=tmp_path_factory.mktemp(name))
        for spec, path in pairs:
            (result,) = load_files([path], spec_path=SPECS / spec, settings=settings)
            assert result.status == "loaded", result.reason
        return settings

    return load


def build_and_open(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Builds the home and opens what was published."""
    result = build(settings)
    assert result.is_published, result.failures
    return duckdb.connect(str(result.path), read_only=True)


def open_raw(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Attached under another name: schema and catalogue are both called raw."""
    connection = duckdb.connect()
    connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
    connection.execute("use raw_db")
    return connection
