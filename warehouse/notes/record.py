"""The notes on record; see `warehouse/chain` for the record."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from warehouse.chain import Chain, Event, OnRecord, read_chain, read_kept
from warehouse.errors import DamagedError
from warehouse.settings import Settings

NOTES = Chain("note", "finding")
WRITE = "write"


@dataclass(frozen=True)
class Note:
    """One note, as it was written.

    Attributes:
        number: Its number on the record.
        unit_key: The unit.
        finding: Name of the finding, see `findings.name_of`.
        day: The day in Viet Nam.
        role: Role of the account that wrote it.
        actor: The account.
        text: What was decided.
        n: How many there were of what the finding counts.
        as_of: The day of the data it was written about; None where they had none.
        corrects: Number of the note it puts right; None for a first one.
        corrected_by: Number of the note that puts it right; None while it stands.
    """

    number: int
    unit_key: str
    finding: str
    day: date
    role: str
    actor: str
    text: str
    n: int
    as_of: date | None
    corrects: int | None = None
    corrected_by: int | None = None


@dataclass(frozen=True)
class NoteRecord(OnRecord):
    """What the store holds of notes."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note, in the order written."""
        by = {event.said("corrects"): event.seq for event in self.events}
        return tuple(_note(event, by.get(str(event.seq))) for event in self.events)


def read_notes(settings: Settings) -> NoteRecord:
    """Reads and checks the whole record; empty where there is no store yet."""
    return NoteRecord(**vars(read_kept(NOTES, settings)))


def notes_in(settings: Settings, connection: sqlite3.Connection) -> NoteRecord:
    """Reads and checks the record through an open connection."""
    return NoteRecord(**vars(read_chain(NOTES, settings, connection)))


def check_notes(settings: Settings) -> int:
    """Checks the chain.

    Returns:
        Notes on record.

    Raises:
        DamagedError: A note was changed or removed, or a row is foreign.
    """
    record = read_notes(settings)
    if record.problem or record.foreign:
        found = record.problem or ", ".join(map(str, record.foreign))
        rule = "every step on record is signed and follows the one before"
        step = "restore the store from backup; rows of a foreign hand have no effect"
        raise DamagedError("note", found, rule, step)
    return len(record.events)


def subject_of(unit_key: str, finding: str) -> str:
    """What names a finding of a unit on record."""
    return f"{unit_key}/{finding}"


def _note(event: Event, corrected_by: int | None) -> Note:
    as_of, corrects = event.said("as_of"), event.said("corrects")
    return Note(
        number=event.seq,
        unit_key=event.unit_key,
        finding=event.subject.removeprefix(f"{event.unit_key}/"),
        day=event.day,
        role=event.role,
        actor=event.said("actor"),
        text=event.said("text"),
        n=int(event.said("n")),
        as_of=date.fromisoformat(as_of) if as_of else None,
        corrects=int(corrects) if corrects else None,
        corrected_by=corrected_by,
    )
