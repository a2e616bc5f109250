"""Whether two builds hold the same tables: exact, but for the sums of fractions.

A sum of fractions depends on the order of its terms, and no engine promises one. So
columns of doubles and decimals may differ by `TOLERANCE` of the larger of the value
and one; every other column, and whether a value is known, must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

TOLERANCE = 1e-6


def differences(one: Path, other: Path) -> Iterator[str]:
    """One line for each published table that is not the same in both files."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        ours, theirs = (_tables(connection, name) for name in ("one", "other"))
        for table in sorted(ours.keys() | theirs.keys()):
            if ours.get(table) != theirs.get(table):
                yield f"{table}: {ours.get(table)} beside {theirs.get(table)}"
            elif n_apart := _rows_apart(connection, table, ours[table]):
                yield f"{table}: {n_apart} rows"


def rounded(one: Path, other: Path) -> dict[str, float]:
    """Tables that are not the same to the last digit → largest difference.

    Of a value above one, the difference is the share of it. Call it when nothing
    `differences` looks for was found.
    """
    found = {}
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        for table, columns in _tables(connection, "one").items():
            fractions = _fractions(columns)
            if not fractions:
                continue
            apart = ", ".join(_apart(name) for name in fractions)
            sql = f"select max(greatest({apart})) from {_paired(table, columns)}"
            [(largest,)] = connection.execute(sql).fetchall()
            if largest:
                found[table] = float(largest)
    return found


def _tables(
    connection: duckdb.DuckDBPyConnection, database: str
) -> dict[str, dict[str, str]]:
    """Table → its columns and their types."""
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = ? and schema_name = 'main' order by all",
        [database],
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, type_ in rows:
        tables.setdefault(table, {})[column] = type_
    return tables


def _fractions(columns: dict[str, str]) -> list[str]:
    """Columns that may hold a sum of fractions."""
    return [n for n, t in columns.items() if t == "DOUBLE" or t.startswith("DECIMAL")]


def _rows_apart(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]
) -> int:
    """Rows without a partner, or whose fractions are further apart than allowed."""
    both = _paired(table, columns)
    far = " or ".join(
        f'coalesce({_apart(name)} > {TOLERANCE}, (x."{name}" is null)'
        f' <> (y."{name}" is null))'
        for name in _fractions(columns)
    )
    sql = (
        "select count(*) filter (x._row is null or y._row is null"
        f" or {far or 'false'}) from {both}"
    )
    [(n_apart,)] = connection.execute(sql).fetchall()
    return int(n_apart)


def _apart(name: str) -> str:
    difference = f'abs(cast(x."{name}" as double) - cast(y."{name}" as double))'
    return f'{difference} / greatest(1, abs(cast(y."{name}" as double)))'


def _paired(table: str, columns: dict[str, str]) -> str:
    """Rows of both by all that must be the same; among alike ones, by their order."""
    fractions = _fractions(columns)
    exact = ", ".join(f'"{name}"' for name in columns if name not in fractions)
    parted = f"partition by {exact}" if exact else ""
    ordered = f"order by {', '.join(map(_quoted, fractions))}" if fractions else ""
    numbered = f"row_number() over ({parted} {ordered}) as _row"
    same = " and ".join(
        f'x."{name}" is not distinct from y."{name}"'
        for name in (*columns, "_row")
        if name not in fractions
    )
    return (
        f'(select *, {numbered} from one.main."{table}") as x'
        f' full join (select *, {numbered} from other.main."{table}") as y on {same}'
    )


def _quoted(name: str) -> str:
    return f'"{name}"'
