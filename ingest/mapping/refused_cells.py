"""What the rows of a chunk break: the cells that go to `raw.refused`."""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.mapping.columns.one_filled import groups_of
from ingest.mapping.denunciation import may_be_denunciation_sql
from ingest.mapping.gathering.gather_sql import VALUE_LENGTH
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.rules import rule_params
from ingest.spec.scales import TWO_TEXTS
from ingest.values.sql_text import quote
from warehouse.stores.run_sql import arrow_table, run_sql


def refused_among(
    connection: duckdb.DuckDBPyConnection,
    sql: KindSql,
    suspects: pa.Table,
    answers: Collection[int],
) -> tuple[pa.Table | None, npt.NDArray[np.int64]]:
    """What the suspected rows of a chunk break, asked exactly.

    Args:
        connection: Where the chunk is.
        sql: The kind.
        suspects: Lines of the rows.
        answers: Numbers of the answers that are broken in some of them.

    Returns:
        Their refused cells, None if there is none; and the lines refused whole.
    """
    connection.register("suspects", suspects)
    rows = f"(select * from {CHUNK} semi join suspects using (line))"
    doubted = run_sql(connection, sql.doubted(rows)).fetchall()[0]
    # Planning every rule of every column takes longer than asking all rows.
    cells = refused_cells(connection, sql.asking(doubted), rows, answers)
    connection.unregister("suspects")
    whole = arrow_table(connection, "select line from refused_rows where is_refused")
    return (cells if cells.num_rows else None), whole.column("line").to_numpy()


def refused_cells(
    connection: duckdb.DuckDBPyConnection,
    sql: KindSql,
    rows: str,
    answers: Collection[int] = (),
) -> pa.Table:
    """What broke which rule in `rows`, once per cell, never of a personal column.

    The rows stay in `refused_rows`. Of the answers only those numbered are looked at.
    """
    broken = ["is_refused"]
    for i in answers:
        texts = f"select text from {sql.answer_table(i)} where rule is not null"
        broken.append(f"coalesce(a_{i}, '') in ({texts})")
    run_sql(
        connection,
        f"create or replace temp table refused_rows as {sql.mapped(rows)} "
        f"select * from mapped where {' or '.join(broken)}",
    )
    is_petition = sql.rule.kind.name == "petition"
    hidden = "false"
    if is_petition:
        hidden = may_be_denunciation_sql("v_kind", "t_kind")
    place = ", ".join(
        map(quote, (sql.facts.sha256, sql.rule.kind.name, sql.facts.sheet))
    )
    parts = [
        f"select {place}, line, {quote(label)}, case when not ({hidden}) "
        f"then {_shown(text)} end, {fault}, {params} "
        f"from refused_rows where {fault} is not null"
        for fault, label, text, params in _cells(sql)
    ]
    for i in answers:
        answer = sql.answers[i]
        params = (
            f"json_object('scale', {quote(answer.scale.name)}, "
            "'offer', j.reason)::varchar"
        )
        parts.append(
            f"select {place}, line, {quote(answer.label)}, "
            f"{_shown(f'a_{i}')}, j.rule, {params} "
            f"from refused_rows join {sql.answer_table(i)} j "
            f"on j.text = coalesce(a_{i}, '') where j.rule is not null"
        )
    return arrow_table(connection, " union all ".join(parts))


def _shown(text: str) -> str:
    """SQL of a text as a refusal shows it."""
    return f"left(ltrim({text}, {quote(TWO_TEXTS)}), {VALUE_LENGTH})"


def _cells(sql: KindSql) -> list[tuple[str, str, str, str]]:
    """Fault, label, text and the rule's parameters of every column, as SQL."""
    cells = [
        (
            f"f_{c.column.name}",
            c.label,
            f"t_{c.column.name}",
            f"json_object('candidates', coalesce(n_{c.column.name}, ''))::varchar"
            if c.rule.names_unit
            else c.date.params(f"y_{c.column.name}", rule_params(c.column, c.rule))
            if c.date
            else quote(rule_params(c.column, c.rule)),
        )
        for c in sql.columns
        if c.may_fail
    ]
    for i, condition in enumerate(sql.rule.where):
        cells.append((f"f__where_{i}", condition.headings[0], f"w_{i}", "'{}'"))
    if sql.foreign_key and sql.rule.parent:
        cells.append(("f__parent", sql.rule.parent.foreign_key[0], "null", "'{}'"))
    for group in groups_of(sql.rule.kind, sql.columns):
        cells.append((group.fault, group.label, "null", "'{}'"))
    return cells
