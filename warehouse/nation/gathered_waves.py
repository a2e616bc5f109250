"""Which waves a national file holds: those that all who may, read in a province."""

from __future__ import annotations

import duckdb

from warehouse.stores.run_sql import run_sql

MEMBERS = "nation_provinces"
"""The table that only a national file has: of which builds it is made."""


def gathered_waves(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...] | None:
    """Codes of the waves that all who may, read; None where it is no national file.

    Nothing of a wave that waits ever comes to a nation's home, so none is held there.

    Args:
        connection: The published build.
    """
    found = run_sql(
        connection,
        "select 1 from duckdb_tables() where schema_name = 'main' and table_name = ?",
        [MEMBERS],
    ).fetchall()
    if not found:
        return None
    text = "select wave_code from main.dim_waves order by all"
    return tuple(str(code) for (code,) in run_sql(connection, text).fetchall())
