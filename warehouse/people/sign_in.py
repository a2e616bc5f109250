"""Signing in: by a local password, or by what a single sign-on says.

A refusal never says what was wrong, and an unknown name costs the same time as a
known one, so nobody learns who has an account.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people import passwords, sessions
from warehouse.people.account_rows import (
    WITH_PASSWORD,
    Identity,
    find_row,
    identity_of,
    insert_row,
    rights_columns,
    update_row,
)
from warehouse.people.accounts import note, set_password
from warehouse.people.lockout import count_try, forget_failures, is_locked
from warehouse.people.second_factor import has_second_factor, take_code
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

MAX_NAME_LENGTH = 64


@dataclass(frozen=True)
class Claims:
    """What a single sign-on says of a person, after its signature was checked.

    Attributes:
        subject: Issuer and subject: the same person every time.
        display_name: Name to greet by.
        groups: Values looked up in `identity_map`.
        officer_code: The person's officer code, if the sign-on knows it.
    """

    subject: str
    display_name: str
    groups: tuple[str, ...]
    officer_code: str | None = None


def sign_in(
    settings: Settings,
    user_name: str,
    password: str,
    *,
    code: str = "",
    address: str = "",
    now: int | None = None,
) -> Identity | None:
    """Checks name and password of a local account and records the outcome.

    Args:
        settings: Names the stores.
        user_name: The name as typed.
        password: The password as typed.
        code: What the authenticator shows, for an account with a second factor.
        address: Where the try comes from; empty for a command on the server.
        now: Unix seconds; None is this moment.

    Returns:
        The person; None when anything is wrong, without saying what.

    Raises:
        AuditError: The outcome cannot be recorded: nobody gets in.
    """
    moment = int(time.time()) if now is None else now
    if not is_right_password(
        settings, user_name, password, code=code, address=address, now=moment
    ):
        return None
    with writing(settings) as connection:
        row = find_row(connection, user_name)
        if row is None or row["is_disabled"]:
            return None
        update_row(connection, user_name, {"last_sign_in_at": moment})
        note(settings, user_name, "sign_in", identity_of(row))
    return identity_of(row)


def sign_in_to_act(
    settings: Settings, user_name: str, password: str, *, code: str = ""
) -> Identity:
    """Signs a person in for one command; the outcome is recorded as any other.

    Raises:
        AccountError: The name, the password or the code of a second factor is
            wrong, or a first password stands.
        AuditError: The outcome cannot be recorded.
    """
    person = sign_in(settings, user_name, password, code=code)
    if person is None:
        rule = "name and password of an open account"
        raise AccountError("user", user_name, rule, "try again")
    with reading(settings) as connection:
        row = find_row(connection, user_name)
    if row is not None and row["must_change_password"]:
        rule = "the first password must be changed"
        raise AccountError("user", user_name, rule, "sign in on the page once")
    return person


def is_right_password(
    settings: Settings,
    user_name: str,
    password: str,
    *,
    code: str | None = None,
    address: str = "",
    now: int | None = None,
) -> bool:
    """Whether the password is right and the name not locked; counts failures.

    Args:
        settings: Names the stores.
        user_name: The name as typed.
        password: The password as typed.
        code: None where a session is open already; else an account with a second
            factor needs its code, and a right one opens a locked name too: who
            types wrong passwords does not keep that person out.
        address: Where the try comes from; empty for a command on the server.
        now: Unix seconds; None is this moment.
    """
    moment = int(time.time()) if now is None else now
    name = user_name[:MAX_NAME_LENGTH]
    with writing(settings) as connection:
        was_locked = count_try(connection, name, moment, address=address)
        row = find_row(connection, name)
    is_open = (
        row is not None and row["source"] in WITH_PASSWORD and not row["is_disabled"]
    )
    stored = row["password_hash"] if row is not None and is_open else None
    is_right = passwords.is_right(stored, password)
    if is_right and code is not None:
        is_right = take_code(settings, name, code, now=moment)
        was_locked = was_locked and not has_second_factor(settings, name)
    if is_right and not was_locked:
        with writing(settings) as connection:
            forget_failures(connection, name, address=address)
        return True
    if not was_locked:
        known = name if row is not None else "?"
        _note_failure(settings, known, name, address=address, now=moment)
    return False


def change_password(
    settings: Settings,
    user_name: str,
    old: str,
    new: str,
    *,
    address: str = "",
    now: int | None = None,
) -> None:
    """Changes a person's own password and ends all sessions of the account.

    Raises:
        AccountError: The old password is wrong or locked, or the new one breaks
            the rule or is the old one.
    """
    passwords.refuse_if_weak(new, user_name)
    if not is_right_password(settings, user_name, old, address=address, now=now):
        raise AccountError("old password", "…", "the present password", "try again")
    if passwords.is_same(new, old):
        rule = "another one than the old one"
        raise AccountError("new password", "…", rule, "choose another password")
    set_password(settings, user_name, new)


def sign_in_by_claims(
    settings: Settings, claims: Claims, *, now: int | None = None
) -> Identity | None:
    """Signs a person of a single sign-on in, with the rights their groups map to.

    Returns:
        The person; None when no group is mapped, or groups map to different
        rights, since nobody can say which is meant.

    Raises:
        AuditError: The outcome cannot be recorded: nobody gets in.
    """
    moment = int(time.time()) if now is None else now
    identity = _identity_from(settings, claims)
    if identity is None:
        with reading(settings) as connection:
            is_known = find_row(connection, claims.subject) is not None
        if is_known:
            # Whoever lost the group also loses what is still open elsewhere.
            sessions.revoke(settings, user_name=claims.subject, actor=claims.subject)
        _refuse_claims(settings, claims, "groups map to no single role")
        return None
    name = identity.user_name
    with writing(settings) as connection:
        row = find_row(connection, name)
        if row is None:
            insert_row(
                connection,
                identity,
                source="sso",
                password_hash=None,
                must_change_password=False,
            )
        elif row["is_disabled"] or row["source"] != "sso":
            _refuse_claims(settings, claims, "the account is closed")
            return None
        rights = rights_columns(identity)
        if row is not None and rights_columns(identity_of(row)) != rights:
            # What is still open elsewhere was opened with the old rights.
            run_sql(
                connection,
                "update session set ended_at = ? where user_name = ?"
                " and ended_at is null",
                (moment, name),
            )
        update_row(connection, name, rights | {"last_sign_in_at": moment})
        note(settings, name, "sign_in", identity)
    return identity


def _identity_from(settings: Settings, claims: Claims) -> Identity | None:
    with reading(settings) as connection:
        rows = run_sql(connection, "select * from identity_map").fetchall()
    rights = {
        (row["role"], row["unit_code"], bool(row["is_administrator"]))
        for row in rows
        if row["claim_value"] in claims.groups
    }
    if len(rights) != 1:
        return None
    role, unit_code, is_administrator = rights.pop()
    code = claims.officer_code if role == "officer" else None
    if role == "officer" and not code:
        return None
    name, shown = claims.subject, claims.display_name
    return Identity(name, shown, role, unit_code, code, is_administrator)


def _refuse_claims(settings: Settings, claims: Claims, reason: str) -> None:
    audit.record(
        settings,
        actor=claims.subject,
        action="sign_in_refused",
        detail={"reason": reason},
    )


def _note_failure(
    settings: Settings, actor: str, name: str, *, address: str, now: int
) -> None:
    with reading(settings) as connection:
        locked = is_locked(connection, name, now, address=address)
    action = "sign_in_locked" if locked else "sign_in_refused"
    audit.record(settings, actor=actor, action=action)
