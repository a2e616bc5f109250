"""Work that only one process does at a time: builds, loads, copies of both.

The lock is the operating system's, so it dies with its holder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from warehouse.errors import BusyError


@contextmanager
def held(path: Path, busy: BusyError) -> Iterator[None]:
    """Holds the lock that `path` stands for.

    Raises:
        BusyError: Another process holds it: `busy` is raised.
    """
    with path.open("a+b") as handle:
        try:
            _take(handle)
        except (BlockingIOError, PermissionError) as error:
            # What Unix and Windows say of a lock somebody holds; a disk without
            # locks is another matter, and waiting would not help.
            raise busy from error
        yield


def _take(handle: IO[bytes]) -> None:
    """Takes the lock of an open file, or fails at once."""
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
