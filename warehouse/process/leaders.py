"""Whose officers they are: only the direct leader sees names and decides."""

from __future__ import annotations

from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.settings import Settings


def led_units(settings: Settings, leader: Identity) -> frozenset[str]:
    """Units whose officers a leader leads directly.

    That is the leader's own unit, and the old units that went wholly into it where no
    unit stands below it: those of a leader above have leaders of their own.

    Raises:
        NothingPublishedError: There is no build.
    """
    if leader.role != "leader" or not leader.unit_code:
        return frozenset()
    reader = reader_of(settings)
    scope = reader.scope_of(leader)
    rows = reader.run("units", scope).rows
    own = [row for row in rows if row["unit_code"] == leader.unit_code]
    own.sort(key=lambda row: (row["is_current"], row["unit_valid_from"]))
    if not own:
        return frozenset()
    key = own[-1]["unit_key"]
    has_units_below = any(row["is_current"] and row["unit_key"] != key for row in rows)
    return frozenset({key}) if has_units_below else frozenset(scope.unit_keys)
