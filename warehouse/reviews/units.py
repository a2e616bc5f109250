"""Whose reviews they are: a leader writes of the own unit, others see all units."""

from __future__ import annotations

from typing import Any

from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.unit_of_today import unit_of_today

Row = dict[str, Any]
READERS = ("committee", "leader", "steward", FRONT)
"""Roles that have to do with reviews."""


def units_of(settings: Settings, by: Identity) -> list[Row]:
    """Rows of `units` whose reviews an account sees: all, or a leader's own and below.

    Raises:
        NothingPublishedError: There is no build.
    """
    if by.role not in READERS:
        return []
    reader = reader_of(settings)
    scope = reader.scope_of(by)
    return reader.run("units", scope).rows


def own_unit(settings: Settings, by: Identity) -> Row | None:
    """The unit of today that a leader leads; None for everybody else.

    Raises:
        NothingPublishedError: There is no build.
    """
    if by.role != "leader":
        return None
    reader = reader_of(settings)
    return unit_of_today(reader, reader.scope_of(by), by.unit_code)
