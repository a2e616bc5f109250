"""One turn of the timer: takes in what lies in the folder, builds when the time is."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.desk.run import run_job
from warehouse.builds.status import read_status
from warehouse.desk.desks import CLERKS, all_desks, desk_of, is_fronts
from warehouse.desk.inbox import Card, plain_name, receive
from warehouse.desk.jobs import RUNNING, Job, latest_job, new_job
from warehouse.desk.schedule import (
    FOLDER,
    MOST_REFUSED,
    TIMER,
    build_day,
    drop_dir,
    is_due,
    read_schedule,
    refused_dir,
    write_schedule,
)
from warehouse.errors import (
    AuditError,
    BusyError,
    DamagedError,
    DiskError,
    ThanThienError,
)
from warehouse.messages import for_clerks
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder
from warehouse.stores.faults import refusal_of
from warehouse.stores.lock import held

SETTLED_SECONDS = 30
"""A file changed later may still be being written."""
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
OF_THE_HOME = (AuditError, BusyError, DamagedError, DiskError)
"""Refusals that are no fault of the file: it stays where it lies."""
_MOST_NAME_BYTES = 200


def run_scheduled(settings: Settings, now: datetime | None = None) -> list[str]:
    """Does what is due; returns the names of the clerks' files taken in.

    Those of the Front are named at its own desk alone.

    Args:
        settings: The home.
        now: The moment; the clock's if left out.

    Raises:
        BusyError: Another turn is not over yet.
        AuditError: It cannot be recorded: nothing is taken in or built.
        DiskError: The home cannot be written: what is not taken in stays.
        OSError: The same, told by the system.
    """
    moment = now or datetime.now(UTC)
    rule, step = "one turn of the timer at a time", "wait for it to end, then retry"
    folder = drop_dir(desk_of(settings, CLERKS))
    make_folder(folder)
    taken: list[str] = []
    with held(folder / ".lock", BusyError("timer", "scheduled", rule, step)):
        for desk in all_desks(settings):
            names = _take_in(desk, moment)
            taken += [] if is_fronts(desk) else names
        _build(desk_of(settings, CLERKS), moment)
    return taken


def _take_in(desk: Settings, moment: datetime) -> list[str]:
    """Takes in what lies in the folder of one desk."""
    taken, refused = [], []
    for path in _settled(drop_dir(desk)):
        try:
            content = path.open("rb")
        except FileNotFoundError:
            continue  # taken away again
        except OSError as fault:
            refused.append(_put_by(desk, path, refusal_of(fault)))
            continue
        with content:
            before = os.fstat(content.fileno())
            try:
                card, is_again = receive(desk, path.name, content, by=FOLDER)
            except OF_THE_HOME:
                raise
            except ThanThienError as error:
                refused.append(_put_by(desk, path, error))
                continue
        if not _is_still(path, before):
            continue  # written while it was read: the next turn takes it
        path.unlink()
        taken.append(plain_name(path.name))
        if not is_again:
            _understand(desk, card)
    known = read_schedule(desk)
    ran_at = moment.isoformat(timespec="seconds")
    if taken:
        known = replace(known, taken=taken, taken_at=ran_at)
    if refused:
        kept = [*reversed(refused), *known.refused][:MOST_REFUSED]
        known = replace(known, refused=kept)
    write_schedule(desk, replace(known, ran_at=ran_at))
    return taken


def _settled(folder: Path) -> Iterator[Path]:
    """Whole files of a folder, by name; what is being written waits.

    A day to come is one of a machine whose clock is ahead, not of this moment.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_file = path.is_file() and not path.is_symlink()
        is_draft = path.name.startswith(".") or path.suffix.lower() in UNFINISHED
        if is_file and not is_draft:
            with suppress(FileNotFoundError):  # taken away again
                age_seconds = time.time() - path.stat().st_mtime
                if abs(age_seconds) >= SETTLED_SECONDS:
                    yield path


def _is_still(path: Path, before: os.stat_result) -> bool:
    """Whether a file is the one that was opened, and as it was then."""
    with suppress(FileNotFoundError):
        now = path.stat()
        is_same = now.st_ino == before.st_ino and now.st_size == before.st_size
        return is_same and now.st_mtime_ns == before.st_mtime_ns
    return False


def _understand(desk: Settings, card: Card) -> None:
    """Looks at a file as the page does: a message or an archive is opened."""
    job = new_job(desk, "understand", by=FOLDER, subject=card.sha256)
    run_job(desk, job.job_id)


def _put_by(desk: Settings, path: Path, error: ThanThienError) -> dict[str, str]:
    """Lays a file aside that cannot be taken in; the page says why."""
    aside = refused_dir(desk)
    make_folder(aside)
    # the end of its name: with a sign before it, a long one would be too long
    name = os.fsencode(path.name)[-_MOST_NAME_BYTES:].decode(errors="ignore")
    os.replace(path, aside / f"{int(time.time())}_{secrets.token_hex(4)}_{name}")
    said = {lang: for_clerks(error.in_words(lang)) for lang in ("vi", "en")}
    return {"name": plain_name(path.name), **said}


def _build(settings: Settings, moment: datetime) -> None:
    """Builds once a day where something was loaded since; a busy home waits."""
    known = read_schedule(settings)
    if not is_due(settings, known, moment) or _is_building(settings):
        return
    status = read_status(settings)
    if status.n_files is None:
        return  # raw is being loaded: the next turn looks again
    day = build_day(settings, moment).isoformat()
    is_new = status.is_stale or (status.pointer is None and status.n_files > 0)
    job: Job | None = new_job(settings, "build", by=TIMER) if is_new else None
    # written first: a build that fails is not begun again every few minutes
    known = replace(known, built_on=day, build_job=job.job_id if job else "")
    write_schedule(settings, known)
    if job is not None:
        run_job(settings, job.job_id)


def _is_building(settings: Settings) -> bool:
    job = latest_job(settings, "build")
    return job is not None and job.state == RUNNING
