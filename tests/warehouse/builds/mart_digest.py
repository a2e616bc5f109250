"""One number for the content of each table of a published file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb


def digests(path: Path) -> dict[str, str]:
    """Hash of all rows, all columns, in a fixed order, by `schema.table`.

    Rows become text as DuckDB writes them: numbers with every digit they hold.
    """
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
        ).fetchall()
        found = {}
        for schema, name in tables:
            digest = hashlib.sha256()
            rows = connection.execute(
                f'select cast(t as varchar) from "{schema}"."{name}" as t order by 1'
            )
            while some := rows.fetchmany(10_000):
                digest.update("\n".join(text for (text,) in some).encode())
                digest.update(b"\n")
            found[f"{schema}.{name}"] = digest.hexdigest()
    return found
