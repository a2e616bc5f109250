"""The steps on record: a chain in the store, under the audit record.

Each row signs itself, its words and the row before it with a key outside the file. A
row written by hand carries no signature of ours: it is named and has no effect. A row
of ours that was edited or taken out breaks the chain: then nobody acts until the store
is restored. Words lie apart, so that they can be forgotten and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse import audit
from warehouse.errors import DamagedError
from warehouse.process.matters import Event, Matter, matters_of
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading

START = "0" * 64
_ROWS = """
select e.*, b.body
from process_event as e
left join process_body as b on e.seq = b.seq
order by e.seq
"""
_SIGNED = ("seq", "matter", "at", "action", "role", "kind", "unit_key", "body_mac")


@dataclass(frozen=True)
class ProcessRecord:
    """What the store holds.

    Attributes:
        events: Steps of ours, in order.
        foreign: Numbers of rows that nobody signed; they have no effect.
        problem: What is wrong with the chain; empty when it is whole.
        mac: Signature of the last row of ours.
        next_seq: Number of the next row.
    """

    events: tuple[Event, ...]
    foreign: tuple[int, ...]
    problem: str
    mac: str
    next_seq: int

    @property
    def matters(self) -> dict[str, Matter]:
        """The matters it tells, by their number."""
        return matters_of(self.events)


EMPTY = ProcessRecord((), (), "", START, 1)


def read_process(settings: Settings) -> ProcessRecord:
    """Reads and checks the whole record; empty where there is no store yet."""
    if not settings.state_path.exists():
        return EMPTY
    with reading(settings) as connection:
        return process_in(settings, connection)


def process_in(settings: Settings, connection: sqlite3.Connection) -> ProcessRecord:
    """Reads and checks the record through an open connection."""
    key = derived_key(settings, "process")
    rows = run_sql(connection, _ROWS).fetchall()
    events: list[Event] = []
    foreign: list[int] = []
    problem, before = "", START
    for row in rows:
        if not _is_ours(key, row):
            foreign.append(row["seq"])
            continue
        if row["before_mac"] != before:
            problem = problem or f"a step before {row['seq']} was edited or removed"
        before = row["mac"]
        events.append(_event(row))
    problem = problem or _lost_words(events) or _cut_tail(settings, events)
    last = rows[-1]["seq"] if rows else 0
    return ProcessRecord(tuple(events), tuple(foreign), problem, before, last + 1)


def write_event(
    settings: Settings,
    connection: sqlite3.Connection,
    event: Event,
    *,
    before_mac: str,
    actor: str,
) -> None:
    """Adds one step, in the transaction of the caller and in the audit record.

    Raises:
        AuditError: It cannot be recorded: it does not happen.
    """
    key = derived_key(settings, "process")
    body = json.dumps(dict(event.body or {}), ensure_ascii=False, sort_keys=True)
    named = (event.seq, event.matter, event.at, event.action, event.role)
    row = (*named, event.kind, event.unit_key, _mac(key, event.seq, body))
    mac = _mac(key, before_mac, *row)
    marks = ", ".join("?" * (len(row) + 2))
    run_sql(
        connection,
        f"insert into process_event values ({marks})",
        (*row, before_mac, mac),
    )
    run_sql(connection, "insert into process_body values (?, ?)", (event.seq, body))
    audit.record(
        settings,
        actor=actor,
        action="process",
        subject=event.matter,
        detail={"step": event.action, "seq": str(event.seq)},
    )


def moment(now: datetime | None) -> str:
    """The time of a step, as the record keeps it."""
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def refuse_if_broken(record: ProcessRecord) -> None:
    """Lets nobody act on a record that was changed.

    Raises:
        DamagedError: The chain is broken.
    """
    if record.problem:
        rule = "the steps of due process are a chain that nobody may change"
        step = "restore the store from backup; thanthien process check"
        raise DamagedError("process", record.problem, rule, step)


def _is_ours(key: bytes, row: sqlite3.Row) -> bool:
    signed = [row[name] for name in _SIGNED]
    if not hmac.compare_digest(_mac(key, row["before_mac"], *signed), row["mac"]):
        return False
    if row["body"] is None:
        return True
    return hmac.compare_digest(_mac(key, row["seq"], row["body"]), row["body_mac"])


def _event(row: sqlite3.Row) -> Event:
    return Event(
        seq=row["seq"],
        matter=row["matter"],
        at=row["at"],
        action=row["action"],
        role=row["role"],
        kind=row["kind"],
        unit_key=row["unit_key"],
        body=json.loads(row["body"]) if row["body"] else None,
    )


def _lost_words(events: list[Event]) -> str:
    """Words are gone only where the matter was forgotten when its time was over."""
    forgotten = {event.matter for event in events if event.action == "forget"}
    for event in events:
        if event.body is None and event.matter not in forgotten:
            return f"the words of step {event.seq} were removed"
    return ""


def _cut_tail(settings: Settings, events: list[Event]) -> str:
    """The audit record counts the steps too; one more there is a crash, not a cut."""
    noted = audit.read_records(settings, action="process", limit=1)
    last = events[-1].seq if events else 0
    if noted and int(noted[0].detail["seq"]) > last + 1:
        return f"steps after {last} were removed"
    return ""


def _mac(key: bytes, *parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
