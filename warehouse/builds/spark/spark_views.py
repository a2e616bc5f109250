"""Everything the models read on Spark, as views of its catalog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.builds.spark.raw_parquet import (
    raw_parquet_dir,
    write_raw_parquet,
    write_table,
)
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# The stand-in of a published build: its schema → the one the sources name on Spark.
_PUBLISHED = {"main": "published", "carried": "published_lists"}
_PARTITIONS = ("province", "month")


def write_inputs(settings: Settings, scratch: Path, stand_in: Path, to: Path) -> None:
    """Writes raw and the small tables of a build as Parquet.

    Args:
        settings: Where raw lies.
        scratch: The file with rules, what waits and what was published before.
        stand_in: The empty file in place of a published build.
        to: Folder for the small tables: one folder for each schema.

    Raises:
        BusyError: Raw is being written.
        DiskError: The disk is full or not writable.
    """
    write_raw_parquet(settings)
    with duckdb.connect() as connection:
        attach(connection, scratch, "scratch")
        attach(connection, stand_in, "stand_in")
        for database, schema, name in run_sql(
            connection,
            "select database_name, schema_name, table_name from duckdb_tables()"
            " where database_name in ('scratch', 'stand_in') order by all",
        ).fetchall():
            theirs = _PUBLISHED[schema] if database == "stand_in" else schema
            table = f'{database}."{schema}"."{name}"'
            write_table(connection, table, to / theirs / name)


def register_inputs(session: SparkSession, settings: Settings, inputs: Path) -> None:
    """Makes a view for each folder that `write_inputs` has written."""
    schemas = sorted(path for path in inputs.iterdir() if path.is_dir())
    for schema in [raw_parquet_dir(settings), *schemas]:
        session.sql(f"create database if not exists {schema.name}")
        for folder in sorted(path for path in schema.iterdir() if path.is_dir()):
            rows = session.read.parquet(str(folder))
            columns = [c for c in rows.columns if not _is_partition(folder, c)]
            listed = ", ".join(f"`{name}`" for name in columns)
            session.sql(
                f"create view {schema.name}.`{folder.name}` as"
                f" select {listed} from parquet.`{folder}`"
            )


def _is_partition(folder: Path, column: str) -> bool:
    """Whether a column stands in the names of folders only."""
    return column in _PARTITIONS and any(folder.glob("province=*"))
