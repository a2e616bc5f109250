"""What is done on a day: each act finishes what a killed one left undone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from ingest.desk.mending.refused_rows import rows_to_mend
from ingest.desk.run import run_job
from ingest.loading.load import load_files
from tests.soak.base import Base, Delivery
from tests.warehouse.custody.front_desk import signer_of
from tests.warehouse.reviews.walks import TEXT
from warehouse.custody.front_waves import front_waves, release
from warehouse.desk import jobs
from warehouse.desk.inbox import WAITING, cards, receive
from warehouse.desk.jobs import DONE, start_job
from warehouse.notes.act import write_note
from warehouse.people.account_rows import Identity
from warehouse.reviews.act import take_step
from warehouse.reviews.record import read_reviews
from warehouse.reviews.reviews import code_of, coming_back
from warehouse.settings import Settings

BUSY_SECONDS, TRIES = 0.25, 200
FRONT = Identity("mattran", "Mặt trận", "front")
MONTH_OF_REVIEWS = (
    *("write", "submit", "return"),
    *("write", "submit", "confirm", "release"),
)
"""Steps of a month's review, one or two a week."""


def command(base: Base, *arguments: str) -> None:
    """A command of the program, in this process."""
    import thanthien

    os.environ["THANTHIEN_HOME"] = str(base.settings.home)
    os.environ["THANTHIEN_THREADS"] = "1"
    os.chdir(base.root)
    sys.argv = ["thanthien", *arguments]
    thanthien.main()


def hand_in(base: Base, delivery: Delivery) -> None:
    """A clerk hands a file over and loads it; a refused row is mended on the page."""
    settings, by = base.settings, delivery.by
    with delivery.path.open("rb") as content:
        card, _ = receive(
            settings, delivery.path.name, content, by=by, is_simulated=base.is_real
        )
    if card.status == WAITING:
        _done(settings, "load", card.sha256, by)
    if delivery.mended and not any(c.corrects == card.sha256 for c in cards(settings)):
        [row] = rows_to_mend(settings, card.sha256)
        cells = {cell["heading"]: delivery.mended for cell in row["cells"]}
        place = {"sheet": row["sheet"], "line": row["line"], "cells": cells}
        answer = _done(settings, "mend_row", card.sha256, by, **place)
        assert answer["is_mended"], answer


def _done(
    settings: Settings, act: str, subject: str, by: str, **said: Any
) -> dict[str, Any]:
    """Asks for a job as the page does and does it here; who is told to wait, waits."""
    jobs.subprocess = SimpleNamespace(  # type: ignore[attr-defined, assignment]
        Popen=lambda *_, **__: SimpleNamespace(stdin=io.BytesIO()),
        PIPE=subprocess.PIPE,
        DEVNULL=subprocess.DEVNULL,
    )
    said = {"lang": "vi", **said}
    for _ in range(TRIES):
        asked = start_job(settings, act, by=by, subject=subject, said=said)
        job = run_job(settings, asked.job_id)
        if job.state == DONE:
            return dict(job.answer)
        if "retry" not in job.refusal.get("en", ""):
            break
        time.sleep(BUSY_SECONDS)
    raise SystemExit(f"{act}: {job.state} {dict(job.refusal)}")


def load_signed(base: Base, delivery: Delivery) -> None:
    """Loads a file that comes once, signed where it is the Front's."""
    [result] = load_files(
        [delivery.path], settings=base.settings, signer=signer_of(base.settings)
    )
    if result.status == "refused":
        raise SystemExit(result.as_text("en"))


def release_waves(base: Base, day: date) -> None:
    """Releases every wave of the Front that is over by that day and waits."""
    waiting = [
        wave
        for wave in front_waves(base.settings)
        if wave.waits and wave.closed_on and wave.closed_on < day
    ]
    for wave in waiting:
        release(base.settings, wave.code, by=FRONT, signer=signer_of(base.settings))


def review(base: Base, day: date) -> None:
    """The next steps of the review of the month before, as far as the week allows."""
    period = (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    n_due = min(2 * ((day.day - 1) // 7) + 2, len(MONTH_OF_REVIEWS))
    known = read_reviews(base.settings).reviews
    mine = known.get(code_of(base.unit_key, period))
    n_done = len(mine.steps) if mine else 0
    coming = coming_back(known, base.unit_key, period)
    answers = {one.name: "done" for one in coming}
    for action in MONTH_OF_REVIEWS[n_done:n_due]:
        by = base.leader if action in ("write", "submit") else base.committee
        if action == "confirm":
            by = base.steward
        reason = "Nêu rõ nguyên nhân" if action == "return" else ""
        take_step(
            base.settings, base.unit_key, period, action,
            by=by, text=TEXT, answers=answers, reason=reason,
        )  # fmt: skip


def note(base: Base, day: date) -> None:
    """A note of the week on a finding."""
    text = f"Tuần của ngày {day:%d/%m/%Y}: thêm một quầy"
    write_note(base.settings, base.unit_key, "late_strict", text, by=base.leader, n=3)
