"""Looks through a mapped chunk for what a person should know of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import duckdb
import pyarrow.compute as pc

from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.mapped_kind import MappedKind
from ingest.mapping.notices import MAX_LINES, Notice
from ingest.mapping.noticing.codes_alike import codes_alike
from ingest.mapping.noticing.float_codes import float_codes
from ingest.mapping.noticing.odd_days import odd_days
from warehouse.stores.run_sql import run_sql

MAX_TEXTS = 5
MAX_CHARS = 60


def notices_of(
    connection: duckdb.DuckDBPyConnection, mapped: MappedKind
) -> list[Notice]:
    """Odd days, codes alike and blank ballots of one kind, and rows put together."""
    if not mapped.n_read:
        return []
    connection.register("records", mapped.records)
    found = [
        *odd_days(connection, mapped.sql),
        *codes_alike(connection, mapped),
        *float_codes(connection, mapped.sql),
        *_blank(connection, mapped),
    ]
    connection.unregister("records")
    if mapped.n_gathered:
        records = str(mapped.n_read)
        found.append(Notice.of("gathered", mapped.n_gathered, (), records=records))
    return found


def _blank(
    connection: duckdb.DuckDBPyConnection, mapped: MappedKind
) -> Iterator[Notice]:
    """Ballots of several questions that answer none."""
    n_answers = len(mapped.sql.answers)
    if n_answers < 2:
        return
    no_level = (pc.is_null(mapped.records[f"level_{i}"]) for i in range(n_answers))
    if not pc.any(reduce(pc.and_, no_level)).as_py():
        return
    is_blank = " and ".join(
        f"level_{i} is null and reason_{i} = 'blank'" for i in range(n_answers)
    )
    [(n, lines)] = run_sql(
        connection,
        f"select count(*), list_slice(list(line order by line), 1, {MAX_LINES}) "
        f"from records where {is_blank}",
    ).fetchall()
    if n:
        yield Notice.of("blank_ballot", n, lines)


def left_out(
    connection: duckdb.DuckDBPyConnection, kinds: Sequence[KindSql]
) -> Iterator[Notice]:
    """What stands in the rows that no kind reads, where the conditions look."""
    texts = list(dict.fromkeys(text for kind in kinds for text in kind.conditions))
    labels = dict.fromkeys(c.headings[0] for kind in kinds for c in kind.rule.where)
    said = ", ".join(f"coalesce({text}, '–')" for text in texts)
    found = run_sql(
        connection,
        f"select left(concat_ws(' | ', {said}), {MAX_CHARS}) as said, count(*) as n, "
        f"list_slice(list(k.line order by k.line), 1, {MAX_LINES}) "
        f"from {unread_sql(kinds)} group by said order by n desc, said "
        f"limit {MAX_TEXTS}",
    ).fetchall()
    for text, n, lines in found:
        headings = " | ".join(labels)
        yield Notice.of("left_out", n, lines, headings=headings, text=text)


def unread_sql(kinds: Sequence[KindSql]) -> str:
    """Joins and condition, over the chunk, of the rows that no kind reads."""
    joins = " ".join(kind.where_joins() for kind in kinds)
    read = " or ".join(f"({kind.is_read_sql()})" for kind in kinds)
    return f"{CHUNK} k {joins} where not ({read})"
