"""One load of the whole folder serves all tests about it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.ingest.spec.loaded_province import Loaded, load_province


@pytest.fixture(scope="package")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_province(tmp_path_factory.mktemp("loaded"))


@pytest.fixture(scope="module")
def raw(loaded: Loaded) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        path = str(loaded.settings.raw_path)
        connection.execute(f"attach '{path}' as raw_db (read_only)")
        connection.execute("use raw_db.raw")
        yield connection
