"""Steps of due process as a table that dbt reads as its source `process`.

A snapshot of the small store at the time of the build: which step of which matter was
taken on which day, without officer and without a word. Models read it; nothing goes the
other way. A record that was changed tells nothing, and neither does a foreign row.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.chain import Chain, Event, read_chain
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading

_PROCESS = Chain("process", "matter")
_TABLE = """
create table scratch.process.steps (
    seq integer,
    matter_code varchar,
    action varchar,
    kind varchar,
    unit_key varchar,
    taken_on date,
    decision varchar
)
"""
_ROW = (
    "insert into scratch.process.steps values"
    " ($seq, $matter_code, $action, $kind, $unit_key, $taken_on, $decision)"
)


def write_process_snapshot(settings: Settings, scratch: Path) -> None:
    """Makes schema `process` in the scratch file, with one row per step."""
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, "create schema scratch.process")
        run_sql(connection, _TABLE)
        for event in _events(settings):
            run_sql(connection, _ROW, _row(event))
    finally:
        connection.close()


def _events(settings: Settings) -> tuple[Event, ...]:
    if not settings.state_path.exists():
        return ()
    with reading(settings) as store:
        record = read_chain(_PROCESS, settings, store)
    return () if record.problem else tuple(record.events)


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
