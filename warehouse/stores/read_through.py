"""Reading a DuckDB file through: every block of every table, so damage shows itself."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from warehouse.stores.faults import in_words, is_held
from warehouse.stores.run_sql import run_sql

PATIENCE_SECONDS, PAUSE_SECONDS = 3, 0.02
FREE_TRIES = 5


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
    """Attaches a file under a name of its own: its own name may be its schema's too.

    Waits a little for a process that has it open. A file is taken for damaged only
    after several tries at moments when nobody held it: who held it at the first try may
    have let go by the time the system is asked.
    """
    quoted = str(path).replace("'", "''")
    mode = " (read_only)" if is_read_only else ""
    until, n_free = time.monotonic() + PATIENCE_SECONDS, 0
    while True:
        try:
            run_sql(connection, f"attach '{quoted}' as {name}{mode}")
            return
        except duckdb.IOException:
            n_free += not is_held(path)
            is_over = time.monotonic() > until or not path.exists()
            if is_over or n_free == FREE_TRIES:
                raise
        time.sleep(PAUSE_SECONDS)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    text = f"select count(*), bit_xor(hash(t)) from {table}"
    return int(run_sql(connection, text).fetchall()[0][0])
