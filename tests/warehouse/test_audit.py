"""The audit record: nothing acknowledged is lost, nothing can be changed unseen."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse import audit
from warehouse.errors import AuditError
from warehouse.settings import Settings

REPO = Path(__file__).parents[2]
N_KILLS, N_KILLS_RELEASE = 12, 500

_WRITER = """
import os, sys
from pathlib import Path
from warehouse import audit
from warehouse.settings import Settings
settings = Settings(home=Path(sys.argv[1]))
while True:
    seq = audit.record(settings, actor="w", action="export", subject="s")
    os.write(1, f"{seq}\\n".encode())
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home whose record holds ten entries."""
    settings = Settings(home=tmp_path / "home")
    for number in range(10):
        audit.record(
            settings,
            actor="anna",
            action="officer_view",
            subject=f"CB{number}",
            detail={"trang": "Cán bộ"},
        )
    return settings


def tamper(settings: Settings, *statements: str) -> None:
    """Does what the owner of the file could do: drops the triggers first."""
    connection = sqlite3.connect(settings.audit_path, isolation_level=None)
    for name in ("changed", "removed"):
        connection.execute(f"drop trigger record_is_never_{name}")
    connection.execute("drop trigger record_has_no_gap")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_records_are_read_back_newest_first(settings: Settings) -> None:
    found = audit.read_records(settings, action="officer_view", limit=3)
    assert [entry.subject for entry in found] == ["CB9", "CB8", "CB7"]
    assert found[0].detail == {"trang": "Cán bộ"}
    assert audit.read_records(settings, action="export") == []
    [last, *_, first] = audit.read_records(settings, limit=None)
    assert (first.seq, last.seq) == (1, len(audit.read_records(settings, limit=None)))


def test_a_whole_record_is_intact(settings: Settings) -> None:
    audit.anchor(settings)
    found = audit.verify(settings)
    assert found.is_intact
    assert (found.n_records, found.n_anchors) == (10, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "update record set subject = 'x' where seq = 5",
        "delete from record where seq = 5",
        "delete from record",
        "insert into record values (99, '', '', 'export', '', '{}', '')",
        "insert or replace into record values (5, '', '', 'export', '', '{}', '')",
    ],
)
def test_the_file_itself_refuses_a_change(settings: Settings, statement: str) -> None:
    connection = sqlite3.connect(settings.audit_path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert audit.verify(settings).is_intact


EDITS = {
    "actor": ("update record set actor = 'binh' where seq = 5",),
    "time": ("update record set at = '2020-01-01' where seq = 5",),
    "detail": ("update record set detail = '{}' where seq = 5",),
    "signature": ("update record set mac = substr(mac, 2) || 'x' where seq = 5",),
    "delete": ("delete from record where seq = 5",),
    "delete and renumber": (
        "delete from record where seq = 5",
        "update record set seq = seq - 1 where seq > 5",
    ),
    "reorder": (
        "update record set seq = 100 where seq = 5",
        "update record set seq = 5 where seq = 6",
        "update record set seq = 6 where seq = 100",
    ),
    "slip in": (
        "update record set seq = -seq where seq >= 5",
        "update record set seq = 1 - seq where seq < 0",
        "insert into record select 5, at, actor, action, subject, detail, mac"
        " from record where seq = 4",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_owner_of_the_file_is_found_out(settings: Settings, name: str) -> None:
    tamper(settings, *EDITS[name])
    found = audit.verify(settings)
    assert not found.is_intact
    assert found.first_bad_seq == 5


def test_a_cut_tail_is_found_by_the_anchor(settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "anchors.txt"
    audit.anchor(settings, copy_to=elsewhere)
    tamper(settings, "delete from record where seq > 7")
    found = audit.verify(settings)
    assert found.first_bad_seq == 8
    assert "cut" in found.problem
    audit.anchors_path(settings).unlink()
    assert audit.verify(settings).is_intact
    assert not audit.verify(settings, anchors_from=elsewhere).is_intact


def test_a_tail_cut_and_written_anew_is_found_by_the_anchor(settings: Settings) -> None:
    audit.anchor(settings)
    tamper(settings, "delete from record where seq > 7")
    for _ in range(5):
        audit.record(settings, actor="anna", action="export")
    found = audit.verify(settings)
    assert found.first_bad_seq == 10
    assert "anchor" in found.problem


def test_an_unknown_action_is_refused(settings: Settings) -> None:
    with pytest.raises(AuditError, match="ACTIONS"):
        audit.record(settings, actor="anna", action="looked")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda path: path.write_bytes(b"not a database" * 100),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["damaged", "not a file"],
)
def test_what_cannot_be_written_raises(
    settings: Settings, break_it: Callable[[Path], object]
) -> None:
    for suffix in ("-wal", "-shm"):
        settings.audit_path.with_name(f"audit.sqlite{suffix}").unlink(missing_ok=True)
    break_it(settings.audit_path)
    if settings.audit_path.is_file():
        settings.audit_path.chmod(0o600)
    with pytest.raises(Exception, match="audit") as caught:
        audit.record(settings, actor="anna", action="export")
    assert caught.value.__class__.__name__ in ("AuditError", "ThanThienError")


def test_kills_lose_nothing_that_was_acknowledged(
    tmp_path: Path, is_release: bool
) -> None:
    settings = Settings(home=tmp_path / "home")
    audit.record(settings, actor="t", action="export")
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(N_KILLS_RELEASE if is_release else N_KILLS):
        acknowledged = max(acknowledged, _write_until_killed(settings, chance))
    found = audit.verify(settings)
    assert found.is_intact
    assert found.n_records >= acknowledged
    assert acknowledged > (N_KILLS_RELEASE if is_release else N_KILLS)


def test_writers_at_the_same_time_make_one_chain(settings: Settings) -> None:
    command = [sys.executable, "-c", _WRITER, str(settings.home)]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    writers = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    # All three are at it once each has written some: however slow the machine is.
    seen = [int(w.stdout.readline()) for w in writers for _ in range(5) if w.stdout]
    assert [writer.poll() for writer in writers] == [None] * 3
    for writer in writers:
        writer.kill()
    seen += [int(line) for w in writers for line in w.communicate()[0].splitlines()]
    assert len(seen) == len(set(seen)) > 10
    assert audit.verify(settings).is_intact


def _write_until_killed(settings: Settings, chance: random.Random) -> int:
    """Starts a writer, kills it in the middle; returns its last acknowledged number."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(settings.home)],
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(chance.uniform(0.0, 0.15))
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.communicate()[0].splitlines()
    return int(rest[-1] if rest else first)


def test_looking_at_a_home_without_a_record_makes_none(tmp_path: Path) -> None:
    bare = Settings(home=tmp_path / "bare")
    assert audit.read_records(bare) == []
    audit.record(bare, actor="a", action="export", subject="s", detail={})
    assert [found.subject for found in audit.read_records(bare)] == ["s"]
