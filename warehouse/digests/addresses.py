"""Where the mail of an account goes."""

from __future__ import annotations

import re

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people.account_rows import find_row
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def addresses(settings: Settings) -> dict[str, str]:
    """User name → address, of accounts that have one."""
    with reading(settings) as connection:
        rows = run_sql(connection, "select user_name, address from mail_address")
        return {row["user_name"]: row["address"] for row in rows}


def set_address(
    settings: Settings, user_name: str, address: str | None, *, actor: str
) -> None:
    """Gives an account an address, or takes it away, and records it.

    Raises:
        AccountError: No such account, or the address has another form.
    """
    if address is not None and not _ADDRESS.fullmatch(address):
        rule = "a mail address is name@domain in plain letters"
        raise AccountError("address", address, rule, "correct the address")
    with writing(settings) as connection:
        if find_row(connection, user_name) is None:
            rule, step = "an account's name", "see `thanthien user list`"
            raise AccountError("user name", user_name, rule, step)
        query = "delete from mail_address where user_name = ?"
        run_sql(connection, query, (user_name,))
        if address is not None:
            query = "insert into mail_address values (?, ?)"
            run_sql(connection, query, (user_name, address))
        # the address itself is personal and stays out of the record
        audit.record(
            settings,
            actor=actor,
            action="mail_address_changed",
            subject=user_name,
            detail={"has_address": str(address is not None).lower()},
        )
