"""What is wrong with a store is known by codes and by the file, never by letters."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builds.small_builds import flip
from warehouse.errors import (
    BusyError,
    DamagedError,
    DiskError,
    ExitCode,
    ThanThienError,
)
from warehouse.messages import phrases
from warehouse.stores import faults
from warehouse.stores import read_through as read_through_module
from warehouse.stores.faults import in_words, refusal_of
from warehouse.stores.read_through import attach, read_through

HOLDER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "block.duckdb"  # "block" holds "lock"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select range as n from range(200000)")
    return path


@contextmanager
def held(store: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has a store open for writing, until it ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield holder
        holder.terminate()


def test_a_store_somebody_has_open_is_busy(store: Path) -> None:
    with held(store), pytest.raises(BusyError):
        read_through(store)
    assert read_through(store) == {"main.t": 200_000}


@pytest.mark.parametrize("is_read_only", [True, False])
def test_who_lets_go_soon_is_waited_for(store: Path, is_read_only: bool) -> None:
    with held(store) as holder:
        threading.Timer(0.5, holder.terminate).start()
        with in_words(store), duckdb.connect() as connection:
            attach(connection, store, "store", is_read_only=is_read_only)


def test_who_let_go_before_one_looks_did_no_damage(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(store) as holder:

        def let_go(path: Path) -> bool:
            holder.terminate()
            holder.wait()
            return False

        for module in (faults, read_through_module):
            monkeypatch.setattr(module, "is_held", let_go, raising=False)
        assert read_through(store) == {"main.t": 200_000}


@pytest.mark.parametrize("harm", ["flip", "cut", "junk", "empty", "header"])
def test_a_damaged_store_is_damaged_and_not_busy(store: Path, harm: str) -> None:
    whole = store.read_bytes()
    if harm == "flip":
        flip(store, 0.3)
    elif harm == "header":
        flip(store, 0.0, 1)
    else:
        cut = {"cut": whole[: len(whole) // 2], "junk": b"junk" * 5000, "empty": b"x"}
        store.write_bytes(cut[harm])
    with pytest.raises(DamagedError) as refusal:
        read_through(store)
    assert refusal.value.next_step == "thanthien doctor"
    assert str(store) in refusal.value.message


def test_a_missing_store_and_a_folder_in_its_place(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "none", "missing"), (tmp_path, "not_a_file")):
        with pytest.raises(DiskError) as refusal:
            read_through(path)
        assert refusal.value.rule == faults._RULES[word]


def test_a_store_of_a_newer_version_is_refused_as_that(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[52:58] = b"v9.1.0"
    store.write_bytes(content)
    with pytest.raises(DamagedError) as refusal:
        read_through(store)
    assert "newer version" in refusal.value.rule


@pytest.mark.parametrize(
    ("number", "word", "code"),
    [
        (errno.ENOSPC, "full", ExitCode.DISK),
        (errno.EROFS, "read_only", ExitCode.DISK),
        (errno.EACCES, "forbidden", ExitCode.DISK),
        (errno.ENOENT, "missing", ExitCode.DISK),
        (errno.EIO, "unread", ExitCode.DISK),
        (errno.EAGAIN, "in_use", ExitCode.BUSY),
    ],
)
def test_the_systems_number_decides(number: int, word: str, code: ExitCode) -> None:
    found = refusal_of(OSError(number, "words that say nothing", "/home/raw.duckdb"))
    assert (found.rule, found.exit_code) == (faults._RULES[word], code)
    assert found.value == "/home/raw.duckdb"


def test_sqlites_code_decides(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"junk" * 1000)
    with pytest.raises(DamagedError), in_words(path):
        sqlite3.connect(path).execute("select * from sqlite_master")
    path.unlink()
    one, two = (sqlite3.connect(path, timeout=0) for _ in range(2))
    one.execute("create table t (n)")
    one.execute("begin immediate")
    with pytest.raises(BusyError), in_words(path):
        two.execute("begin immediate")
    one.close()
    two.close()
    read_only = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with pytest.raises(DiskError), in_words(path, is_writing=True):
        read_only.execute("insert into t values (1)")
    read_only.close()


@pytest.mark.parametrize(
    ("text", "values", "word"),
    [
        ("insert into t values (1, 'one')", (), "refused"),
        ("insert into t values (2, null)", (), "refused"),
        ("insert into t values (?, 'two')", (), "unexpected"),
    ],
)
def test_what_a_store_does_not_take_is_no_fault_of_the_disk(
    tmp_path: Path, text: str, values: tuple[int, ...], word: str
) -> None:
    for name, connect in (("s", sqlite3.connect), ("d", duckdb.connect)):
        path = tmp_path / name
        connection = connect(str(path))
        connection.execute("create table t (n integer primary key, m text not null)")
        connection.execute("insert into t values (1, 'one')")
        with pytest.raises(ThanThienError) as refusal, in_words(path, is_writing=True):
            connection.execute(text, values)
        connection.close()
        assert not isinstance(refusal.value, DiskError | DamagedError | BusyError)
        assert refusal.value.rule == faults._RULES[word]
        assert refusal.value.next_step == faults._STEPS[word]
        # what the database says of it names the column, and the path would not help
        assert str(path) not in str(refusal.value.value)


def test_a_machine_without_memory_is_told_as_that(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '2MB'")
        connection.execute("set temp_directory = ''")
        with pytest.raises(ThanThienError) as refusal, in_words(tmp_path / "raw"):
            connection.execute("select list(range) from range(5_000_000)").fetchall()
    assert refusal.value.rule == faults._RULES["memory"]


def test_every_reason_is_said_in_vietnamese() -> None:
    said = [*faults._RULES.values(), *faults._STEPS.values()]
    assert [text for text in said if text not in phrases()] == []
