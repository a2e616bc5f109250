"""The seal of the small store: its digest after the last write, kept beside it.

SQLite finds damage in the order of its pages, not in what a page says; the seal finds
it anywhere in the file. It also says that there was a store: one that is gone is
refused, and never begun anew in silence.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from warehouse.errors import DamagedError
from warehouse.stores.durable import content_sha256, size_bytes

_OPEN: dict[str, Any] = {"sha256": ""}


def seal_of(path: Path) -> Path:
    """Where the seal of a store lies."""
    return path.with_suffix(".seal.json")


def is_gone(path: Path) -> bool:
    """Whether a store that was written before is missing or empty."""
    is_there = path.exists() and (not path.is_file() or size_bytes(path) > 0)
    return not is_there and seal_of(path).exists()


def is_as_sealed(path: Path) -> bool:
    """Whether the store is what was last written, as far as its seal can say.

    A writer that was killed leaves the seal open, and a store that is in use has its
    latest writes in a log beside: then there is nothing to compare.
    """
    try:
        digest = str(json.loads(seal_of(path).read_text(encoding="utf-8"))["sha256"])
    except FileNotFoundError:
        return True  # an earlier version wrote it
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return not digest or _has_log(path) or content_sha256(path) == digest


def refuse_if_gone(path: Path) -> None:
    """Checks that a store that was written before is still there.

    Raises:
        DamagedError: It is missing or empty.
    """
    if is_gone(path):
        raise DamagedError(path.name, str(path), "the file must be there", _STEP)


def refuse_if_unsealed(path: Path) -> None:
    """Checks that a store is what was last written.

    Raises:
        DamagedError: It is another, or gone.
    """
    refuse_if_gone(path)
    if not is_as_sealed(path):
        rule = "the file must be as it was written"
        raise DamagedError(path.name, str(path), rule, _STEP)


@contextmanager
def sealing(path: Path) -> Iterator[None]:
    """Opens the seal for one write and closes it after; writers wait for each other.

    A store that is not as sealed keeps its old seal: no write takes damage over.

    Raises:
        DamagedError: The store is gone.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    refuse_if_gone(path)
    lock = path.with_suffix(".lock")
    with os.fdopen(os.open(lock, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as handle:
        _wait_for(handle.fileno())
        if not is_as_sealed(path):
            yield
            return
        _write(path, _OPEN)
        try:
            yield
        finally:
            with suppress(OSError):  # an open seal harms nothing
                seal(path)


def seal(path: Path) -> None:
    """Notes the digest of a store as it is now, if nobody has it open."""
    facts = _OPEN if _has_log(path) else {"sha256": content_sha256(path)}
    _write(path, facts)


def note_begun(path: Path) -> None:
    """Leaves an open seal, where there is none: it says that there is a store."""
    if not seal_of(path).exists():
        _write(path, _OPEN)


def _write(path: Path, facts: dict[str, Any]) -> None:
    draft = seal_of(path).with_suffix(f".{secrets.token_hex(4)}.new")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as writing:
            writing.write(json.dumps(facts) + "\n")
            writing.flush()
            os.fsync(writing.fileno())
        os.replace(draft, seal_of(path))
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return size_bytes(log) > 0


def _wait_for(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)


_STEP = "thanthien doctor"
