"""What was read of a store is read again when it was written, and only then."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from warehouse.settings import Settings
from warehouse.stores import kept_reading as kept
from warehouse.stores.durable import size_bytes
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

PATIENCE_SECONDS = 20.0


class _Reads:
    """Reads a file and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.n = 0

    def __call__(self) -> str:
        self.n += 1
        return self.path.read_text("utf-8")

    def asked(self, name: str = "text") -> str:
        return kept.kept_reading(name, self, self.path)


@pytest.fixture
def file(tmp_path: Path) -> _Reads:
    path = tmp_path / "file"
    path.write_text("one", "utf-8")
    return _Reads(path)


def _settle() -> None:
    time.sleep(2 * kept.SETTLED_NS / 1e9)


def test_a_file_at_rest_is_read_once_for_each_purpose(file: _Reads) -> None:
    _settle()
    assert [file.asked() for _ in range(3)] == ["one"] * 3
    assert file.n == 1
    assert file.asked("another purpose") == "one"
    assert file.n == 2


def test_a_file_written_a_moment_ago_is_read_again(file: _Reads) -> None:
    # two writes within one tick of the clock leave the same times and size
    for text in ("two", "six", "ten"):
        times = file.path.stat().st_atime_ns, file.path.stat().st_mtime_ns
        file.path.write_text(text, "utf-8")
        os.utime(file.path, ns=times)
        assert file.asked() == text


def test_a_write_whose_time_was_set_back_is_seen(file: _Reads) -> None:
    _settle()
    assert file.asked() == "one"
    before = file.path.stat()
    file.path.write_text("two", "utf-8")
    os.utime(file.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.asked() == "two"


def test_a_file_put_in_its_place_is_read(file: _Reads) -> None:
    _settle()
    assert file.asked() == "one"
    other = file.path.with_name("other")
    other.write_text("two", "utf-8")
    os.replace(other, file.path)
    assert file.asked() == "two"


def test_a_write_that_only_stands_in_the_log_is_seen(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    query = "select count(*) from wave_custody"

    def asked() -> int:
        def read() -> int:
            with reading(settings) as connection:
                return int(run_sql(connection, query).fetchone()[0])

        return kept.kept_reading("n", read, *kept.with_log(settings.state_path))

    with writing(settings):
        pass
    _settle()
    assert asked() == asked() == 0
    # a reader that stays keeps SQLite from clearing the log away
    with reading(settings) as stays:
        run_sql(stays, query).fetchone()
        with writing(settings) as connection:
            values = "('W1', 'front', 'satisfaction', '0', '2026-01-01')"
            run_sql(connection, f"insert into wave_custody values {values}")
        assert asked() == 1


def test_writers_do_not_mind_a_log_that_goes_away(tmp_path: Path) -> None:
    """SQLite takes the log away whenever its last reader leaves."""
    log = tmp_path / "state.sqlite-wal"
    is_over = threading.Event()

    def come_and_go() -> None:
        while not is_over.is_set():
            log.write_bytes(b"1")
            log.unlink()

    other = threading.Thread(target=come_and_go)
    other.start()
    try:
        found = {size_bytes(log) for _ in range(20_000)}
        until = time.monotonic() + PATIENCE_SECONDS
        while len(found) < 2 and time.monotonic() < until:
            found.add(size_bytes(log))
    finally:
        is_over.set()
        other.join()
    assert found == {0, 1}
