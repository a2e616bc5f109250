"""Reading a DuckDB file through: every block of every table, so damage shows itself."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.stores.faults import in_words
from warehouse.stores.run_sql import run_sql


def read_through(path: Path) -> dict[str, int]:
    """Reads every value of a file; DuckDB compares each block with its checksum.

    Args:
        path: A DuckDB file that nobody writes to.

    Returns:
        Schema and table → rows.

    Raises:
        BusyError: Another process writes to it.
        DamagedError: A block is not as it was written.
        DiskError: The file is missing or cannot be opened.
    """
    with in_words(path), duckdb.connect() as connection:
        attach(connection, path, "store")
        found = run_sql(
            connection,
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'store' order by all",
        ).fetchall()
        return {
            f"{schema}.{name}": _rows(connection, f'store."{schema}"."{name}" as t')
            for schema, name in found
        }


def attach(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    *,
    is_read_only: bool = True,
) -> None:
    """Attaches a file under a name of its own: its own name may be its schema's too."""
    quoted = str(path).replace("'", "''")
    mode = " (read_only)" if is_read_only else ""
    run_sql(connection, f"attach '{quoted}' as {name}{mode}")


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    text = f"select count(*), bit_xor(hash(t)) from {table}"
    return int(run_sql(connection, text).fetchall()[0][0])
