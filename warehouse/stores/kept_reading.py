"""What was read of a file, kept until the file is written again.

Every click asks who owns a wave, what is released, which steps are on record; the
stores are written a few times a minute. A file is as it was when its number, size and
both its times are: those of a store and of the log beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_Mark = tuple[int, ...]

# Clocks of file systems tick every few milliseconds: two writes within a tick leave
# the same time. What was written a moment ago is therefore read again.
SETTLED_NS = 100_000_000
MAX_KEPT = 256

_kept: dict[tuple[str | Path, ...], tuple[_Mark, Any]] = {}


def kept_reading(name: str, read: Callable[[], T], *paths: Path) -> T:
    """Reads files, unless they are as they were when last read for the same purpose.

    Args:
        name: What is read of them; one name, one way of reading.
        read: Reads them; what it gives is shared, so nobody may change it.
        *paths: Stores or other files.

    Returns:
        What `read` gave, now or before.
    """
    mark = _mark_of(*paths)
    before = _kept.get((name, *paths))
    if before is not None and before[0] == mark:
        return before[1]  # type: ignore[no-any-return]
    found = read()
    if _is_settled(mark) and _mark_of(*paths) == mark:
        if len(_kept) >= MAX_KEPT:
            _kept.clear()
        _kept[(name, *paths)] = mark, found
    return found


def _mark_of(*paths: Path) -> _Mark:
    """The newest time in ns, then numbers, times and sizes of files; 0 for none there.

    The time of the last change of any sort cannot be set back as that of writing can.
    """
    found: list[int] = []
    newest = 0
    for path in paths:
        try:
            facts = path.stat()
        except FileNotFoundError:
            found += [0]
        else:
            times = facts.st_mtime_ns, facts.st_ctime_ns
            newest = max(newest, *times)
            found += [facts.st_ino, *times, facts.st_size]
    return newest, *found


def with_log(store: Path) -> tuple[Path, Path]:
    """An SQLite file and the log beside it, where its latest writes are."""
    return store, store.with_name(store.name + "-wal")


def _is_settled(mark: _Mark) -> bool:
    """Whether the last write of a marked file is long enough ago to be told by it."""
    return mark[0] < time.time_ns() - SETTLED_NS
