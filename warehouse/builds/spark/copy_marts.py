"""The marts, from Spark's tables into a new DuckDB file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.stores.faults import in_words
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

# Beside the marts: what statistics and the tests of marts read of another layer.
ALSO_READ = ("int_unit_ancestors",)


def take_back(tables: Path, database: Path, scratch: Path) -> None:
    """Fills a new database with the marts, and scratch with what is read beside them.

    Args:
        tables: Where Spark's tables lie, one folder `<schema>.db` for each schema.
        database: The file to publish later; its tables come into schema `main`.
        scratch: The working file of the build.

    Raises:
        DiskError: The disk is full or not writable.
    """
    with in_words(database, is_writing=True), duckdb.connect() as connection:
        attach(connection, database, "built", is_read_only=False)
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, "create schema if not exists scratch.intermediate")
        for folder in sorted((tables / "main.db").iterdir()):
            _take(connection, folder, f'built.main."{folder.name}"')
        for name in ALSO_READ:
            folder = tables / "intermediate.db" / name
            _take(connection, folder, f'scratch.intermediate."{name}"')


def _take(connection: duckdb.DuckDBPyConnection, folder: Path, table: str) -> None:
    quoted = str(folder).replace("'", "''")
    run_sql(
        connection,
        f"create table {table} as select * from read_parquet('{quoted}/*.parquet')",
    )
