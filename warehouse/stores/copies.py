"""Copying files so that a copy is whole, its owner's alone, and on the disk."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from warehouse.errors import DamagedError
from warehouse.stores.durable import put_on_disk
from warehouse.stores.faults import in_words
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import refuse_if_shared
from warehouse.stores.state_seal import refuse_if_unsealed

_PART = 1 << 20


def copy(
    source: Path, target: Path, count: Callable[[int], None] = lambda _n_bytes: None
) -> None:
    """Copies a file that nobody writes to.

    Args:
        source: The file.
        target: Where to; what lies there is replaced.
        count: Called with the bytes of each part copied.
    """
    make_folder(target.parent)
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        while part := reading.read(_PART):
            writing.write(part)
            count(len(part))
        writing.flush()
        os.fsync(writing.fileno())


def copy_sqlite(source: Path, target: Path) -> None:
    """Copies a store that others may be writing to: one moment of it, whole.

    Raises:
        DamagedError: The store does not hold together.
    """
    refuse_if_shared(source)
    refuse_if_unsealed(source)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        in_words(source),
        closing(sqlite3.connect(source)) as one,
        closing(sqlite3.connect(target)) as two,
    ):
        one.backup(two)
        run_sql(two, "pragma journal_mode = delete")  # no log beside a copy
    check_sqlite(target, source)
    put_on_disk(target)


def check_sqlite(path: Path, named: Path | None = None) -> None:
    """Reads an SQLite store through.

    Args:
        path: The store.
        named: The file a refusal names; None is the store itself.

    Raises:
        DamagedError: Its pages or tables do not hold together.
    """
    shown = named or path
    # a copy is nobody else's: opened so, no log is made beside it
    address = f"file:{path}?" + ("immutable=1" if named else "mode=rw")
    with (
        in_words(shown),
        closing(sqlite3.connect(address, uri=True)) as connection,
    ):
        found = run_sql(connection, "pragma integrity_check(1)").fetchall()
    if found != [("ok",)]:
        rule = "the file must be as it was written"
        raise DamagedError(shown.name, str(shown), rule, "thanthien doctor")


def make_folder(path: Path) -> None:
    """Makes a folder that its owner alone may read."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private(path: Path, text: str) -> None:
    """Writes a new text file that its owner alone may read."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writing:
        writing.write(text)
        writing.flush()
        os.fsync(writing.fileno())
