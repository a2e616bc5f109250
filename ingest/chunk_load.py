"""A chunk of rows into raw, inside the file's transaction: map, sift, insert, count."""

from __future__ import annotations

import json
from dataclasses import dataclass

import duckdb

from ingest.mapping import CHUNK, KindSql
from ingest.rules import rule_params
from ingest.sql_text import quote
from warehouse.raw_column import Kind
from warehouse.run_sql import run_sql

VALUE_LENGTH = 200
"""Characters of a refused value that are kept."""


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


def load_chunk(connection: duckdb.DuckDBPyConnection, sql: KindSql) -> Counts:
    """Loads the registered chunk as one kind; the caller holds the transaction."""
    run_sql(connection, f"create or replace temp table records as {sql.records()}")
    run_sql(connection, f"create or replace temp view staged as {sql.staged()}")
    n_read, n_refused = _row(
        connection, "select count(*), count(*) filter (is_refused) from staged"
    )
    if n_refused:
        _keep_refused(connection, sql)
    n_duplicate = _mark_duplicates(connection, sql.rule.kind)
    n_loaded = _insert(connection, sql, has_duplicates=n_duplicate > 0)
    return Counts(n_read, n_loaded, n_duplicate, n_refused)


def _mark_duplicates(connection: duckdb.DuckDBPyConnection, kind: Kind) -> int:
    """Fills `known` (in raw already) and `repeated` (again in this chunk)."""
    run_sql(
        connection,
        f"create or replace temp table known as select r._row_md5 as md5 "
        f'from raw."{kind.name}" r semi join staged s '
        "on s.md5 = r._row_md5 and not s.is_refused",
    )
    run_sql(
        connection,
        "create or replace temp table repeated as select id from ("
        "select id, row_number() over (partition by md5 order by line, id) as place "
        "from staged where not is_refused and md5 in (select md5 from staged "
        "where not is_refused group by md5 having count(*) > 1)) where place > 1",
    )
    (n_marked,) = _row(
        connection,
        "select (select count(*) from known) + (select count(*) from repeated)",
    )
    if not n_marked:
        return 0
    (n_duplicate,) = _row(
        connection,
        "select count(*) from staged s where not is_refused and ("
        "md5 in (select md5 from known) or id in (select id from repeated))",
    )
    return int(n_duplicate)


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
    # Two threads leave part-filled row groups, which the checkpoint packs again:
    # a third more work, and a file half as large again.
    (n_threads,) = _row(connection, "select current_setting('threads')")
    run_sql(connection, "set threads = 1")
    (n_loaded,) = _row(
        connection,
        f'insert into raw."{kind.name}" '
        f"({columns}, _file_sha256, _sheet, _line, _row_md5) "
        f"select {columns}, {quote(facts.sha256)}, {quote(facts.sheet)}, line, md5 "
        f"from staged s where {fresh}",
    )
    run_sql(connection, f"set threads = {n_threads}")
    return int(n_loaded)


def _keep_refused(connection: duckdb.DuckDBPyConnection, sql: KindSql) -> None:
    """Writes what broke which rule, once per cell, never of a personal column."""
    run_sql(
        connection,
        f"create or replace temp table refused_rows as {sql.mapped()} "
        "select * from mapped where is_refused",
    )
    is_petition = sql.rule.kind.name == "petition"
    hidden = "v_kind is not distinct from 'denunciation'" if is_petition else "false"
    cells = [
        (
            f"f_{c.column.name}",
            c.label,
            f"t_{c.column.name}",
            f"json_object('candidates', coalesce(n_{c.column.name}, ''))::varchar"
            if c.rule.unit
            else quote(rule_params(c.column, c.rule)),
        )
        for c in sql.columns
    ]
    if sql.foreign_key and sql.rule.parent:
        cells.append(("f__parent", sql.rule.parent.foreign_key[0], "null", "'{}'"))
    for fault, label, text, params in cells:
        run_sql(
            connection,
            f"insert into raw.refused select {_where_from(sql)}, line, {quote(label)}, "
            f"case when not ({hidden}) then left({text}, {VALUE_LENGTH}) end, {fault}, "
            f"{params} from refused_rows where {fault} is not null",
        )
    for i, answer in enumerate(sql.answers):
        params = json.dumps({"scale": answer.scale.name}, ensure_ascii=False)
        run_sql(
            connection,
            f"insert into raw.refused select {_where_from(sql)}, b.line, "
            f"{quote(answer.label)}, left(b.a_{i}, {VALUE_LENGTH}), j.rule, "
            f"{quote(params)} from records b join {sql.answer_table(i)} j "
            f"on j.text = coalesce(b.a_{i}, '') where j.rule is not null",
        )


def _where_from(sql: KindSql) -> str:
    facts = sql.facts
    return f"{quote(facts.sha256)}, {quote(sql.rule.kind.name)}, {quote(facts.sheet)}"


def count_unread(connection: duckdb.DuckDBPyConnection, kinds: list[KindSql]) -> int:
    """Rows of the chunk that no kind reads."""
    if not kinds or any(not kind.conditions for kind in kinds):
        return 0
    joins = " ".join(kind.where_joins() for kind in kinds)
    read = " or ".join(f"({kind.is_read_sql()})" for kind in kinds)
    (n,) = _row(
        connection, f"select count(*) from {CHUNK} k {joins} where not ({read})"
    )
    return int(n)


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    found: tuple[int, ...] = run_sql(connection, sql).fetchall()[0]
    return found
