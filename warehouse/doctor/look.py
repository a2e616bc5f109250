"""Looks at everything a home holds; changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.builds.pointer import pointer_in
from warehouse.desk.desks import INBOX, JOBS, all_desks, folders_of_desks
from warehouse.desk.inbox import loaded_and_left
from warehouse.doctor.finding import Finding
from warehouse.doctor.look_builds import look_at_builds
from warehouse.doctor.look_places import look_at_places
from warehouse.doctor.look_raw import look_at_raw
from warehouse.doctor.look_records import (
    last_record_at,
    look_at_records,
    look_at_secret,
)
from warehouse.errors import DamagedError, DiskError
from warehouse.settings import Settings
from warehouse.stores.faults import require_room
from warehouse.stores.keys import key_path
from warehouse.upkeep.half_restored import mark_path

LEAST_FREE_BYTES = 1 << 30
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
# A machine that is used at all writes more often than that.
LONGEST_REST = timedelta(days=45)


def examine(settings: Settings) -> list[Finding]:
    """Everything that is wrong with a home, or worth knowing."""
    home = settings.home
    if not home.is_dir():
        found = "missing" if not home.exists() else "file"
        return [Finding("disk", str(home), found)] if found == "file" else []
    if misplaced := list(look_at_places(settings)):
        return misplaced  # the rest cannot be looked at while it stands in the way
    return [
        *_look_at_disk(settings),
        *look_at_secret(settings),
        *_look_at_rights(settings),
        *_look_for_leftovers(settings),
        *look_at_raw(settings),
        *look_at_builds(settings),
        *look_at_records(settings),
        *_look_at_clock(settings),
    ]


def _look_at_disk(settings: Settings) -> Iterator[Finding]:
    try:
        require_room(settings.home)
    except DiskError as refusal:
        yield Finding("disk", str(settings.home), refusal.rule)
        return
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE_BYTES:
        yield Finding("disk_short", str(settings.home), f"{free >> 20} MiB")


def _look_at_rights(settings: Settings) -> Iterator[Finding]:
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


def _look_for_leftovers(settings: Settings) -> Iterator[Finding]:
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


def _look_at_clock(settings: Settings) -> Iterator[Finding]:
    now = datetime.now(UTC)
    recorded = last_record_at(settings)
    if recorded is None and settings.audit_path.exists():
        return  # what is known besides may be long past
    moments = [recorded]
    try:
        pointer = pointer_in(settings.pointer_path)
        moments.append(datetime.fromisoformat(pointer.published_at))
        if pointer.data_as_of and not pointer.is_simulated:
            # a clock that was wrong from the first load on has no other past
            newest = datetime.fromisoformat(pointer.data_as_of[:10])
            moments.append(newest.replace(tzinfo=UTC) - timedelta(days=1))
    except (DamagedError, FileNotFoundError, ValueError):
        pass
    known = [moment.astimezone(UTC) for moment in moments if moment]
    if not known:
        return
    latest = max(known)
    shown = f"{now:%Y-%m-%d %H:%M} / {latest:%Y-%m-%d %H:%M} UTC"
    if now < latest - timedelta(minutes=5):
        yield Finding("clock_back", shown)
    elif now > latest + LONGEST_REST:
        yield Finding("clock_ahead", shown)
