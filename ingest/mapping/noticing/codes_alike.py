"""Codes that differ in capitals or spaces alone: two things, or one typed twice.

Each stays a record of its own, as it was written; who knows the list is told.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from ingest.files.columns import may_hold
from ingest.mapping.mapped_kind import MappedKind
from ingest.mapping.notices import MAX_LINES, Notice
from warehouse.raw.column import TEXT
from warehouse.stores.run_sql import run_sql

_ODD = b"abcdefghijklmnopqrstuvwxyz "
"""Without one of these no two codes of a file are alike but for them."""


def codes_alike(
    connection: duckdb.DuckDBPyConnection, mapped: MappedKind
) -> Iterator[Notice]:
    """Notices of such codes among the registered `records`, by column of the key."""
    sql = mapped.sql
    if sql.answers:
        return  # a ballot's number is its tool's own
    for column in sql.columns:
        name = column.column.name
        if name not in sql.rule.kind.key or column.column.type != TEXT:
            continue
        if not any(may_hold(part, _ODD) for part in mapped.records[name].chunks):
            continue
        code = f'"{name}"'
        bare = f"upper(replace({code}, ' ', ''))"
        # seldom any: windows over all codes of a chunk would cost more than loading
        [(n, lines)] = run_sql(
            connection,
            f"with alike as (select {bare} as bare from records group by 1"
            f" having min({code}) <> max({code})),"
            f" seen as (select {code} as code, {bare} as bare, min(line) as line"
            f" from records where {bare} in (select bare from alike) group by 1, 2),"
            " further as (select line from seen"
            " qualify row_number() over (partition by bare order by line, code) > 1)"
            f" select count(*), list_slice(list(line order by line), 1, {MAX_LINES})"
            " from further",
        ).fetchall()
        if n:
            yield Notice.of("codes_alike", n, lines, column=column.label)
