"""Accounts: who may sign in, in which role, for which unit.

Local accounts carry an argon2id hash; accounts of a single sign-on carry none and
are renewed at each sign-in. Every change is in the audit record before it counts,
and ends the sessions it touches.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people import passwords
from warehouse.people.account_rows import (
    WITH_PASSWORD,
    find_row,
    identity_of,
    insert_row,
    refuse_if_bad_name,
    refuse_if_unfit,
    rights_columns,
    update_row,
)
from warehouse.people.account_rows import (
    Identity as Identity,
)
from warehouse.people.lockout import forget_failures
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class AccountRow:
    """One account as the list shows it; times are Unix seconds."""

    identity: Identity
    source: str
    is_disabled: bool
    must_change_password: bool
    created_at: int
    last_sign_in_at: int | None


def add_account(
    settings: Settings,
    identity: Identity,
    *,
    password: str | None = None,
    must_change_password: bool = True,
    source: str = "local",
    actor: str,
) -> str:
    """Makes an account with a password.

    Args:
        settings: Names the store.
        identity: Name and rights.
        password: First password; None makes a random one.
        must_change_password: Ask for another at the first sign-in.
        source: `demo` if the password is printed, else `local`.
        actor: Who makes it, for the audit record.

    Returns:
        The first password, to be handed over once.

    Raises:
        AccountError: The name is taken, or the role and its unit do not fit.
    """
    refuse_if_bad_name(identity.user_name)
    refuse_if_unfit(identity)
    first = password or passwords.new_password()
    passwords.refuse_if_weak(first, identity.user_name)
    hashed = passwords.hash_password(first)
    with writing(settings) as connection:
        if find_row(connection, identity.user_name) is not None:
            rule = "a user name is used once"
            next_step = "choose another name, or reset the account"
            raise AccountError("user name", identity.user_name, rule, next_step)
        insert_row(
            connection,
            identity,
            source=source,
            password_hash=hashed,
            must_change_password=must_change_password,
        )
        note(settings, actor, "account_added", identity)
    return first


def list_accounts(settings: Settings) -> list[AccountRow]:
    """Every account by name, without its password hash."""
    with reading(settings) as connection:
        rows = run_sql(connection, "select * from account order by user_name")
        return [
            AccountRow(
                identity_of(row),
                row["source"],
                bool(row["is_disabled"]),
                bool(row["must_change_password"]),
                row["created_at"],
                row["last_sign_in_at"],
            )
            for row in rows
        ]


def disable_account(settings: Settings, user_name: str, *, actor: str) -> None:
    """Closes an account at once: its sessions end with the next click.

    Raises:
        AccountError: No account of that name.
    """
    _change(settings, user_name, actor, "account_disabled", {"is_disabled": 1})


def reset_account(settings: Settings, user_name: str, *, actor: str) -> str:
    """Gives a local account a new first password, opens it and lifts its lock.

    Returns:
        The first password, to be handed over once.

    Raises:
        AccountError: No local account of that name.
    """
    first = passwords.new_password()
    changes = {
        "password_hash": passwords.hash_password(first),
        "must_change_password": 1,
        "is_disabled": 0,
    }
    _change(settings, user_name, actor, "account_reset", changes, only_local=True)
    return first


def change_rights(settings: Settings, identity: Identity, *, actor: str) -> None:
    """Gives an account another role or unit; counts at the next click.

    Raises:
        AccountError: No such account, or the role and its unit do not fit.
    """
    refuse_if_unfit(identity)
    changes = rights_columns(identity)
    _change(settings, identity.user_name, actor, "account_changed", changes)


def set_password(settings: Settings, user_name: str, new: str) -> None:
    """Sets a person's own new password and ends all sessions of the account.

    Raises:
        AccountError: The new password breaks the rule.
    """
    passwords.refuse_if_weak(new, user_name)
    changes: dict[str, object] = {
        "password_hash": passwords.hash_password(new),
        "must_change_password": 0,
    }
    _change(settings, user_name, user_name, "password_changed", changes)


def set_known_password(
    settings: Settings, user_name: str, password: str, *, actor: str
) -> None:
    """Gives an account a password somebody else knows, and opens it.

    Only for the accounts of the simulated province.
    """
    changes: dict[str, object] = {
        "password_hash": passwords.hash_password(password),
        "must_change_password": 0,
        "is_disabled": 0,
        "source": "demo",
    }
    _change(settings, user_name, actor, "account_reset", changes, only_local=True)


def note(settings: Settings, actor: str, action: str, identity: Identity) -> None:
    """Records an action on an account, with the rights it leaves."""
    detail = {
        "role": identity.role,
        "unit_code": identity.unit_code or "",
        "officer_code": identity.officer_code or "",
        "is_administrator": str(identity.is_administrator).lower(),
    }
    audit.record(
        settings, actor=actor, action=action, subject=identity.user_name, detail=detail
    )


def _change(
    settings: Settings,
    user_name: str,
    actor: str,
    action: str,
    changes: Mapping[str, object],
    *,
    only_local: bool = False,
) -> None:
    with writing(settings) as connection:
        row = find_row(connection, user_name)
        if row is None or (only_local and row["source"] not in WITH_PASSWORD):
            rule = "the name of a local account" if only_local else "an account's name"
            raise AccountError(
                "user name", user_name, rule, "see `thanthien user list`"
            )
        update_row(connection, user_name, changes)
        run_sql(
            connection,
            "update session set ended_at = ? where user_name = ? and ended_at is null",
            (int(time.time()), user_name),
        )
        forget_failures(connection, user_name)
        changed = find_row(connection, user_name)
        assert changed is not None
        note(settings, actor, action, identity_of(changed))
