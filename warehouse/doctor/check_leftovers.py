"""Checks for leftovers: what a process that was killed did not finish."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from warehouse.desk.desks import INBOX, JOBS, all_desks, folders_of_desks
from warehouse.desk.inbox import loaded_and_left
from warehouse.doctor.finding import Finding
from warehouse.settings import Settings
from warehouse.stores.keys import key_path
from warehouse.upkeep.half_restored import mark_path

_TOKEN = "[0-9a-f]" * 8
LEFTOVERS = (
    *("*.partial", "*.new", ".probe-*", "specs/*.new"),
    *("builds/*.new", "builds/building", "builds/.probe-*"),
    *("sources/*.partial", "sources/*.new", "sources/specs/*.new"),
)
"""What a process that was killed leaves unfinished."""
LEFTOVERS_IN_TIME = (
    *(f"{inbox}/*.partial" for inbox in folders_of_desks(INBOX)),
    *(f"{folder}/*.new" for part in (INBOX, JOBS) for folder in folders_of_desks(part)),
)
"""The same, where somebody may be writing: only what is old is left over."""
OLD_SECONDS = 3600


def check_leftovers(settings: Settings) -> Iterator[Finding]:
    """Files of a write, a load, a build or a restore that ended half-way."""
    if mark_path(settings).exists():
        yield Finding("half_restored", str(settings.home))
    for pattern in (*LEFTOVERS, *LEFTOVERS_IN_TIME):
        for path in sorted(settings.home.glob(pattern)):
            if pattern in LEFTOVERS or _is_old(path):
                yield Finding("partial", str(path))
    for desk in all_desks(settings):
        for path in loaded_and_left(desk):
            yield Finding("partial", str(path))
    key = key_path(settings)
    for name in (key.name, "sources.key"):  # a second name of what is kept apart
        for path in sorted(key.parent.glob(f"{name}.{_TOKEN}")):
            yield Finding("partial", str(path))


def _is_old(path: Path) -> bool:
    """Whether nobody writes it any more."""
    return time.time() - path.stat().st_mtime > OLD_SECONDS
