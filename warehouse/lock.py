"""Work that only one process does at a time: builds, loads, copies of both.

The lock is the operating system's, so it dies with its holder.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import BusyError


@contextmanager
def held(path: Path, busy: BusyError) -> Iterator[None]:
    """Holds the lock that `path` stands for.

    Raises:
        BusyError: Another process holds it: `busy` is raised.
    """
    with path.open("w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise busy from error
        yield
