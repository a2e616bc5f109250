"""Runs one job of the desk in its own process, and leaves what came of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ingest.desk.acts import ACTS, LOOKING_ACTS, SIGNED_ACTS
from ingest.desk.in_turn import in_turn
from ingest.desk.signing import signer_of
from warehouse import audit
from warehouse.desk.desks import said_of
from warehouse.desk.jobs import DONE, REFUSED, Job, alive, read_job, write_job
from warehouse.errors import ThanThienError
from warehouse.messages import for_clerks
from warehouse.settings import Settings
from warehouse.stores.faults import FAULTS, refusal_of

NICENESS = 10
"""Readers of the pages come first."""
WRITE_EVERY_SECONDS = 0.5


def run_job(settings: Settings, job_id: str, secret: str = "") -> Job:
    """Does a job and writes what came of it into its file and into the audit.

    Args:
        settings: The home, as the desk of the job sees it.
        job_id: Name of the job.
        secret: The Front's key and its passphrase, as `signing.signer_of` reads them.

    Raises:
        BusyError: Another process does this job.
        ThanThienError: There is no such job.
    """
    with suppress(OSError, AttributeError):  # Windows knows no niceness
        os.nice(NICENESS)
    with alive(settings, job_id):
        job = read_job(settings, job_id)
        if job.state != "running":
            return job
        try:
            answer = _act(settings, job, secret)
        except ThanThienError as error:
            done = _refused(job, error)
        except FAULTS as fault:
            done = _refused(job, refusal_of(fault))
        else:
            done = replace(job, state=DONE, answer=answer)
        _record(settings, done)
        write_job(settings, done)
    return done


def _act(settings: Settings, job: Job, secret: str) -> Mapping[str, Any]:
    progress = _progress(settings, job)
    if job.act in LOOKING_ACTS:
        return in_turn(
            lambda: ACTS[job.act](settings, job, progress),
            waits=lambda: progress("wait", 0, 0),
        )
    if job.act not in SIGNED_ACTS:
        return ACTS[job.act](settings, job, progress)
    return SIGNED_ACTS[job.act](settings, job, progress, signer_of(settings, secret))


def _refused(job: Job, error: ThanThienError) -> Job:
    said = {lang: for_clerks(error.in_words(lang)) for lang in ("vi", "en")}
    return replace(job, state=REFUSED, refusal=said)


def _record(settings: Settings, job: Job) -> None:
    detail = {"act": job.act, "job": job.job_id, "state": job.state}
    counts = {name: str(value) for name, value in _counts(job.answer).items()}
    detail |= said_of(settings, **counts)
    if job.refusal:
        detail |= said_of(settings, reason=job.refusal["en"])
    audit.record(
        settings,
        actor=job.by,
        action="desk_done",
        subject=job.subject,
        detail=detail,
    )


def _counts(answer: Mapping[str, Any]) -> dict[str, object]:
    """What of an answer the audit keeps: no cell of a file."""
    kept = ("status", "n_loaded", "n_duplicate", "n_refused", "build_id", "spec")
    return {name: answer[name] for name in kept if answer.get(name) not in (None, "")}


def _progress(settings: Settings, job: Job) -> Callable[[str, int, int], None]:
    last = 0.0

    def take(step: str, n_done: int, n_all: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= WRITE_EVERY_SECONDS:
            last = now
            write_job(settings, replace(job, step=step, n_done=n_done, n_all=n_all))

    return take
