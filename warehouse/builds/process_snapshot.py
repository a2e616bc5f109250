"""Steps of due process as tables that dbt reads as its source `process`.

A snapshot of the small store at the time of the build: which step of which matter was
taken on which day, without officer and without a word. Models read it; nothing goes the
other way. It holds only matters of which every step follows the drawn arrows; what a
record holds besides stands in a table of its own, with the reason.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.chain import Event
from warehouse.matters.passed_over import counted_events, passed_over
from warehouse.matters.record import read_process
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

_TABLES = """
create schema scratch.process;
create table scratch.process.steps (
    seq integer,
    matter_code varchar,
    action varchar,
    kind varchar,
    unit_key varchar,
    taken_on date,
    decision varchar
);
create table scratch.process.passed_over (
    matter_code varchar,
    seq integer,
    why varchar
);
"""
_STEP = (
    "insert into scratch.process.steps values"
    " ($seq, $matter_code, $action, $kind, $unit_key, $taken_on, $decision)"
)
_PASSED_OVER = (
    "insert into scratch.process.passed_over values ($matter_code, $seq, $why)"
)


def write_process_snapshot(settings: Settings, scratch: Path) -> None:
    """Makes schema `process` in the scratch file: steps, and what reaches no figure."""
    record = read_process(settings)
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, _TABLES)
        for event in counted_events(record):
            run_sql(connection, _STEP, _row(event))
        for one in passed_over(record):
            run_sql(connection, _PASSED_OVER, dict(vars(one)))
    finally:
        connection.close()


def _row(event: Event) -> dict[str, object]:
    return {
        "seq": event.seq,
        "matter_code": event.subject,
        "action": event.action,
        "kind": event.kind,
        "unit_key": event.unit_key,
        "taken_on": event.day,
        "decision": event.said("decision") or None,
    }
