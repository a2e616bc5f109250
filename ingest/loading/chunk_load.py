"""Mapped records into raw, inside the file's transaction: sift, insert, count."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ingest.mapping.kind_sql import KindSql
from ingest.mapping.mapped_kind import MappedKind
from ingest.values.sql_text import quote
from warehouse.raw.column import DATE, TIMESTAMP
from warehouse.stores.run_sql import run_sql


@dataclass
class Counts:
    """Records of one kind: read = loaded + duplicate + refused, always."""

    n_read: int = 0
    n_loaded: int = 0
    n_duplicate: int = 0
    n_refused: int = 0

    def add(self, other: Counts) -> None:
        """Adds the counts of another chunk."""
        self.n_read += other.n_read
        self.n_loaded += other.n_loaded
        self.n_duplicate += other.n_duplicate
        self.n_refused += other.n_refused


def load_records(connection: duckdb.DuckDBPyConnection, mapped: MappedKind) -> Counts:
    """Loads what a chunk gave of one kind; the caller holds the transaction.

    The view `staged` stands until `forget_records`.
    """
    connection.register("records", mapped.records)
    run_sql(connection, f"create or replace temp view staged as {mapped.sql.staged()}")
    if mapped.refused is not None:
        connection.register("refused_cells", mapped.refused)
        run_sql(connection, "insert into raw.refused select * from refused_cells")
        connection.unregister("refused_cells")
    n_duplicate = _mark_duplicates(connection, mapped)
    n_loaded = _insert(connection, mapped.sql, has_duplicates=n_duplicate > 0)
    return Counts(mapped.n_read, n_loaded, n_duplicate, mapped.n_refused)


def forget_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets go of the records of the last chunk."""
    connection.unregister("records")


def _mark_duplicates(connection: duckdb.DuckDBPyConnection, mapped: MappedKind) -> int:
    """Fills `known` (in raw already) and `repeated` (again in this chunk)."""
    kind = mapped.sql.rule.kind
    (n_known,) = _row(
        connection,
        f"create or replace temp table known as select r._row_md5 as md5 "
        f'from raw."{kind.name}" r semi join staged s '
        "on s.md5 = r._row_md5 and not s.is_refused "
        f"where {_same_days(connection, mapped.sql)}",
    )
    n_repeated = 0
    if mapped.may_repeat:
        (n_repeated,) = _row(
            connection,
            "create or replace temp table repeated as select id from ("
            "select id, row_number() over (partition by md5 order by line, id) "
            "as place from staged where not is_refused and md5 in ("
            "select md5 from staged where not is_refused "
            "group by md5 having count(*) > 1)) where place > 1",
        )
    if not n_known and not n_repeated:
        return 0
    if not n_repeated:
        run_sql(connection, "create or replace temp table repeated (id bigint)")
    (n_duplicate,) = _row(
        connection,
        "select count(*) from staged s where not is_refused and ("
        "md5 in (select md5 from known) or id in (select id from repeated))",
    )
    return int(n_duplicate)


def _same_days(connection: duckdb.DuckDBPyConnection, sql: KindSql) -> str:
    """Condition on raw: whether a record is of the days of the registered records.

    Equal records have equal days, and raw, which lies in the order of delivery, need
    not be searched for others.
    """
    given = {column.column.name for column in sql.columns}
    days = [c for c in sql.rule.kind.columns if c.type in (DATE, TIMESTAMP)]
    days = [c for c in days if c.name in given]
    if not days:
        return "true"
    day = min(days, key=lambda column: not column.is_required)
    name = f"v_{day.name}" if sql.answers else f'"{day.name}"'
    found = run_sql(
        connection,
        f"select min({name})::varchar, max({name})::varchar, "
        f"count(*) > count({name}) from records",
    ).fetchall()
    least, most, has_null = found[0]
    tests = [f'r."{day.name}" is null'] if has_null else []
    if least is not None:
        limits = f"{day.type} '{least}' and {day.type} '{most}'"
        tests.append(f'r."{day.name}" between {limits}')
    return f"({' or '.join(tests)})" if tests else "false"


def _insert(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, *, has_duplicates: bool
) -> int:
    kind, facts = sql.rule.kind, sql.facts
    columns = ", ".join(f'"{c.name}"' for c in kind.columns)
    fresh = "not is_refused"
    if has_duplicates:
        fresh += (
            " and md5 not in (select md5 from known)"
            " and id not in (select id from repeated)"
        )
    (n_loaded,) = _row(
        connection,
        f'insert into raw."{kind.name}" '
        f"({columns}, _file_sha256, _sheet, _line, _row_md5) "
        f"select {columns}, {quote(facts.sha256)}, {quote(facts.sheet)}, line, md5 "
        f"from staged s where {fresh}",
    )
    return int(n_loaded)


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    found: tuple[int, ...] = run_sql(connection, sql).fetchall()[0]
    return found
