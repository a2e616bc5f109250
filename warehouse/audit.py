"""The record of who did and saw what: written before anything is shown.

Append-only SQLite with a chain of HMACs: each record signs itself and the one
before it, under a key outside the file. A record that was edited, removed, moved
or slipped in breaks the chain where it happened. A cut tail leaves a chain that
is whole, so the head is noted now and then in a second place (`anchor`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import AuditError, DamagedError
from warehouse.settings import Settings
from warehouse.stores.faults import refusal_of
from warehouse.stores.keys import derived_key
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import make_private, open_private
from warehouse.stores.state_seal import note_begun, refuse_if_gone

ACTIONS = frozenset(
    {
        "sign_in",
        "sign_in_refused",
        "sign_in_locked",
        "sign_out",
        "password_changed",
        "account_added",
        "account_changed",
        "account_disabled",
        "account_reset",
        "second_factor_on",
        "second_factor_off",
        "session_revoked",
        "officer_view",
        "export",
        "release",
        "process",
        "review",
        "note",
        "server_started",
        "setting_changed",
        "retention",
        "rules_used",
        "mended",
        "withdrawn",
        "custody_refused",
        "front_key_made",
        "wave_signed",
        "bundle_made",
        "bundle_taken",
        "province_gathered",
        "wave_planned",
        "wave_drawn",
        "wave_drawn_again",
        "design_signed",
        "lists_written",
        "file_received",
        "file_left",
        "desk_asked",
        "desk_done",
        "build_published",
        "build_undone",
        "spec_kept",
        "names_confirmed",
        "row_mended",
        "row_typed",
        "practice_started",
        "practice_ended",
        "letters_printed",
        "mail_address_changed",
        "digest_made",
        "digest_sent",
    }
)

SCHEMA = """
create table if not exists record (
    seq integer primary key,
    at text not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    mac text not null
) strict;
create trigger if not exists record_is_never_changed before update on record
begin select raise(abort, 'the audit record is append-only'); end;
create trigger if not exists record_is_never_removed before delete on record
begin select raise(abort, 'the audit record is append-only'); end;
create trigger if not exists record_has_no_gap before insert on record
when new.seq <> (select coalesce(max(seq), 0) + 1 from record)
begin select raise(abort, 'the audit record has no gaps'); end;
"""

START = "0" * 64
"""What the first record signs as the one before it."""


@dataclass(frozen=True)
class Record:
    """One thing somebody did.

    Attributes:
        seq: 1, 2, 3 … without gaps.
        at: UTC time, ISO 8601.
        actor: User name of the account, or `cli:<system user>`.
        action: One of `ACTIONS`.
        subject: What it was done to: an account, an officer code, a page.
        detail: Further facts, such as the reason of an export.
        mac: HMAC-SHA256 in hex over this record and the one before.
    """

    seq: int
    at: str
    actor: str
    action: str
    subject: str
    detail: Mapping[str, str]
    mac: str


@dataclass(frozen=True)
class Anchor:
    """The head of the record at one moment, to be kept in a second place."""

    at: str
    seq: int
    mac: str

    def as_line(self) -> str:
        """The anchor as a line of text: time, number, signature."""
        return f"{self.at} {self.seq} {self.mac}"


@dataclass(frozen=True)
class AuditCheck:
    """What `verify` found.

    Attributes:
        n_records: Records in the file.
        n_anchors: Anchors compared.
        first_bad_seq: Number of the first record that is wrong, else None.
        problem: What is wrong with it, empty when all is well.
    """

    n_records: int
    n_anchors: int
    first_bad_seq: int | None = None
    problem: str = ""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was edited, removed, moved or cut."""
        return not self.problem


def record(
    settings: Settings,
    *,
    actor: str,
    action: str,
    subject: str = "",
    detail: Mapping[str, str] | None = None,
) -> int:
    """Writes one record, on disk when this returns. Call it before showing.

    Returns:
        The number of the record.

    Raises:
        AuditError: It could not be written: show nothing.
    """
    if action not in ACTIONS:
        raise AuditError("action", action, "one of ACTIONS", "name it in ACTIONS")
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True)
    key = derived_key(settings, "audit")
    with _open(settings) as connection:
        run_sql(connection, "begin immediate")
        seq, before = _head(connection)
        row = (seq + 1, at, actor, action, subject, text)
        mac = _sign(key, before, row)
        run_sql(connection, "insert into record values (?,?,?,?,?,?,?)", (*row, mac))
        connection.commit()
    return seq + 1


def read_records(
    settings: Settings, *, action: str | None = None, limit: int | None = 500
) -> list[Record]:
    """The latest records, newest first; of one action when it is named.

    Args:
        settings: Names the record.
        action: One of `ACTIONS`; None is any.
        limit: How many at the most; None is all.

    Looking makes no record: a home without one stays without.
    """
    if not settings.audit_path.exists():
        return []
    query = (
        "select seq, at, actor, action, subject, detail, mac from record"
        " where :action is null or action = :action order by seq desc limit :limit"
    )
    with _open(settings) as connection:
        rows = run_sql(
            connection,
            query,
            {"action": action, "limit": -1 if limit is None else limit},
        ).fetchall()
    return [
        Record(seq, at, actor, action, subject, json.loads(detail), mac)
        for seq, at, actor, action, subject, detail, mac in rows
    ]


def sound_records(settings: Settings, *, action: str) -> list[Record]:
    """All records of one action whose signature fits, newest first."""
    found = read_records(settings, action=action, limit=None)
    key = derived_key(settings, "audit")
    with _open(settings) as connection:
        macs = dict(run_sql(connection, "select seq, mac from record").fetchall())

    def is_sound(one: Record) -> bool:
        text = json.dumps(dict(one.detail), ensure_ascii=False, sort_keys=True)
        row = (one.seq, one.at, one.actor, one.action, one.subject, text)
        signed = _sign(key, macs.get(one.seq - 1, START), row)
        return hmac.compare_digest(signed, one.mac)

    return [one for one in found if is_sound(one)]


def anchor(settings: Settings, *, copy_to: Path | None = None) -> Anchor:
    """Notes the head of the record at home and, better, in a second place."""
    with _open(settings) as connection:
        seq, mac = _head(connection)
    head = Anchor(datetime.now(UTC).isoformat(timespec="seconds"), seq, mac)
    for path in (anchors_path(settings), copy_to):
        if path is not None:
            _append_line(path, head.as_line())
    return head


def anchors_path(settings: Settings) -> Path:
    """The list of anchors kept beside the record."""
    return settings.audit_path.with_suffix(".anchors")


def verify(settings: Settings, *, anchors_from: Path | None = None) -> AuditCheck:
    """Checks every signature and every anchor.

    Args:
        settings: Names the record and its key.
        anchors_from: A list of anchors from a second place, besides the one at home.
    """
    key = derived_key(settings, "audit")
    anchors = _read_anchors(anchors_path(settings))
    if anchors_from is not None:
        anchors += _read_anchors(anchors_from)
    expected = {found.seq: found.mac for found in anchors}
    before, n_records = START, 0
    with _open(settings) as connection:
        for *row, mac in run_sql(connection, "select * from record order by seq"):
            n_records += 1
            problem = _problem(key, before, n_records, row, mac, expected)
            if problem:
                return AuditCheck(n_records, len(anchors), n_records, problem)
            before = mac
    if expected and max(expected) > n_records:
        problem = f"records up to {max(expected)} were anchored, the tail is cut"
        return AuditCheck(n_records, len(anchors), n_records + 1, problem)
    return AuditCheck(n_records, len(anchors))


def _problem(
    key: bytes,
    before: str,
    expected_seq: int,
    row: list[object],
    mac: str,
    anchored: Mapping[int, str],
) -> str:
    if row[0] != expected_seq:
        return f"record {expected_seq} is missing"
    if not hmac.compare_digest(_sign(key, before, tuple(row)), mac):
        return "the signature does not fit: edited, moved or slipped in"
    if anchored.get(expected_seq, mac) != mac:
        return "the record differs from its anchor"
    return ""


def _sign(key: bytes, before: str, row: tuple[object, ...]) -> str:
    body = json.dumps([before, *row], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()


def _head(connection: sqlite3.Connection) -> tuple[int, str]:
    query = "select seq, mac from record order by seq desc limit 1"
    found: tuple[int, str] | None = run_sql(connection, query).fetchone()
    return found or (0, START)


@contextmanager
def _open(settings: Settings) -> Iterator[sqlite3.Connection]:
    path = settings.audit_path
    try:
        refuse_if_gone(path)
        with closing(open_private(path)) as connection:
            connection.executescript(SCHEMA)
            note_begun(path)
            yield connection
    except DamagedError as refusal:
        raise AuditError.after(refusal) from refusal
    except (OSError, sqlite3.Error) as error:
        raise AuditError.after(refusal_of(error, path)) from error


def _read_anchors(path: Path) -> list[Anchor]:
    if not path.exists():
        return []
    text = path.read_text("utf-8", errors="backslashreplace")
    parts = [line.split() for line in text.splitlines() if line]
    if bad := [part for part in parts if not _is_anchor(part)]:
        rule = "each line is: time, number, signature"
        raise AuditError(str(path), " ".join(bad[0]), rule, "restore it from a copy")
    return [Anchor(at, int(seq), mac) for at, seq, mac in parts]


def _is_anchor(part: list[str]) -> bool:
    return len(part) == 3 and part[1].isdecimal() and len(part[2]) == len(START)


def _append_line(path: Path, line: str) -> None:
    make_private(path)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
