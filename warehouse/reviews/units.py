"""Whose reviews they are: a leader writes of the own unit, the committee sees all."""

from __future__ import annotations

from typing import Any

from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.settings import Settings

Row = dict[str, Any]
READERS = ("committee", "leader")
"""Roles that have to do with reviews."""


def units_of(settings: Settings, by: Identity) -> list[Row]:
    """Rows of `units` whose reviews an account sees: all, or its own and below.

    Raises:
        NothingPublishedError: There is no build.
    """
    if by.role not in READERS:
        return []
    reader = reader_of(settings)
    scope = reader.scope_of_account(
        user_id=by.user_name, role=by.role, unit_code=by.unit_code
    )
    return reader.run("units", scope).rows


def own_unit(settings: Settings, by: Identity) -> Row | None:
    """The unit of today that a leader leads; None for everybody else.

    Raises:
        NothingPublishedError: There is no build.
    """
    if by.role != "leader":
        return None
    for row in units_of(settings, by):
        if row["unit_code"] == by.unit_code and row["is_current"]:
            return row
    return None
