"""What the owner of a store can do to a chain of steps: write in it, kill a writer."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from tests.dashboard.small.warehouse import changed
from warehouse.read import reader_of
from warehouse.settings import Settings

REPO = Path(__file__).parents[2]


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A store whose triggers its owner has dropped; what is done is kept."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "select name from sqlite_master where type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"drop trigger {name}")
        yield connection
        connection.commit()
        connection.execute("pragma wal_checkpoint(truncate)")


def by_hand(settings: Settings, *statements: str) -> None:
    """Does what the owner of the file could do: drops the triggers first."""
    with unguarded(settings.state_path) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def changed_build(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Puts other rows into the build; the reader of before lets go of it."""
    reader_of.cache_clear()
    [path] = settings.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        yield connection


def shown_before_a_kill(writer: str, settings: Settings, *, after_s: float) -> int:
    """Starts a writer of steps, kills it, and gives the last number it printed.

    Args:
        writer: Python that takes the home and prints how many steps are done.
        settings: The home.
        after_s: How long it lives behind its first line.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", writer, str(settings.home)],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = int(process.stdout.readline())
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    rest = [int(line) for line in process.stdout.read().split("\n")[:-1] if line]
    process.wait()
    return max([first, *rest])
