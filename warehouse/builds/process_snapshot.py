"""Matters of due process as a table that dbt reads as its source `process`.

A snapshot of the small store at the time of the build: where each matter stands and the
days of its steps, without officer and without a word. Models read it; nothing goes the
other way. A record that was changed tells nothing.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.process.matters import Matter
from warehouse.process.record import read_process
from warehouse.process.steps import CLOSED, DECIDED, INFORMED, WITHDRAWN
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

_TABLE = """
create table scratch.process.matters (
    matter_code varchar,
    kind varchar,
    unit_key varchar,
    state varchar,
    n_rounds integer,
    opened_on date,
    decided_on date,
    informed_on date,
    ended_on date,
    decision varchar
)
"""


def write_process_snapshot(settings: Settings, scratch: Path) -> None:
    """Makes schema `process` in the scratch file, with one row per matter."""
    record = read_process(settings)
    matters = [] if record.problem else record.matters.values()
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, "create schema scratch.process")
        run_sql(connection, _TABLE)
        for matter in matters:
            run_sql(
                connection,
                "insert into scratch.process.matters values ("
                "$matter_code, $kind, $unit_key, $state, $n_rounds, $opened_on,"
                " $decided_on, $informed_on, $ended_on, $decision)",
                _row(matter),
            )
    finally:
        connection.close()


def _row(matter: Matter) -> dict[str, object]:
    decided, informed = matter.last(DECIDED), matter.last(INFORMED)
    ended = None if matter.is_open else matter.last(CLOSED, WITHDRAWN)
    return {
        "matter_code": matter.code,
        "kind": matter.kind,
        "unit_key": matter.unit_key,
        "state": matter.state,
        "n_rounds": matter.round,
        "opened_on": matter.opened_on,
        "decided_on": decided.event.day if decided else None,
        "informed_on": informed.event.day if informed else None,
        "ended_on": ended.event.day if ended else None,
        "decision": (decided.event.said("decision") or None) if decided else None,
    }
