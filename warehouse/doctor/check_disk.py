"""Checks the disk: room to write, and who may read what lies there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator

from warehouse.doctor.finding import Finding
from warehouse.errors import DiskError
from warehouse.settings import Settings
from warehouse.stores.faults import require_room

LEAST_FREE_BYTES = 1 << 30


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Whether the home can be written to, and how much room is left."""
    try:
        require_room(settings.home)
    except DiskError as refusal:
        yield Finding("disk", str(settings.home), refusal.rule)
        return
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE_BYTES:
        yield Finding("disk_short", str(settings.home), f"{free >> 20} MiB")


def check_rights(settings: Settings) -> Iterator[Finding]:
    """What others may read, or what belongs to another user."""
    if os.name != "posix":
        return
    is_open = bool(settings.home.stat().st_mode & 0o077)
    names = ("raw.duckdb", "state.sqlite", "audit.sqlite", "secret.key", "builds")
    for path in (settings.home / name for name in names):
        if not path.exists():
            continue
        facts = path.stat()
        if facts.st_uid != os.geteuid():
            yield Finding("of_another_user", str(path), f"uid {facts.st_uid}")
        elif is_open and stat.S_IMODE(facts.st_mode) & 0o077:
            mode = f"{stat.S_IMODE(facts.st_mode):o}"
            yield Finding("open_to_others", str(path), mode)
