"""Which groups of a single sign-on have which rights.

Every change is in the audit record before it counts. It ends the sessions of all who
came by the single sign-on: they sign in again, with the rights of the new map.
"""

from __future__ import annotations

import sqlite3
import time

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people.account_rows import Identity, refuse_if_unfit
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


def map_claim(
    settings: Settings,
    claim_value: str,
    *,
    role: str,
    unit_code: str | None = None,
    is_administrator: bool = False,
    actor: str,
) -> None:
    """Says which rights people with one claim value (a group) get.

    Raises:
        AccountError: The role and its unit do not fit.
    """
    code = "?" if role == "officer" else None  # each person brings their own
    refuse_if_unfit(Identity("", "", role, unit_code, code))
    with writing(settings) as connection:
        run_sql(
            connection,
            "insert or replace into identity_map values (?, ?, ?, ?)",
            (claim_value, role, unit_code, int(is_administrator)),
        )
        detail = {"role": role, "unit_code": unit_code or ""}
        _note_map(settings, connection, claim_value, detail, actor)


def unmap_claim(settings: Settings, claim_value: str, *, actor: str) -> None:
    """Takes the rights of one claim value away, and ends what was opened by them.

    Raises:
        AccountError: The claim value has none.
    """
    query = "delete from identity_map where claim_value = ?"
    with writing(settings) as connection:
        if not run_sql(connection, query, (claim_value,)).rowcount:
            rule = "a group with rights"
            raise AccountError("group", claim_value, rule, "see `thanthien user map`")
        _note_map(settings, connection, claim_value, {"role": ""}, actor)


def list_claims(settings: Settings) -> list[tuple[str, str, str]]:
    """Which claim value gives which role and unit, by claim value."""
    query = "select claim_value, role, coalesce(unit_code, '') from identity_map"
    with reading(settings) as connection:
        return [tuple(row) for row in run_sql(connection, f"{query} order by 1")]


def _note_map(
    settings: Settings,
    connection: sqlite3.Connection,
    claim_value: str,
    detail: dict[str, str],
    actor: str,
) -> None:
    run_sql(
        connection,
        "update session set ended_at = ? where ended_at is null and user_name in"
        " (select user_name from account where source = 'sso')",
        (int(time.time()),),
    )
    audit.record(
        settings,
        actor=actor,
        action="setting_changed",
        subject=f"identity_map {claim_value}",
        detail=detail,
    )
