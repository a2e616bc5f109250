"""The one place where SQL meets a database, DuckDB or SQLite.

Text and values come apart: whatever a person typed or a file held is a value. What
readers ask goes through `warehouse.read` besides, with its scope and its limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import sqlite3

    import duckdb
    import pyarrow as pa


@overload
def run_sql(
    connection: sqlite3.Connection, text: str, values: Any = None
) -> sqlite3.Cursor: ...


@overload
def run_sql(
    connection: duckdb.DuckDBPyConnection, text: str, values: Any = None
) -> duckdb.DuckDBPyConnection: ...


def run_sql(connection: Any, text: str, values: Any = None) -> Any:
    """Runs one statement, or in DuckDB several without values.

    Args:
        connection: An open connection or cursor.
        text: The statement, written by this program.
        values: What it binds, by place or by name.

    Returns:
        What the database gives back to fetch from.
    """
    if values is None:
        return connection.execute(text)
    return connection.execute(text, values)


def arrow_table(connection: duckdb.DuckDBPyConnection, text: str) -> pa.Table:
    """Runs one query of this program and gives its rows as an Arrow table."""
    return connection.sql(text).to_arrow_table()
