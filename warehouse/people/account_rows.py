"""An account as a row of the store, and the rules its columns keep."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.errors import AccountError
from warehouse.scope import ROLES
from warehouse.stores.run_sql import run_sql

WITH_PASSWORD = ("local", "demo")
"""Sources of accounts whose password we check; the others come by a sign-on."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True)
class Identity:
    """A person who signed in.

    Attributes:
        user_name: Name of the account; goes into the audit record.
        display_name: The name to greet the person by.
        role: One of `warehouse.scope.ROLES`.
        unit_code: The unit a leader leads, else None.
        officer_code: The officer's own code; only for the role `officer`.
        is_administrator: May manage accounts, besides the role.
    """

    user_name: str
    display_name: str
    role: str
    unit_code: str | None = None
    officer_code: str | None = None
    is_administrator: bool = False


def refuse_if_unfit(identity: Identity) -> None:
    """Checks that name, role, unit and officer code go together.

    Raises:
        AccountError: They do not.
    """
    role = identity.role
    if role not in ROLES:
        raise AccountError("role", role, " | ".join(ROLES), "choose one of these")
    if (role == "leader") != bool(identity.unit_code):
        rule = "a leader, and nobody else, has a unit code"
        raise AccountError("unit", identity.unit_code, rule, "give or drop the unit")
    if (role == "officer") != bool(identity.officer_code):
        rule = "an officer, and nobody else, has an officer code"
        raise AccountError("officer", identity.officer_code, rule, "give or drop it")


def is_local_name(user_name: str) -> bool:
    """Whether a name has the form of local accounts; a sign-on's has another."""
    return _NAME.fullmatch(user_name) is not None


def refuse_if_bad_name(user_name: str) -> None:
    """Checks the form of a local user name.

    Raises:
        AccountError: It holds other signs than a-z, 0-9, dot, dash, underscore.
    """
    if not is_local_name(user_name):
        rule = "2 to 32 of a-z 0-9 . _ -, in small letters"
        raise AccountError("user name", user_name, rule, "choose another name")


def identity_of(row: sqlite3.Row) -> Identity:
    """The person an account row describes."""
    return Identity(
        row["user_name"],
        row["display_name"],
        row["role"],
        row["unit_code"],
        row["officer_code"],
        bool(row["is_administrator"]),
    )


def find_row(connection: sqlite3.Connection, user_name: str) -> sqlite3.Row | None:
    """The row of an account, None if there is none."""
    query = "select * from account where user_name = ?"
    found: sqlite3.Row | None = run_sql(connection, query, (user_name,)).fetchone()
    return found


def insert_row(
    connection: sqlite3.Connection,
    identity: Identity,
    *,
    source: str,
    password_hash: str | None,
    must_change_password: bool,
) -> None:
    """Adds the row of an account; `source` is `local`, `demo` or `sso`."""
    columns = rights_columns(identity) | {
        "user_name": identity.user_name,
        "source": source,
        "password_hash": password_hash,
        "must_change_password": int(must_change_password),
        "created_at": int(time.time()),
    }
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    run_sql(connection, f"insert into account ({names}) values ({marks})", columns)


def update_row(
    connection: sqlite3.Connection, user_name: str, changes: Mapping[str, object]
) -> None:
    """Sets columns of an account; the column names come from this program only."""
    marks = ", ".join(f"{name} = :{name}" for name in changes)
    query = f"update account set {marks} where user_name = :_name"
    run_sql(connection, query, {**changes, "_name": user_name})


def rights_columns(identity: Identity) -> dict[str, object]:
    """The columns of an account that say what the person may see."""
    return {
        "display_name": identity.display_name,
        "role": identity.role,
        "unit_code": identity.unit_code,
        "officer_code": identity.officer_code,
        "is_administrator": int(identity.is_administrator),
    }
