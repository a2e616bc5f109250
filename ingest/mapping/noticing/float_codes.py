"""Codes written as numbers with decimals: read without them, and told."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.notices import MAX_LINES, Notice
from ingest.values.float_codes import is_float_code_sql
from warehouse.stores.run_sql import run_sql


def float_codes(
    connection: duckdb.DuckDBPyConnection, sql: KindSql
) -> Iterator[Notice]:
    """Notices of such codes in the registered chunk, by column."""
    read = [
        column
        for column in sql.columns
        if column.is_code
        and column.may_be_float
        and column.rule.how == "one"
        and column.rule.sources[0].place == "from"
    ]
    if not read:
        return
    tests = [f"coalesce({is_float_code_sql(column.text)}, false)" for column in read]
    counts = ", ".join(f"count_if({test})" for test in tests)
    [found] = run_sql(connection, f"select {counts} from {CHUNK} k").fetchall()
    for column, test, n in zip(read, tests, found, strict=True):
        if n:
            lines = run_sql(
                connection,
                f"select k.line from {CHUNK} k where {test} "
                f"order by k.line limit {MAX_LINES}",
            ).fetchall()
            at = [line for (line,) in lines]
            yield Notice.of("codes_as_floats", n, at, column=column.label)
