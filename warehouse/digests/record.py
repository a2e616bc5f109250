"""Digests as kept: one per account and week, with what became of sending it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from warehouse import audit
from warehouse.chain import day_of, moment
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.stores.kept_reading import kept_reading, with_log
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

ACTOR = "digest"
"""Who asks for the figures and sends them, in the audit record: no account."""


@dataclass(frozen=True)
class Message:
    """What a digest says.

    Attributes:
        subject: One line.
        text: The whole as plain text.
        html: The same as a page of its own, without anything from outside.
        lines: Key of a matter → how many and its words, to tell next week what is new.
    """

    subject: str
    text: str
    html: str
    lines: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Digest:
    """A digest that was made.

    Attributes:
        week: The Monday it begins with.
        user_name: Whose it is.
        made_at: UTC time, ISO 8601.
        build_id: The build its figures are from.
        message: What it says.
        n_tries: How often sending began.
        sent_at: UTC time the mail server took it; None while it did not.
        failure: Why the last try failed, a key of `digest.faults`; empty for none.
    """

    week: date
    user_name: str
    made_at: str
    build_id: str
    message: Message
    n_tries: int
    sent_at: str | None
    failure: str


def week_of(now: datetime | None) -> date:
    """The Monday of a moment's week in Viet Nam."""
    day = day_of(now)
    return day - timedelta(days=day.weekday())


def digest_of(settings: Settings, by: Identity, week: date) -> Digest | None:
    """The digest of an account and week; None where none was made for its rights.

    One made before the account got another role or unit is nobody's any more.
    """
    with reading(settings) as connection:
        return _find(connection, by, "week = :week", week)


def digest_before(settings: Settings, by: Identity, week: date) -> Digest | None:
    """The latest digest of an account before a week; None if there is none."""
    with reading(settings) as connection:
        return _find(connection, by, "week < :week", week)


def newest_digest(settings: Settings, by: Identity, week: date) -> Digest | None:
    """The latest digest of an account up to a week; None if there is none."""

    def read() -> Digest | None:
        with reading(settings) as connection:
            return _find(connection, by, "week <= :week", week)

    name = f"digest {by} {week}"
    return kept_reading(name, read, *with_log(settings.state_path))


def keep_digest(
    settings: Settings,
    by: Identity,
    week: date,
    message: Message,
    *,
    build_id: str,
    now: datetime | None = None,
) -> None:
    """Keeps the digest of an account and week, and records that it was made.

    What was made for a role or unit the account no longer has is put aside.

    Raises:
        AuditError: It could not be recorded: nothing is kept.
    """
    row = {
        "week": week.isoformat(),
        "user_name": by.user_name,
        "role": by.role,
        "unit_code": by.unit_code or "",
        "made_at": moment(now),
        "build_id": build_id,
        "subject": message.subject,
        "body_text": message.text,
        "body_html": message.html,
        "lines": json.dumps(dict(message.lines), ensure_ascii=False),
    }
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with writing(settings) as connection:
        run_sql(
            connection, f"insert or replace into digest ({names}) values ({marks})", row
        )
        detail = {"week": row["week"], "build": build_id}
        audit.record(
            settings,
            actor=ACTOR,
            action="digest_made",
            subject=by.user_name,
            detail=detail,
        )


def note_try(settings: Settings, digest: Digest) -> None:
    """Writes down, before the mail server hears of it, that sending begins."""
    change = "n_tries = n_tries + 1, failure = ''"
    _change(settings, digest, change, {})


def note_failure(settings: Settings, digest: Digest, failure: str) -> None:
    """Writes down why a try failed."""
    _change(settings, digest, "failure = :failure", {"failure": failure})


def note_sent(
    settings: Settings, digest: Digest, *, now: datetime | None = None
) -> None:
    """Writes down that the mail server took it, and records it."""
    changed = {"sent_at": moment(now)}
    _change(settings, digest, "sent_at = :sent_at, failure = ''", changed)
    audit.record(
        settings,
        actor=ACTOR,
        action="digest_sent",
        subject=digest.user_name,
        detail={"week": digest.week.isoformat()},
    )


def _change(
    settings: Settings, digest: Digest, change: str, values: Mapping[str, object]
) -> None:
    key = {"week": digest.week.isoformat(), "user_name": digest.user_name}
    query = f"update digest set {change} where week = :week and user_name = :user_name"
    with writing(settings) as connection:
        run_sql(connection, query, {**values, **key})


def _find(
    connection: sqlite3.Connection, by: Identity, which: str, week: date
) -> Digest | None:
    query = f"""
select * from digest
where user_name = :user_name and role = :role and unit_code = :unit_code and {which}
order by week desc limit 1
"""
    bound = {
        "user_name": by.user_name,
        "role": by.role,
        "unit_code": by.unit_code or "",
        "week": week.isoformat(),
    }
    row: Mapping[str, Any] | None = run_sql(connection, query, bound).fetchone()
    if row is None:
        return None
    lines = {
        key: (int(n), str(text)) for key, (n, text) in json.loads(row["lines"]).items()
    }
    return Digest(
        week=date.fromisoformat(row["week"]),
        user_name=row["user_name"],
        made_at=row["made_at"],
        build_id=row["build_id"],
        message=Message(row["subject"], row["body_text"], row["body_html"], lines),
        n_tries=row["n_tries"],
        sent_at=row["sent_at"],
        failure=row["failure"],
    )
