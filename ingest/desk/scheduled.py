"""One turn of the timer: takes in what lies in the folder, builds when the time is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.desk.run import run_job
from warehouse.builds.status import read_status
from warehouse.desk.desks import CLERKS, all_desks, desk_of
from warehouse.desk.inbox import Card, receive
from warehouse.desk.jobs import RUNNING, Job, latest_job, new_job
from warehouse.desk.schedule import (
    FOLDER,
    MOST_REFUSED,
    TIMER,
    VIETNAM,
    drop_dir,
    is_due,
    read_schedule,
    write_schedule,
)
from warehouse.errors import BusyError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder
from warehouse.stores.faults import FAULTS, refusal_of
from warehouse.stores.lock import held

SETTLED_SECONDS = 30
"""A file changed later may still be being written."""
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


def run_scheduled(settings: Settings, now: datetime | None = None) -> list[str]:
    """Does what is due; returns the names of the files taken in.

    Args:
        settings: The home.
        now: The moment; the clock's if left out.

    Raises:
        BusyError: Another turn is not over yet.
        AuditError: It cannot be recorded: nothing is taken in or built.
    """
    moment = now or datetime.now(UTC)
    rule, step = "one turn of the timer at a time", "wait for it to end, then retry"
    folder = drop_dir(desk_of(settings, CLERKS))
    make_folder(folder)
    taken: list[str] = []
    with held(folder / ".lock", BusyError("timer", "scheduled", rule, step)):
        for desk in all_desks(settings):
            taken += _take_in(desk, moment)
        _build(desk_of(settings, CLERKS), moment)
    return taken


def _take_in(desk: Settings, moment: datetime) -> list[str]:
    """Takes in what lies in the folder of one desk."""
    taken, refused = [], []
    for path in _settled(drop_dir(desk), moment.timestamp()):
        try:
            with path.open("rb") as content:
                card, is_again = receive(desk, path.name, content, by=FOLDER)
        except ThanThienError as error:
            refused.append(_put_by(path, error))
            continue
        except FAULTS as fault:
            refused.append(_put_by(path, refusal_of(fault)))
            continue
        path.unlink()
        taken.append(path.name)
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


def _settled(folder: Path, now: float) -> Iterator[Path]:
    """Whole files of a folder, by name; what is being written waits."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_file = path.is_file() and not path.is_symlink()
        is_draft = path.name.startswith(".") or path.suffix.lower() in UNFINISHED
        if is_file and not is_draft:
            with suppress(FileNotFoundError):  # taken away again
                if now - path.stat().st_mtime >= SETTLED_SECONDS:
                    yield path


def _understand(desk: Settings, card: Card) -> None:
    """Looks at a file as the page does: a message or an archive is opened."""
    job = new_job(desk, "understand", by=FOLDER, subject=card.sha256)
    run_job(desk, job.job_id)


def _put_by(path: Path, error: ThanThienError) -> dict[str, str]:
    """Lays a file aside that cannot be taken in; the page says why."""
    aside = path.parent / "refused"
    make_folder(aside)
    os.replace(path, aside / f"{int(time.time())}_{path.name}")
    return {"name": path.name, **{lang: error.in_words(lang) for lang in ("vi", "en")}}


def _build(settings: Settings, moment: datetime) -> None:
    """Builds once a day where something was loaded since; a busy home waits."""
    known = read_schedule(settings)
    if not is_due(settings, known, moment) or _is_building(settings):
        return
    status = read_status(settings)
    if status.n_files is None:
        return  # raw is being loaded: the next turn looks again
    day = moment.astimezone(VIETNAM).date().isoformat()
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
