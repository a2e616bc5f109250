"""Folders in which the desk works for a while: what a killed process left goes first.

Cells of delivered files lie in them, so none may stay behind. Each has a lock of the
operating system beside it, which dies with its holder: a folder whose lock is free is
nobody's any more.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from warehouse.desk.jobs import jobs_dir
from warehouse.errors import BusyError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder
from warehouse.stores.lock import held

_BUSY = BusyError("desk", "work", "one process works in a folder", "try again")


@contextmanager
def work_folder(settings: Settings) -> Iterator[Path]:
    """An empty folder of the desk that goes when the work ends."""
    make_folder(jobs_dir(settings))
    remove_left(settings)
    with ExitStack() as stack:
        folder = _taken(settings, stack)
        make_folder(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)


def remove_left(settings: Settings) -> None:
    """Removes the folders of processes that died in the middle."""
    names = {path.stem for path in jobs_dir(settings).glob("work-*")}
    for folder in sorted(jobs_dir(settings) / name for name in names):
        with suppress(BusyError, FileNotFoundError), held(_lock_of(folder), _BUSY):
            shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)


def _taken(settings: Settings, stack: ExitStack) -> Path:
    """A new name whose lock this process holds."""
    while True:
        folder = jobs_dir(settings) / f"work-{secrets.token_hex(6)}"
        with ExitStack() as tried, suppress(BusyError):
            tried.enter_context(held(_lock_of(folder), _BUSY))
            # who removes what was left may have taken it away in between
            if _lock_of(folder).exists():
                stack.push(tried.pop_all())
                return folder


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
