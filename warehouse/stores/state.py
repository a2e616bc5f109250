"""The small store of what people do: accounts, sessions, single sign-on map,
ownership, plans, draws and releases of waves, what the Front has signed, steps of due
process, periodic reviews with their frozen figures, notes on findings, digests.

SQLite, because several processes write a little each and every write must
survive a crash: WAL with `synchronous=FULL`. The file is readable by its owner
only; a file others may read is refused rather than repaired in silence.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state_seal import sealing
from warehouse.stores.state_tables import SCHEMA

PARTS = frozenset(re.findall(r"create (?:table|trigger) if not exists (\w+)", SCHEMA))
"""Names of the tables and triggers of a store of this version."""

BUSY_TIMEOUT_SECONDS = 10


@contextmanager
def reading(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Opens the store for one short read; every click does, so it is kept light."""
    path = settings.state_path
    with in_words(path):
        if _key(path) not in _ready:
            with sealing(path):
                _connect(path).close()
        refuse_if_shared(path)
        timeout = BUSY_TIMEOUT_SECONDS
        with closing(sqlite3.connect(path, timeout=timeout)) as connection:
            connection.row_factory = sqlite3.Row
            yield connection


@contextmanager
def writing(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Opens the store for one transaction: everything inside, or nothing."""
    path = settings.state_path
    with (
        in_words(path, is_writing=True),
        sealing(path),
        closing(_connect(path)) as connection,
        connection,
    ):
        run_sql(connection, "begin immediate")
        yield connection


def open_private(path: Path) -> sqlite3.Connection:
    """Opens an SQLite file that only its owner may read, making it if needed.

    Raises:
        ThanThienError: The file exists and others may read or write it.
    """
    make_private(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None
    )
    run_sql(connection, "pragma journal_mode = wal")
    run_sql(connection, "pragma synchronous = full")
    run_sql(connection, "pragma foreign_keys = on")
    return connection


def make_private(path: Path) -> None:
    """Makes an empty file with mode 600, or checks the mode of the one there.

    Raises:
        ThanThienError: The file exists and others may read or write it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        refuse_if_shared(path)


def refuse_if_shared(path: Path) -> None:
    """Checks that a file is its owner's alone.

    Raises:
        ThanThienError: Others may read or write it, or another user owns it.
    """
    if os.name != "posix":
        return  # Windows has no mode bits; the folder's own rights decide there
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != os.geteuid():
        mode = f"{stat.S_IMODE(found.st_mode):o}, uid {found.st_uid}"
        rule = "only the user who runs the program may read it"
        right = 700 if path.is_dir() else 600
        raise ThanThienError(str(path), mode, rule, f"chmod {right} {path}")


def refuse_if_data_shared(settings: Settings) -> None:
    """Checks that nobody else reaches the loaded rows and the builds.

    A home that is its owner's alone is enough; else each of them must be.

    Raises:
        ThanThienError: Others may read one of them; the message closes the home.
    """
    data = [path for path in (settings.raw_path, settings.builds_dir) if path.exists()]
    try:
        for path in data:
            refuse_if_shared(path)
    except ThanThienError:
        refuse_if_shared(settings.home)


# Stores whose tables this process has seen: path, device and number of the file.
_ready: set[tuple[str, int, int]] = set()


def _connect(path: Path) -> sqlite3.Connection:
    connection = open_private(path)
    connection.row_factory = sqlite3.Row
    if not _has_schema(connection):
        connection.executescript(SCHEMA)
    if (key := _key(path)) is not None:
        _ready.add(key)
    return connection


def _key(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return str(path), found.st_dev, found.st_ino


def _has_schema(connection: sqlite3.Connection) -> bool:
    query = "select name from sqlite_master where type in ('table', 'trigger')"
    return {row[0] for row in run_sql(connection, query)} >= PARTS
