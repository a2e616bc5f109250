"""A practice home: an empty home of a clerk's own, to try everything and throw it away.

It lies inside the home but shares nothing with it: raw, builds, layouts and the record
of a practice home are its own, so what is tried there meets no real and no simulated
data. It is on no page but that for loading, and in no backup.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from warehouse import audit
from warehouse.desk.jobs import RUNNING, jobs
from warehouse.errors import BusyError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder

PRACTICE_DAYS = 30
"""Files tried there may name people: no practice home is kept longer."""
_GONE = ".gone"
_MARK = "practice.txt"
"""Its age is that of the home."""


def practice_home(settings: Settings, user_name: str) -> Settings:
    """The practice home of an account, whether it is there or not."""
    name = hashlib.sha256(user_name.encode()).hexdigest()[:16]
    return replace(settings, home=_folder(settings) / name)


def started_on(there: Settings) -> datetime | None:
    """When a practice home was begun, UTC; None if there is none."""
    if not (there.home / _MARK).exists():
        return None
    return datetime.fromtimestamp(_begun(there.home), UTC)


def start_practice(settings: Settings, *, by: str) -> Settings:
    """Begins an empty practice home; one that is there stays as it is.

    Raises:
        AuditError: It cannot be recorded: nothing is begun.
    """
    there = practice_home(settings, by)
    if started_on(there) is None:
        audit.record(settings, actor=by, action="practice_started", subject="")
        make_folder(there.home)
        (there.home / _MARK).write_text(by + "\n", encoding="utf-8")
    return there


def end_practice(settings: Settings, *, by: str) -> None:
    """Throws a practice home away.

    Raises:
        BusyError: A job is still at work in it.
        AuditError: It cannot be recorded: it stays.
    """
    there = practice_home(settings, by)
    if any(job.state == RUNNING for job in jobs(there)):
        rule = "a practice home is thrown away when nothing is at work in it"
        raise BusyError("practice", by, rule, "wait for it to end, then retry")
    if there.home.exists():
        audit.record(settings, actor=by, action="practice_ended", subject="")
        _throw_away(there.home)
    for left in _folder(settings).glob(f"*{_GONE}"):
        shutil.rmtree(left, ignore_errors=True)  # a removal that was cut short


def throw_away_old(settings: Settings, now: float, *, is_trial: bool) -> int:
    """Throws away practice homes that are kept too long; how many.

    Args:
        settings: Names the home.
        now: Unix time to count from.
        is_trial: Count only.
    """
    before = now - PRACTICE_DAYS * 24 * 3600
    homes = _folder(settings).iterdir() if _folder(settings).is_dir() else ()
    old = [path for path in homes if _begun(path) < before]
    for path in () if is_trial else old:
        _throw_away(path)
    return len(old)


def _begun(home: Path) -> float:
    mark = home / _MARK
    return (mark if mark.exists() else home).stat().st_mtime


def _throw_away(path: Path) -> None:
    """First out of sight in one step, then away."""
    gone = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_GONE}")
    os.replace(path, gone)
    shutil.rmtree(gone)


def _folder(settings: Settings) -> Path:
    return settings.home / "practice"
