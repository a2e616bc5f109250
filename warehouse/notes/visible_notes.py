"""Which notes an account reads: a leader those of the own unit, the committee all."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.chain import refuse_if_broken
from warehouse.notes.record import NOTES, Note, read_notes
from warehouse.people.account_rows import Identity
from warehouse.reviews.units import units_of
from warehouse.rules.periods import span_of
from warehouse.settings import Settings

READERS = ("committee", "leader")
"""Roles that decide on findings; what they decided is no matter of the others."""


def notes_seen(settings: Settings, by: Identity) -> list[Note]:
    """Notes on findings of the units an account decides on, in the order written.

    Raises:
        NothingPublishedError: There is no build.
        DamagedError: The record was changed.
    """
    if by.role not in READERS:
        return []
    units = {row["unit_key"] for row in units_of(settings, by)}
    if not units:
        return []
    record = read_notes(settings)
    refuse_if_broken(NOTES, record)
    return [note for note in record.notes if note.unit_key in units]


def in_period(notes: Iterable[Note], period: str) -> list[Note]:
    """Those written in a period.

    Args:
        notes: As of `notes_seen`.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
    """
    first, after = span_of(period)
    return [note for note in notes if first <= note.day < after]
