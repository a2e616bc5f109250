"""What is done by the clock: files of a folder, messages, the build of the day."""

from __future__ import annotations

import errno
import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ingest.desk import scheduled
from ingest.desk.scheduled import run_scheduled
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.messy_books import UNITS, ballot_book
from warehouse import audit
from warehouse.desk.desks import desk_of
from warehouse.desk.inbox import OPENED, WAITING, cards, inbox_dir, receive
from warehouse.desk.jobs import latest_job
from warehouse.desk.schedule import (
    Schedule,
    build_day,
    drop_dir,
    is_due,
    next_build,
    read_schedule,
)
from warehouse.errors import AuditError, ThanThienError
from warehouse.rights import FRONT
from warehouse.settings import Settings

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOW = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
"""Three in the morning of 1 December in Vietnam."""


def laid(settings: Settings, name: str, content: str | bytes) -> Path:
    """A file a mail program laid into the folder a while ago."""
    folder = drop_dir(settings)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    before = time.time() - 120
    os.utime(path, (before, before))
    return path


def message(
    *attached: tuple[str, bytes], inner: EmailMessage | None = None
) -> EmailMessage:
    """A message as a mail program keeps it."""
    made = EmailMessage()
    made["Subject"] = "Sổ phiếu tháng 10"
    made["From"] = "xa@example.vn"
    made.set_content("Kính gửi, xem tệp đính kèm.")
    for name, content in attached:
        made.add_attachment(
            content, maintype="application", subtype=XLSX, filename=name
        )
    if inner is not None:
        made.add_attachment(inner)
    return made


def names(settings: Settings, status: str = WAITING) -> set[str]:
    return {card.name for card in cards(settings) if card.status == status}


def test_a_file_of_the_folder_is_taken_in_like_an_upload(settings: Settings) -> None:
    path = laid(settings, "đơn vị.csv", UNITS)
    assert run_scheduled(settings) == ["đơn vị.csv"]
    assert not path.exists()
    [card] = cards(settings)
    assert (card.name, card.received_by) == ("đơn vị.csv", "folder")
    seen = latest_job(settings, "understand", card.sha256)
    assert seen is not None
    assert seen.answer["spec"]["name"] == "unit_list"
    said = [r for r in audit.read_records(settings) if r.action == "file_received"]
    assert [r.actor for r in said] == ["folder"]
    # the same again is known, and lies in the folder no longer
    laid(settings, "đơn vị.csv", UNITS)
    run_scheduled(settings)
    assert len(cards(settings)) == 1
    assert list(drop_dir(settings).glob("*.csv")) == []


def test_what_is_still_being_written_waits(settings: Settings) -> None:
    laid(settings, "a.csv.part", UNITS)
    laid(settings, ".b.csv", UNITS)
    os.utime(laid(settings, "c.csv", UNITS))
    (drop_dir(settings) / "d.csv").symlink_to("/etc/passwd")
    assert run_scheduled(settings) == []
    assert cards(settings) == []


def test_a_message_is_opened_and_its_tables_wait(settings: Settings) -> None:
    passed_on = message(("sổ hai.xlsx", ballot_book(2)))
    laid(
        settings,
        "Sổ phiếu.eml",
        message(
            ("../../sổ phiếu.xlsx", ballot_book()),
            ("logo.png", b"\x89PNG"),
            inner=passed_on,
        ).as_bytes(),
    )
    run_scheduled(settings)
    assert names(settings) == {"sổ phiếu.xlsx", "sổ hai.xlsx"}
    assert names(settings, OPENED) == {"Sổ phiếu.eml"}
    assert {card.inside for card in cards(settings) if card.status == WAITING} == {
        "Sổ phiếu.eml"
    }
    assert [p.name for p in inbox_dir(settings).iterdir() if "." in p.name[:-5]] == []


@pytest.mark.parametrize("name", ["sổ.xlsx ", "sổ.XLSX\u00a0", "sổ.xlsm", " sổ.xltx. "])
def test_an_attachment_is_a_table_by_its_bare_name(
    settings: Settings, act: Act, name: str
) -> None:
    laid(settings, "thư.eml", message((name, ballot_book())).as_bytes())
    run_scheduled(settings)
    [card] = [card for card in cards(settings) if card.status == WAITING]
    assert card.name == name.strip(" .\u00a0")
    assert act("understand", card)["sheets"]


def test_what_is_no_table_beside_one_is_not_lost_in_silence(settings: Settings) -> None:
    both = message(("sổ.xlsx", ballot_book()), ("biên bản.docx", b"PK\x03\x04 no"))
    laid(settings, "thư.eml", both.as_bytes())
    run_scheduled(settings)
    assert names(settings) == {"sổ.xlsx", "biên bản.docx"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (message().as_bytes(), "a message without a table"),
        (message(("chữ ký.png", b"\x89PNG")).as_bytes(), "a message without a table"),
        (b"\x00\xff" * 500, "a message without a table"),
    ],
)
def test_a_message_without_a_table_says_so(
    settings: Settings, act: Act, content: bytes, found: str
) -> None:
    card = hand_over(settings, "thư.eml", content)
    with pytest.raises(ThanThienError, match=found):
        act("understand", card)
    assert names(settings) == {"thư.eml"}


def test_a_message_that_never_ends_is_refused(settings: Settings, act: Act) -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(3_000)
    )
    with pytest.raises(ThanThienError, match="message"):
        act("understand", hand_over(settings, "sâu.eml", deep))


def test_what_cannot_be_taken_in_lies_aside_with_the_reason(settings: Settings) -> None:
    laid(settings, "trống.csv", b"")
    laid(settings, "đơn vị.csv", UNITS)
    assert run_scheduled(settings) == ["đơn vị.csv"]
    [refused] = read_schedule(settings).refused
    assert refused["name"] == "trống.csv"
    assert "not empty" in refused["en"]
    assert refused["vi"] != refused["en"]
    [aside] = (drop_dir(settings) / "refused").iterdir()
    assert aside.name.endswith("trống.csv")


@pytest.mark.parametrize("sent", [b"B\xe1o c\xe1o.csv", b"d\xc3\xa0i" * 62 + b".csv"])
@pytest.mark.parametrize("content", ["", UNITS])
def test_any_name_is_taken_or_laid_aside(
    settings: Settings, sent: bytes, content: str
) -> None:
    """Bytes that are no UTF-8, or a name as long as a disk allows."""
    laid(settings, os.fsdecode(sent), content)
    taken = run_scheduled(settings)
    said = [one["name"] for one in read_schedule(settings).refused]
    assert len(taken) + len(said) == 1
    assert bool(taken) is bool(content)
    assert "".join((*taken, *said)).encode()


def test_a_fault_of_the_home_leaves_files_where_they_lie(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def unrecorded(*_: object, **__: object) -> None:
        raise AuditError("audit", "x", "it must be written", "free some room")

    path = laid(settings, "đơn vị.csv", UNITS)
    for fault, raised in ((full, OSError), (unrecorded, AuditError)):
        monkeypatch.setattr(scheduled, "receive", fault)
        with pytest.raises(raised):
            run_scheduled(settings)
        assert path.exists()
    assert read_schedule(settings).refused == ()


def test_a_file_written_while_it_was_read_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(settings, "đơn vị.csv", UNITS)

    def received(*said: Any, **more: Any) -> Any:
        found = receive(*said, **more)
        path.write_text(UNITS + "\n", encoding="utf-8")
        return found

    monkeypatch.setattr(scheduled, "receive", received)
    assert run_scheduled(settings) == []
    assert path.exists()


def test_a_file_of_a_machine_whose_clock_is_ahead_is_taken_in(
    settings: Settings,
) -> None:
    path = laid(settings, "đơn vị.csv", UNITS)
    ahead = time.time() + 7 * 3600
    os.utime(path, (ahead, ahead))
    assert run_scheduled(settings) == ["đơn vị.csv"]


def test_the_front_has_a_folder_of_its_own(settings: Settings) -> None:
    front = desk_of(settings, FRONT)
    laid(front, "phiếu.csv", UNITS)
    # what a command prints stands in the journal of the machine
    assert run_scheduled(settings) == []
    assert cards(settings) == []
    assert names(front) == {"phiếu.csv"}


def test_the_day_has_one_build_once_its_time_has_come(
    settings: Settings, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is built before, without new files, or again on the same day."""
    done: list[str] = []

    def run(_: Settings, job_id: str) -> None:
        done.append(job_id)

    monkeypatch.setattr(scheduled, "run_job", run)
    at_two = replace(settings, build_at="02:00")
    run_scheduled(at_two, NOW)
    assert done == []
    assert read_schedule(settings).built_on == "2026-12-01"
    act("load", hand_over(settings, "u.csv", UNITS))
    run_scheduled(at_two, NOW + timedelta(minutes=5))
    assert done == []
    run_scheduled(replace(settings, build_at=""), NOW + timedelta(days=1))
    run_scheduled(at_two, NOW + timedelta(hours=22))
    assert done == []
    run_scheduled(at_two, NOW + timedelta(hours=24))
    assert len(done) == 1
    job = latest_job(settings, "build")
    assert job is not None
    assert (job.by, job.job_id) == ("timer", read_schedule(settings).build_job)
    run_scheduled(at_two, NOW + timedelta(hours=25))
    assert len(done) == 1


@pytest.mark.parametrize(
    ("built_on", "expected", "due"),
    [
        ("2026-11-30", "2026-11-30T19:00:00+00:00", True),
        ("2026-12-01", "2026-12-01T19:00:00+00:00", False),
        ("", "2026-11-30T19:00:00+00:00", True),
    ],
)
def test_when_the_next_build_is(
    settings: Settings, built_on: str, expected: str, due: bool
) -> None:
    at_two = replace(settings, build_at="02:00")
    known = Schedule(built_on=built_on)
    found = next_build(at_two, known, NOW)
    assert found is not None
    assert found.isoformat() == expected
    assert is_due(at_two, known, NOW) is due
    assert next_build(settings, known, NOW) is None


def test_a_time_shortly_before_midnight_is_not_missed(settings: Settings) -> None:
    """The timer asks at five to twelve and at twelve."""
    late = replace(settings, build_at="23:58")
    before, after = (
        datetime(2026, 11, 30, 16, 55, tzinfo=UTC),
        datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
    )
    known = Schedule(built_on="2026-11-29")
    assert not is_due(late, known, before)
    assert is_due(late, known, after)
    assert build_day(late, after) == date(2026, 11, 30)
    assert not is_due(late, Schedule(built_on="2026-11-30"), after)
    # nobody had asked for a build before
    assert not is_due(late, Schedule(), after)


def test_a_timer_that_has_stopped_is_seen() -> None:
    assert Schedule().is_silent(NOW)
    ran_at = (NOW - timedelta(minutes=59)).isoformat()
    assert not Schedule(ran_at=ran_at).is_silent(NOW)
    assert Schedule(ran_at=ran_at).is_silent(NOW + timedelta(minutes=2))
