"""Who may note what on which finding, and what stands on record of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.warehouse.chain_by_hand import by_hand
from tests.warehouse.reviews.conftest import (
    ABOVE,
    NEXT_LEADER,
    NEXT_UNIT,
    PEOPLE,
    UNIT,
)
from warehouse import audit
from warehouse.errors import DamagedError, NoteError, ThanThienError
from warehouse.notes.act import write_note
from warehouse.notes.findings import OF_OFFICERS
from warehouse.notes.record import Note, check_notes, read_notes
from warehouse.notes.text import MOST_LETTERS
from warehouse.notes.visible_notes import in_period, notes_seen
from warehouse.people.account_rows import Identity
from warehouse.read import reader_of
from warehouse.settings import Settings
from warehouse.stores.state_seal import seal_of

FINDING, TEXT = "cases_overdue", "Thêm người ở quầy 3 đến 15/12/2026; họp lại thứ Hai."
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
Write = Callable[..., Note]


@pytest.fixture
def write(home: Settings) -> Write:
    """Writes a note as the unit's leader, or with other words, people, findings."""

    def write_(
        text: str = TEXT,
        *,
        by: Identity = PEOPLE["leader"],
        unit: str = UNIT,
        finding: str = FINDING,
        corrects: int | None = None,
        days: int = 0,
    ) -> Note:
        return write_note(
            home, unit, finding, text, by=by, n=12, corrects=corrects,
            now=NOW + timedelta(days=days),
        )  # fmt: skip

    return write_


def test_a_note_says_who_when_and_what(home: Settings, write: Write) -> None:
    note = write(f"  {TEXT}\n")
    as_of = reader_of(home).build().data_as_of
    assert note == Note(
        1, UNIT, FINDING, date(2026, 11, 2), "leader", "lanh.dao", TEXT, 12, as_of
    )
    assert read_notes(home).notes == (note,)
    [told] = audit.read_records(home, action="note")
    assert (told.actor, told.subject) == ("lanh.dao", f"{UNIT}/{FINDING}")
    assert told.detail == {"step": "write", "seq": "1"}


def test_a_note_not_in_the_audit_does_not_happen(home: Settings, write: Write) -> None:
    write()
    home.audit_path.chmod(0o644)
    with pytest.raises(ThanThienError, match="may read it"):
        write("Một việc khác")
    home.audit_path.chmod(0o600)
    assert len(read_notes(home).notes) == 1


@pytest.mark.parametrize("role", ["front", "steward", "officer"])
def test_others_neither_write_nor_read(home: Settings, write: Write, role: str) -> None:
    with pytest.raises(NoteError, match="may write notes on"):
        write(by=PEOPLE[role])
    write()
    assert notes_seen(home, PEOPLE[role]) == []


def test_a_leader_writes_on_the_own_unit_alone(home: Settings, write: Write) -> None:
    for leader, unit in ((NEXT_LEADER, UNIT), (ABOVE, UNIT), (NEXT_LEADER, "x@y")):
        with pytest.raises(NoteError, match="may write notes on"):
            write(by=leader, unit=unit)
    assert read_notes(home).notes == ()
    assert write(by=NEXT_LEADER, unit=NEXT_UNIT).unit_key == NEXT_UNIT


def test_the_committee_writes_on_any_unit_it_sees(write: Write) -> None:
    assert write(by=PEOPLE["committee"], unit=NEXT_UNIT).role == "committee"
    with pytest.raises(NoteError, match="may write notes on"):
        write(by=PEOPLE["committee"], unit="99999@2025-07-01")


def test_notes_are_read_by_who_covers_the_unit(home: Settings, write: Write) -> None:
    write()
    write(by=NEXT_LEADER, unit=NEXT_UNIT)
    seen = {
        one.user_name: [note.unit_key for note in notes_seen(home, one)]
        for one in (PEOPLE["leader"], NEXT_LEADER, ABOVE, PEOPLE["committee"])
    }
    assert seen == {
        "lanh.dao": [UNIT],
        "lanh.dao.2": [NEXT_UNIT],
        "chu.tich": [UNIT, NEXT_UNIT],
        "ban.chi.dao": [UNIT, NEXT_UNIT],
    }


def test_a_review_has_the_notes_of_its_unit_and_period(
    home: Settings, write: Write
) -> None:
    write()
    write("Sang tháng sau", days=30)
    write(by=NEXT_LEADER, unit=NEXT_UNIT)

    def texts(period: str) -> list[str]:
        seen = notes_seen(home, PEOPLE["committee"])
        of_unit = [note for note in seen if note.unit_key == UNIT]
        return [note.text for note in in_period(of_unit, period)]

    assert texts("2026-11") == [TEXT]
    assert texts("2026-Q4") == [TEXT, "Sang tháng sau"]
    assert texts("2026-10") == []


@pytest.mark.parametrize("finding", OF_OFFICERS)
def test_a_finding_about_an_officer_refuses_notes(
    home: Settings, write: Write, finding: str
) -> None:
    for by in (PEOPLE["leader"], PEOPLE["committee"]):
        with pytest.raises(NoteError, match="goes through due process") as refused:
            write(finding=finding, by=by)
        assert "Việc cần quyết" in refused.value.in_words("vi")
    assert read_notes(home).notes == ()


@pytest.mark.parametrize("finding", ["", "case", "flag_wrong:a b", f"{FINDING}/x"])
def test_an_unknown_finding_is_refused(write: Write, finding: str) -> None:
    with pytest.raises(NoteError, match="a finding of a unit"):
        write(finding=finding)


@pytest.mark.parametrize("called", ["officer_name", "officer_code"])
def test_a_note_names_no_officer(home: Settings, write: Write, called: str) -> None:
    reader, by = reader_of(home), PEOPLE["leader"]
    rows = reader.run("officer_postings", reader.scope_of(by)).rows
    [name, *_] = [str(row[called]) for row in rows if row[called]]
    for text in (f"Nhắc {name}.", f"nhắc ({name.upper()})", name):
        with pytest.raises(NoteError, match="names no officer"):
            write(text)
    assert write(f"Nhắc {name}x").number == 1


@pytest.mark.parametrize(
    "text",
    [
        "Gọi 0912 345 678",
        "CCCD 012345678901",
        "Hỏi a.b@xa.gov.vn",
        "Số ９１２３４５６７８９",
    ],
)
def test_numbers_of_people_are_refused_and_not_repeated(
    write: Write, text: str
) -> None:
    with pytest.raises(NoteError, match="no telephone number") as refused:
        write(text)
    assert text not in refused.value.message
    assert text not in refused.value.in_words("vi")


def test_the_words_are_short_and_fit_for_a_document(write: Write) -> None:
    with pytest.raises(NoteError, match="what was decided"):
        write(" \n ")
    with pytest.raises(NoteError, match=f"at most {MOST_LETTERS}"):
        write("a" * (MOST_LETTERS + 1))
    with pytest.raises(NoteError, match="control signs"):
        write("a\x00b")
    assert write("ạ" * MOST_LETTERS).number == 1


def test_a_note_is_put_right_by_a_later_one(home: Settings, write: Write) -> None:
    write()
    write("Lùi đến 20/12/2026", corrects=1, days=1)
    first, second = read_notes(home).notes
    assert (first.text, first.corrected_by) == (TEXT, 2)
    assert (second.corrects, second.corrected_by) == (1, None)
    with pytest.raises(NoteError, match="put right once"):
        write("Lần nữa", corrects=1, days=1)
    for corrects, more in (
        (9, {}),
        (2, {"finding": "late_strict"}),
        (2, {"by": PEOPLE["committee"]}),
    ):
        with pytest.raises(NoteError, match="a note on the same finding"):
            write("Lần nữa", corrects=corrects, days=1, **more)
    assert write("Lần nữa", corrects=2, days=1).number == 3


def test_the_same_note_twice_is_one(home: Settings, write: Write) -> None:
    assert write() == write(days=1)
    assert len(read_notes(home).notes) == 1
    assert write(by=PEOPLE["committee"]).number == 2


def test_the_clock_does_not_go_back(write: Write) -> None:
    write()
    with pytest.raises(NoteError, match="never earlier"):
        write("Hôm qua", days=-1)


def test_the_store_itself_refuses_a_change(home: Settings, write: Write) -> None:
    write()
    with sqlite3.connect(home.state_path) as connection:
        for statement in (
            "update note_event set at = ''",
            "delete from note_event",
            "update note_body set body = ''",
            "delete from note_body",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="final"):
                connection.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "update note_event set finding = finding || 'x' where seq = 1",
        "update note_body set body = replace(body, '3', '4') where seq = 1",
        "delete from note_event where seq = 1",
        "delete from note_body where seq = 1",
        "delete from note_event where seq = 2; delete from note_body where seq = 2",
    ],
)
def test_a_changed_note_stops_all(home: Settings, write: Write, change: str) -> None:
    write()
    write("Hai")
    assert check_notes(home) == 2
    by_hand(home, *change.split("; "))
    if "seq = 2" in change:  # one more in the audit may be a crash, two are a cut
        by_hand(home, *change.replace("= 2", "= 1").split("; "))
    with pytest.raises(DamagedError):
        check_notes(home)
    with pytest.raises(DamagedError, match="thanthien note check"):
        write("Ba")
    with pytest.raises(DamagedError, match="thanthien note check"):
        notes_seen(home, PEOPLE["committee"])


def test_an_older_store_gets_the_tables(home: Settings, write: Write) -> None:
    write()
    by_hand(home, "drop table note_event", "drop table note_body")
    home.audit_path.unlink()
    seal_of(home.audit_path).unlink()
    assert write().number == 1
