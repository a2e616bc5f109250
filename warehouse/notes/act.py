"""The one way to write a note: checked and written at once, or refused.

A note is never changed and never taken out: a later one puts it right and names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from warehouse.chain import Event, add_link, day_of, moment, refuse_if_broken
from warehouse.errors import NoteError
from warehouse.notes.findings import parts_of, refuse_if_not_noted
from warehouse.notes.record import NOTES, WRITE, Note, NoteRecord, notes_in, subject_of
from warehouse.notes.text import fit_text, refuse_if_names_officer
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.reviews.units import own_unit, units_of
from warehouse.settings import Settings
from warehouse.stores.state import writing


def write_note(
    settings: Settings,
    unit_key: str,
    finding: str,
    text: str,
    *,
    by: Identity,
    n: int,
    corrects: int | None = None,
    now: datetime | None = None,
) -> Note:
    """Writes a note on a finding of a unit.

    Args:
        settings: Names the home.
        unit_key: The unit.
        finding: Name of the finding, see `findings.name_of`.
        text: What was decided, in words.
        by: Who writes: the unit's leader, or the committee.
        n: How many there are of what the finding counts.
        corrects: Number of a note on the same finding that this one puts right.
        now: The moment, for trials; None is now.

    The same words by the same account once more, as after a cut, add no note.

    Raises:
        NoteError: It is not this person's unit, the finding bears no notes, or the
            words are not fit.
        NothingPublishedError: There is no build.
        DamagedError: The record was changed.
        AuditError: It cannot be recorded: it does not happen.
    """
    if not may_write(settings, unit_key, by):
        rule = "a unit whose findings this account may write notes on"
        raise NoteError("unit", unit_key, rule, "thanthien note list")
    refuse_if_not_noted(finding)
    text = fit_text(text)
    refuse_if_names_officer(text, _officers_known_to(settings, by))
    as_of = reader_of(settings).build().data_as_of
    subject = subject_of(unit_key, finding)
    with writing(settings) as connection:
        record = notes_in(settings, connection)
        refuse_if_broken(NOTES, record)
        here = [one for one in record.events if one.subject == subject]
        body = {"actor": by.user_name, "text": text, "n": str(n)}
        body |= {"as_of": as_of.isoformat() if as_of else ""}
        body |= {"corrects": "" if corrects is None else str(corrects)}
        if here and here[-1].body == body:
            return record.notes[record.events.index(here[-1])]
        _refuse_if_clock_went_back(here, now)
        if corrects is not None:
            _refuse_if_not_to_correct(record, subject, corrects, by)
        named = (WRITE, by.role, parts_of(finding)[0], unit_key)
        event = Event(record.next_seq, subject, moment(now), *named, body)
        before, actor = record.mac, by.user_name
        add_link(NOTES, settings, connection, event, before_mac=before, actor=actor)
    return NoteRecord((event,)).notes[0]


def may_write(settings: Settings, unit_key: str, by: Identity) -> bool:
    """Whether a person writes notes on the findings of a unit.

    Raises:
        NothingPublishedError: There is no build.
    """
    if by.role == "committee":
        return unit_key in {row["unit_key"] for row in units_of(settings, by)}
    own = own_unit(settings, by)
    return own is not None and own["unit_key"] == unit_key


def _officers_known_to(settings: Settings, by: Identity) -> list[str]:
    """Names and codes that a leader reads; the committee reads none."""
    if by.role != "leader":
        return []
    reader = reader_of(settings)
    rows = reader.run("officer_postings", reader.scope_of(by)).rows
    found = {row[name] for row in rows for name in ("officer_name", "officer_code")}
    return sorted(str(one) for one in found if one)


def _refuse_if_clock_went_back(here: Iterable[Event], now: datetime | None) -> None:
    day = day_of(now)
    if any(day < event.day for event in here):
        rule = "a step is never earlier than the step before"
        raise NoteError("clock", day.isoformat(), rule, "set the clock right")


def _refuse_if_not_to_correct(
    record: NoteRecord, subject: str, number: int, by: Identity
) -> None:
    for note in record.notes:
        is_here = subject_of(note.unit_key, note.finding) == subject
        if note.number == number and is_here and note.role == by.role:
            if note.corrected_by is None:
                return
            rule = "a note is put right once; the later one is put right in its turn"
            step = f"put note {note.corrected_by} right instead"
            raise NoteError("note", number, rule, step)
    rule = "a note on the same finding, written in the same role"
    raise NoteError("note", number, rule, "choose one of those the page shows")
