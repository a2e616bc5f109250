"""Rows of a store or a build that is only read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def read(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query on a database that is only read."""
    with duckdb.connect() as connection:
        # a store called raw has a schema called raw
        connection.execute(f"attach '{path}' as read_from (read_only)")
        connection.execute("use read_from")
        return connection.execute(sql, values).fetchall()
