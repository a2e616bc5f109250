"""Writes rows straight into a raw store, as if files had been loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.raw.kinds import KINDS, create_statements

Row = dict[str, Any]


def write_raw(
    path: Path,
    rows: dict[str, list[Row]],
    *,
    file_name: str = "tiny.csv",
    loaded_at: datetime = datetime(2026, 10, 2, 8, 0),
    is_simulated: bool = True,
) -> None:
    """Adds one loaded file that holds all `rows`, keyed by kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # under its own file name the catalog would be called `raw`, as the schema is
    connection = duckdb.connect()
    connection.execute(f"attach '{path}' as raw_db")
    connection.execute("use raw_db")
    connection.execute(create_statements())
    connection.execute("begin")
    digest = file_name.encode().hex().ljust(64, "0")[:64]
    n_all = sum(len(some) for some in rows.values())
    connection.execute(
        "insert into raw.file"
        " values (?, ?, 1, 'tiny', null, 'loaded', null, ?, ?, ?, 0)",
        [digest, file_name, is_simulated, loaded_at, n_all],
    )
    for kind, some in rows.items():
        connection.execute(
            "insert into raw.file_kind values (?, ?, ?, ?, 0, 0)",
            [digest, kind, len(some), len(some)],
        )
        _insert(connection, kind, some, digest)
    connection.execute("commit")
    connection.close()


def _insert(
    connection: duckdb.DuckDBPyConnection, kind: str, rows: list[Row], digest: str
) -> None:
    names = [column.name for column in KINDS[kind].columns]
    values = [
        [*(row.get(name) for name in names), digest, "", line, _hash(row)]
        for line, row in enumerate(rows, start=2)
    ]
    one = f"({', '.join('?' * (len(names) + 4))})"
    for part in _parts(values):
        marks = ", ".join([one] * len(part))
        given = [value for row in part for value in row]
        connection.execute(f'insert into raw."{kind}" values {marks}', given)


def _parts(values: list[list[Any]], size: int = 50) -> Iterator[list[list[Any]]]:
    """Rows in parts: a statement for each row takes most of a test's time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _hash(row: Row) -> int:
    text = "|".join(f"{k}={row[k]}" for k in sorted(row))
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16)
