"""Days a record can hardly have: listed, and left to those who know the list.

Ingest sees one record: a day long before there were such records, one after the day
its list was made, an end before its beginning. Whether a ballot lies outside its wave,
only the warehouse can say.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from ingest.mapping.kind_sql import KindSql
from ingest.mapping.notices import MAX_LINES, Notice
from warehouse.raw.column import DATE, TIMESTAMP
from warehouse.raw.kinds import STATED_ON
from warehouse.stores.run_sql import run_sql

FIRST_YEAR_DAY = "2000-01-01"
"""No record of the model is older; lists of units and officers may be."""
_OLD_LISTS = ("unit", "unit_succession", "officer", "procedure", "calendar_day")
_AHEAD = ("due_at", "due_on", "planned_on", "opened_on", "closed_on", "valid_to")
"""Days that may well lie after the day of the list."""
_STATED = ("extracted_on", STATED_ON.name)
_STARTS = ("received_at", "received_on", "started_at", "opened_on")


def odd_days(connection: duckdb.DuckDBPyConnection, sql: KindSql) -> Iterator[Notice]:
    """Notices of the odd days among the registered `records`."""
    tests = list(_tests(sql))
    if not tests:
        return
    counts = ", ".join(f"coalesce(count_if({test}), 0)" for _, _, test in tests)
    [row] = run_sql(connection, f"select {counts} from records").fetchall()
    for n, (code, label, test) in zip(row, tests, strict=True):
        if n:
            found = run_sql(
                connection,
                f"select distinct line from records where {test} "
                f"order by line limit {MAX_LINES}",
            ).fetchall()
            yield Notice.of(code, n, [line for (line,) in found], column=label)


def _tests(sql: KindSql) -> Iterator[tuple[str, str, str]]:
    """Code, label and SQL of each thing that would be odd."""
    days = {c.column.name: c for c in sql.columns if c.column.type in (DATE, TIMESTAMP)}
    names = {n: f"v_{n}" if sql.answers else f'"{n}"' for n in days}
    if {"valid_from", "valid_to"} <= days.keys():
        ended = f"{names['valid_to']} < {names['valid_from']}"
        yield "before_its_start", days["valid_to"].label, ended
    if sql.rule.kind.name in _OLD_LISTS:
        return
    stated = ", ".join(names[n] for n in _STATED if n in names)
    known = f"coalesce({stated}, current_date)" if stated else "current_date"
    start = next((names[n] for n in _STARTS if n in names), None)
    for name, column in days.items():
        value = names[name]
        yield "before_2000", column.label, f"{value} < date '{FIRST_YEAR_DAY}'"
        if name not in (*_AHEAD, *_STATED):
            is_late = f"{value} >= ({known})::date + interval 1 day"
            yield "after_the_list", column.label, is_late
        if start and value != start and name not in _STATED:
            ended = f"{value} < date_trunc('day', {start})"
            yield "before_its_start", column.label, ended
