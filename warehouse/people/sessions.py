"""Signed-in sessions, kept on the server.

The browser holds 256 random bits; the store holds only their SHA-256, so a copy
of the store opens no session. Rights are read from the account at every look-up:
a session ended, an account disabled or a role changed counts at the next click.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people.account_rows import Identity, find_row, identity_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

IDLE_SECONDS = 30 * 60
LIFETIME_SECONDS = 8 * 60 * 60
TOUCH_EVERY_SECONDS = 30

# A session used in the future is one from before the clock went back: it is over.
_LIVE = """
    session.ended_at is null and session.expires_at > :now
    and session.last_used_at > :now - :idle and account.is_disabled = 0
    and session.last_used_at < :now + :idle
"""


@dataclass(frozen=True)
class LiveSession:
    """A session that may be used now.

    Attributes:
        identity: Who signed in, with today's rights.
        session_id: Public name of the session; opens nothing.
        must_change_password: Nothing but the change of password is open.
    """

    identity: Identity
    session_id: str
    must_change_password: bool


@dataclass(frozen=True)
class SessionRow:
    """One live session as the list shows it; times are Unix seconds."""

    session_id: str
    user_name: str
    created_at: int
    last_used_at: int
    client_address: str


def open_session(
    settings: Settings, user_name: str, client_address: str, *, now: int | None = None
) -> str:
    """Starts a session and returns its secret token for the cookie.

    Raises:
        AccountError: No account of that name.
    """
    moment = _moment(now)
    token = secrets.token_urlsafe(32)
    with writing(settings) as connection:
        if find_row(connection, user_name) is None:
            rule, next_step = "an account's name", "see `thanthien user list`"
            raise AccountError("user name", user_name, rule, next_step)
        run_sql(
            connection,
            "insert into session (token_sha256, session_id, user_name, created_at,"
            " last_used_at, expires_at, client_address) values (?, ?, ?, ?, ?, ?, ?)",
            (
                _digest(token),
                secrets.token_hex(6),
                user_name,
                moment,
                moment,
                moment + LIFETIME_SECONDS,
                client_address[:64],
            ),
        )
    return token


def find(
    settings: Settings, sid: str | None, *, now: int | None = None
) -> LiveSession | None:
    """Looks a session up by its secret token; None when it may not be used."""
    if not sid or len(sid) > 128:
        return None
    bound = {"sha": _digest(sid), "now": _moment(now), "idle": IDLE_SECONDS}
    query = (
        "select * from session join account using (user_name)"
        f" where token_sha256 = :sha and {_LIVE}"
    )
    with reading(settings) as connection:
        row = run_sql(connection, query, bound).fetchone()
    if row is None:
        return None
    must_change = bool(row["must_change_password"]) and row["source"] != "sso"
    return LiveSession(identity_of(row), row["session_id"], must_change)


def resolve(
    settings: Settings, sid: str | None, *, now: int | None = None
) -> Identity | None:
    """The person behind a session token; None: show nothing.

    A session that must first change its password resolves to nobody.
    """
    live = find(settings, sid, now=now)
    return None if live is None or live.must_change_password else live.identity


def touch(settings: Settings, *sids: str, now: int | None = None) -> None:
    """Notes that people did something, which starts their idle time again.

    It never revives a session that has already run out.
    """
    moment = _moment(now)
    with writing(settings) as connection:
        for sid in sids:
            run_sql(
                connection,
                "update session set last_used_at = :now where token_sha256 = :sha"
                " and ended_at is null and last_used_at > :now - :idle",
                {"now": moment, "sha": _digest(sid), "idle": IDLE_SECONDS},
            )


def end_session(settings: Settings, sid: str, *, now: int | None = None) -> None:
    """Ends the session of a token, as signing out does."""
    with writing(settings) as connection:
        run_sql(
            connection,
            "update session set ended_at = ? where token_sha256 = ?"
            " and ended_at is null",
            (_moment(now), _digest(sid)),
        )


def revoke(
    settings: Settings,
    *,
    session_id: str | None = None,
    user_name: str | None = None,
    actor: str,
    now: int | None = None,
) -> int:
    """Ends one session by its public name, or all of one account.

    Returns:
        How many live sessions were ended.
    """
    with writing(settings) as connection:
        cursor = run_sql(
            connection,
            "update session set ended_at = ? where ended_at is null"
            " and (session_id = ? or user_name = ?)",
            (_moment(now), session_id, user_name),
        )
        audit.record(
            settings,
            actor=actor,
            action="session_revoked",
            subject=session_id or user_name or "",
        )
    return cursor.rowcount


def list_sessions(settings: Settings, *, now: int | None = None) -> list[SessionRow]:
    """The sessions that may be used now, the latest first."""
    query = (
        "select session_id, user_name, session.created_at, last_used_at,"
        " client_address from session join account using (user_name)"
        f" where {_LIVE} order by last_used_at desc"
    )
    bound = {"now": _moment(now), "idle": IDLE_SECONDS}
    with reading(settings) as connection:
        return [SessionRow(*row) for row in run_sql(connection, query, bound)]


def _moment(now: int | None) -> int:
    return int(time.time()) if now is None else now


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
