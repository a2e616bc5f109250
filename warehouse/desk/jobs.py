"""Jobs of the desk: each runs in a process of its own, and its file says how far it is.

Who starts a job may close the browser, and the server may be started anew: the job goes
on. It holds a lock of the operating system while it lives, so that one that has died is
seen to have died.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import IO, Any, cast

from warehouse import audit
from warehouse.desk.desks import JOBS, is_fronts
from warehouse.errors import BusyError, DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.copies import make_folder, write_private
from warehouse.stores.lock import held

JOBS_KEPT = 200
START_SECONDS = 30
"""A process that has not taken its lock by then never came up."""
MADE_SECONDS = 24 * 3600
_ID = re.compile(r"[0-9]{14}-[0-9a-f]{8}")
ANSWER_FORMS: Mapping[str, int] = {"propose": 3}
"""In which form an act leaves its answer; 1 where nothing is said. Whoever changes what
an answer holds adds one: an answer left by an earlier version is not read then."""
RUNNING, DONE, REFUSED, ENDED = "running", "done", "refused", "ended"


@dataclass(frozen=True)
class Job:
    """One job.

    Attributes:
        job_id: Its name.
        act: What is done, one of `ingest.desk.run.ACTS`.
        subject: Content hash of the file, or "".
        by: Account that asked for it.
        started_at: Unix seconds.
        said: What else was asked for.
        state: `running`, `done`, `refused` (in words), `ended` (its process died).
        step: What it is at.
        n_done: How many of them are done.
        n_all: How many there are; 0 if that is not known.
        answer: What it found, of plain data.
        refusal: The refusal, `vi` and `en`.
        form: Form of its answer, as the version that began it knew it.
    """

    job_id: str
    act: str
    subject: str
    by: str
    started_at: float
    said: Mapping[str, Any] = field(default_factory=dict)
    state: str = RUNNING
    step: str = ""
    n_done: int = 0
    n_all: int = 0
    answer: Mapping[str, Any] = field(default_factory=dict)
    refusal: Mapping[str, str] = field(default_factory=dict)
    form: int = 1

    @property
    def is_of_this_version(self) -> bool:
        """Whether this version wrote its answer, or one that wrote it alike."""
        return self.form == ANSWER_FORMS.get(self.act, 1)


def jobs_dir(settings: Settings) -> Path:
    """Where the files of jobs lie."""
    return settings.desk_home / JOBS


def start_job(
    settings: Settings,
    act: str,
    *,
    by: str,
    subject: str = "",
    said: Mapping[str, Any] | None = None,
    secret: str = "",
) -> Job:
    """Starts a job and does not wait for it.

    Args:
        settings: Names the home.
        act: What to do.
        by: Account that asks for it.
        subject: Content hash of the file.
        said: What else is asked for, of plain data.
        secret: What its process alone is told, and no file keeps.

    Raises:
        AuditError: It cannot be recorded: nothing is started.
    """
    job = new_job(settings, act, by=by, subject=subject, said=said)
    root = Path(__file__).resolve().parents[2]
    known = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "THANTHIEN_HOME": str(settings.home),
        "PYTHONPATH": os.pathsep.join(filter(None, known)),
    }
    path = _path(settings, job.job_id, "log")
    log = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "thanthien", "desk", job.job_id, *_desk(settings)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    finally:
        os.close(log)
    with suppress(BrokenPipeError), cast(IO[bytes], process.stdin) as told:
        told.write(secret.encode())
    return job


def new_job(
    settings: Settings,
    act: str,
    *,
    by: str,
    subject: str = "",
    said: Mapping[str, Any] | None = None,
) -> Job:
    """Writes the file of a job, which `run_job` then does.

    Raises:
        AuditError: It cannot be recorded: there is no such job.
    """
    make_folder(jobs_dir(settings))
    _forget_old(settings)
    job_id = f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{secrets.token_hex(4)}"
    form = ANSWER_FORMS.get(act, 1)
    job = Job(job_id, act, subject, by, time.time(), dict(said or {}), form=form)
    detail = {"act": act, "job": job_id}
    audit.record(
        settings, actor=by, action="desk_asked", subject=subject, detail=detail
    )
    write_job(settings, job)
    return job


def _desk(settings: Settings) -> list[str]:
    return ["--front"] if is_fronts(settings) else []


def read_job(settings: Settings, job_id: str) -> Job:
    """A job as it stands now.

    Raises:
        ThanThienError: There is no such job.
        DamagedError: Its file cannot be read.
    """
    try:
        text = _path(settings, job_id, "json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        rule = "a job that was started"
        raise ThanThienError("job", job_id, rule, "start it again") from error
    try:
        facts = json.loads(text)
        known = {f.name: facts[f.name] for f in fields(Job) if f.name in facts}
        job = Job(**known)
    except (ValueError, TypeError) as error:
        rule = "the file must be as it was written"
        path = str(_path(settings, job_id, "json"))
        raise DamagedError("job", path, rule, "thanthien doctor") from error
    if job.state == RUNNING and _has_died(settings, job):
        # it may have ended between the two looks
        again = json.loads(_path(settings, job_id, "json").read_text(encoding="utf-8"))
        state = again["state"] if again["state"] != RUNNING else ENDED
        return replace(Job(**{name: again[name] for name in known}), state=state)
    return job


def jobs(settings: Settings) -> list[Job]:
    """All jobs kept, the latest started first."""
    found = []
    for path in sorted(jobs_dir(settings).glob("*.json"), reverse=True):
        with suppress(ThanThienError):
            found.append(read_job(settings, path.stem))
    return found


def latest_job(settings: Settings, act: str, subject: str = "") -> Job | None:
    """The last job of a sort."""
    alike = (j for j in jobs(settings) if j.act == act and j.subject == subject)
    return next(alike, None)


@contextmanager
def alive(settings: Settings, job_id: str) -> Iterator[None]:
    """Holds the lock of a job while its process works.

    Raises:
        BusyError: Another process does this job.
    """
    rule = "a job is done once"
    busy = BusyError("job", job_id, rule, "wait for it to end, then retry")
    with held(_path(settings, job_id, "lock"), busy):
        yield


def write_job(settings: Settings, job: Job) -> None:
    """Writes a job's file in one step."""
    path = _path(settings, job.job_id, "json")
    draft = path.with_name(f"{job.job_id}.{secrets.token_hex(4)}.new")
    write_private(draft, json.dumps(asdict(job), ensure_ascii=False) + "\n")
    os.replace(draft, path)


def made_by(settings: Settings, job_id: str) -> Path:
    """Where a job puts the one file it makes."""
    return _path(settings, job_id, "made")


def _path(settings: Settings, job_id: str, end: str) -> Path:
    if not _ID.fullmatch(job_id):
        raise ThanThienError("job", job_id, "a job that was started", "start it again")
    return jobs_dir(settings) / f"{job_id}.{end}"


def _has_died(settings: Settings, job: Job) -> bool:
    lock = _path(settings, job.job_id, "lock")
    if not lock.exists():
        return time.time() - job.started_at > START_SECONDS
    try:
        with alive(settings, job.job_id):
            return True
    except BusyError:
        return False


def _forget_old(settings: Settings) -> None:
    for path in sorted(jobs_dir(settings).glob("*.json"), reverse=True)[JOBS_KEPT:]:
        for left in jobs_dir(settings).glob(f"{path.stem}.*"):
            left.unlink(missing_ok=True)
    for path in jobs_dir(settings).glob("*.made"):
        # cells of a delivered file: kept no longer than a clerk needs them
        if time.time() - path.stat().st_mtime > MADE_SECONDS:
            path.unlink(missing_ok=True)
