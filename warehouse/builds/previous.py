"""What was published before, carried into the next build to find what changed.

A later load may change a published figure. The figures of the last published build
are copied, in long form, into the scratch file, where `dq_restatements` compares
them with the new ones.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.builds.pointer import newest_whole
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

# Figures a reader may have quoted: table → key of the period, columns.
FIGURES = {
    "agg_unit_months": (
        "cast(month as varchar)",
        (
            "n_received",
            "n_finished",
            "n_with_due",
            "n_late_official",
            "n_late_strict",
            "n_petitions",
            "n_ballots",
            "n_satisfied",
        ),
    ),
    "stat_before_after": (
        "before_wave || '/' || after_wave || '/' || item_code",
        ("share_before", "share_after"),
    ),
}
_EMPTY = """
create schema previous;
create table previous.figures (
    figure varchar, map varchar, unit_key varchar, period varchar, value double
);
create table previous.restatements (
    figure varchar, map varchar, unit_key varchar, period varchar,
    old_value double, new_value double, why varchar, found_at timestamp
);
create table previous.builds (
    build_id varchar, data_as_of date, raw_max_loaded_at timestamp
);
create table previous.files (file_sha256 varchar, loaded_at timestamp);
"""


def write_previous(settings: Settings, scratch: Path) -> None:
    """Fills schema `previous` of the scratch file; empty before the first build."""
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, f"use scratch; {_EMPTY}")
        try:
            pointer = newest_whole(settings)
        except (NothingPublishedError, DamagedError):
            return
        path = settings.builds_dir / pointer.file
        attach(connection, path, "published")
        run_sql(
            connection,
            "insert into previous.builds values (?, ?, ?)",
            [pointer.build_id, pointer.data_as_of, pointer.raw_max_loaded_at],
        )
        if _columns(connection, "dq_loads"):
            run_sql(
                connection,
                "insert into previous.files select distinct file_sha256, loaded_at"
                " from published.main.dq_loads where status = 'loaded'",
            )
        for table, (period, columns) in FIGURES.items():
            _copy_figures(connection, table, period, columns)
        if _columns(connection, "dq_restatements"):
            run_sql(
                connection,
                "insert into previous.restatements by name"
                " select figure, map, unit_key, period, old_value, new_value,"
                " why, found_at from published.main.dq_restatements",
            )
    finally:
        connection.close()


def _copy_figures(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    period: str,
    columns: tuple[str, ...],
) -> None:
    # a build of an older version may lack a table or a column
    for column in sorted(set(columns) & _columns(connection, table)):
        run_sql(
            connection,
            f"insert into previous.figures select '{column}', map, unit_key,"
            f" {period}, cast({column} as double) from published.main.{table}"
            f" where {column} is not null",
        )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = run_sql(
        connection,
        "select column_name from duckdb_columns()"
        " where database_name = 'published' and table_name = ?",
        [table],
    ).fetchall()
    return {name for (name,) in rows}
