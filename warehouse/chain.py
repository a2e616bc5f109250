"""What people do step by step: a chain of rows in the store, under the audit record.

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
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from warehouse import audit
from warehouse.errors import DamagedError
from warehouse.settings import Settings
from warehouse.stores.kept_reading import kept_reading, with_log
from warehouse.stores.keys import derived_key, key_path
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading

VIETNAM = timezone(timedelta(hours=7))
START = "0" * 64
FORGET = "forget"
"""The action after which the words of a subject are gone by right."""


@dataclass(frozen=True)
class Chain:
    """One kind of steps: two tables, a key and an action of the audit record.

    Attributes:
        name: Its word: tables `<name>_event` and `<name>_body`.
        subject: Column that names what a step belongs to.
    """

    name: str
    subject: str

    @property
    def check(self) -> str:
        """The command that checks it."""
        return f"thanthien {self.name} check"

    @property
    def signed(self) -> tuple[str, ...]:
        """Columns that a row signs."""
        named = ("seq", self.subject, "at", "action", "role", "kind", "unit_key")
        return (*named, "body_mac")

    @property
    def rows(self) -> str:
        """All rows with their words, in order."""
        return f"""
select e.*, b.body
from {self.name}_event as e
left join {self.name}_body as b on e.seq = b.seq
order by e.seq
"""


@dataclass(frozen=True)
class Event:
    """One step as it stands on record.

    Attributes:
        seq: Its number on the record.
        subject: The matter or review it belongs to.
        at: UTC time, ISO 8601.
        action: What was done.
        role: Role of the account that acted.
        kind: Kind of the subject.
        unit_key: Unit it is about.
        body: Who acted and in which words; None once its time was over.
    """

    seq: int
    subject: str
    at: str
    action: str
    role: str
    kind: str
    unit_key: str
    body: Mapping[str, str] | None

    @property
    def day(self) -> date:
        """The day in Viet Nam."""
        return datetime.fromisoformat(self.at).astimezone(VIETNAM).date()

    def said(self, name: str) -> str:
        """A part of the body; empty where it says nothing."""
        return (self.body or {}).get(name, "")


@dataclass(frozen=True)
class Step:
    """A step that counted: an arrow allowed it.

    Attributes:
        event: What is on record.
        state: The state it led to.
    """

    event: Event
    state: str


@dataclass(frozen=True)
class OnRecord:
    """What the store holds of one chain.

    Attributes:
        events: Steps of ours, in order.
        foreign: Numbers of rows that nobody signed; they have no effect.
        claimed: What each of these says it belongs to, as a foreign hand wrote it.
        problem: What is wrong with the chain; empty when it is whole.
        mac: Signature of the last row of ours.
        next_seq: Number of the next row.
    """

    events: tuple[Event, ...] = ()
    foreign: tuple[int, ...] = ()
    claimed: tuple[str, ...] = ()
    problem: str = ""
    mac: str = START
    next_seq: int = 1


def read_kept(chain: Chain, settings: Settings) -> OnRecord:
    """Reads and checks a whole chain; once only while nobody writes.

    Empty where there is no store yet.
    """
    if not settings.state_path.exists():
        return OnRecord()

    def read() -> OnRecord:
        with reading(settings) as connection:
            return _linked(chain, settings, connection)

    paths = *with_log(settings.state_path), key_path(settings)
    return _with_tail(
        chain, settings, kept_reading(f"{chain.name} steps", read, *paths)
    )


def read_chain(
    chain: Chain, settings: Settings, connection: sqlite3.Connection
) -> OnRecord:
    """Reads and checks a whole chain through an open connection."""
    return _with_tail(chain, settings, _linked(chain, settings, connection))


def _linked(
    chain: Chain, settings: Settings, connection: sqlite3.Connection
) -> OnRecord:
    key = derived_key(settings, chain.name)
    rows = run_sql(connection, chain.rows).fetchall()
    events: list[Event] = []
    foreign: list[int] = []
    claimed: list[str] = []
    problem, before = "", START
    for row in rows:
        if not _is_ours(chain, key, row):
            foreign.append(row["seq"])
            claimed.append(row[chain.subject])
            continue
        if row["before_mac"] != before:
            problem = problem or f"a step before {row['seq']} was edited or removed"
        before = row["mac"]
        events.append(_event(chain, row))
    problem = problem or _lost_words(events)
    last = rows[-1]["seq"] if rows else 0
    named = (tuple(events), tuple(foreign), tuple(claimed))
    return OnRecord(*named, problem, before, last + 1)


def add_link(
    chain: Chain,
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
    key = derived_key(settings, chain.name)
    body = json.dumps(dict(event.body or {}), ensure_ascii=False, sort_keys=True)
    named = (event.seq, event.subject, event.at, event.action, event.role)
    row = (*named, event.kind, event.unit_key, _mac(key, event.seq, body))
    mac = _mac(key, before_mac, *row)
    marks = ", ".join("?" * (len(row) + 2))
    run_sql(
        connection,
        f"insert into {chain.name}_event values ({marks})",
        (*row, before_mac, mac),
    )
    run_sql(
        connection, f"insert into {chain.name}_body values (?, ?)", (event.seq, body)
    )
    audit.record(
        settings,
        actor=actor,
        action=chain.name,
        subject=event.subject,
        detail={"step": event.action, "seq": str(event.seq)},
    )


def moment(now: datetime | None) -> str:
    """The time of a step, as the record keeps it."""
    return (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")


def day_of(now: datetime | None) -> date:
    """The day of a step in Viet Nam."""
    return datetime.fromisoformat(moment(now)).astimezone(VIETNAM).date()


def refuse_if_broken(chain: Chain, record: OnRecord) -> None:
    """Lets nobody act on a record that was changed.

    Raises:
        DamagedError: The chain is broken.
    """
    if record.problem:
        rule = "the steps on record are a chain that nobody may change"
        step = f"restore the store from backup; {chain.check}"
        raise DamagedError(chain.name, record.problem, rule, step)


def _is_ours(chain: Chain, key: bytes, row: sqlite3.Row) -> bool:
    signed = [row[name] for name in chain.signed]
    if not hmac.compare_digest(_mac(key, row["before_mac"], *signed), row["mac"]):
        return False
    if row["body"] is None:
        return True
    return hmac.compare_digest(_mac(key, row["seq"], row["body"]), row["body_mac"])


def _event(chain: Chain, row: sqlite3.Row) -> Event:
    return Event(
        seq=row["seq"],
        subject=row[chain.subject],
        at=row["at"],
        action=row["action"],
        role=row["role"],
        kind=row["kind"],
        unit_key=row["unit_key"],
        body=json.loads(row["body"]) if row["body"] else None,
    )


def _lost_words(events: list[Event]) -> str:
    """Words are gone only where a subject was forgotten when its time was over."""
    forgotten = {event.subject for event in events if event.action == FORGET}
    for event in events:
        if event.body is None and event.subject not in forgotten:
            return f"the words of step {event.seq} were removed"
    return ""


def _with_tail(chain: Chain, settings: Settings, found: OnRecord) -> OnRecord:
    """The audit record counts the steps too; one more there is a crash, not a cut."""
    if found.problem:
        return found

    def read() -> list[audit.Record]:
        return audit.read_records(settings, action=chain.name, limit=1)

    paths = with_log(settings.audit_path)
    noted = kept_reading(f"{chain.name} noted", read, *paths)
    last = found.events[-1].seq if found.events else 0
    if noted and int(noted[0].detail["seq"]) > last + 1:
        return replace(found, problem=f"steps after {last} were removed")
    return found


def _mac(key: bytes, *parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
