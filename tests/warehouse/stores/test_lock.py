"""A lock somebody holds is called busy; a disk without locks is another matter."""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path
from typing import Any

import pytest

from warehouse.errors import BusyError
from warehouse.stores.lock import held

BUSY = BusyError("lock", "x.lock", "one at a time", "wait")


def test_a_held_lock_is_busy_and_free_again_after(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with held(path, BUSY), pytest.raises(BusyError), held(path, BUSY):
        pass
    with held(path, BUSY):
        pass


def test_a_disk_without_locks_is_not_shown_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(OSError, match="No locks"), held(tmp_path / "x.lock", BUSY):
        pass
