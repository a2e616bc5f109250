"""What is done by the clock: when it ran, what came of it, when it builds next."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import blocks, dates
from dashboard.rows.context import VIETNAM
from dashboard.views.load.desk import Desk
from warehouse.desk.jobs import REFUSED, RUNNING, Job, read_job
from warehouse.desk.schedule import Schedule, next_build, read_schedule
from warehouse.errors import ThanThienError


def show_timer(desk: Desk) -> None:
    """Draws when the timer builds next, when it last did, and what came of it."""
    words, now = desk.words, datetime.now(UTC)
    known = read_schedule(desk.settings)
    blocks.subheading(words("timer.title"))
    at = next_build(desk.settings, known, now)
    if at is None:
        blocks.note(words("timer.never"))
        return
    if known.is_silent(now):
        _tell_silent(desk, known)
        return
    blocks.note(words("timer.next", moment=_moment(at)))
    if known.built_on:
        blocks.note(_outcome(desk, known))


def show_folder(desk: Desk) -> None:
    """Says that files laid into the folder come too, and which could not."""
    words, now = desk.words, datetime.now(UTC)
    known = read_schedule(desk.settings)
    if not known.ran_at:
        return  # nobody has set it up: nothing to tell a clerk
    if known.is_silent(now):
        _tell_silent(desk, known)
    else:
        ran_at = _moment(datetime.fromisoformat(known.ran_at))
        blocks.note(words("timer.folder", moment=ran_at))
    if known.taken:
        taken_at = _moment(datetime.fromisoformat(known.taken_at))
        names = ", ".join(known.taken)
        blocks.note(words("timer.taken", moment=taken_at, names=names))
    lines = [f"{one['name']}: {one[desk.lang]}" for one in known.refused]
    blocks.bullets(words("timer.refused"), lines)


def _tell_silent(desk: Desk, known: Schedule) -> None:
    words = desk.words
    if not known.ran_at:
        st.warning(words("timer.not_set_up"))
        return
    ran_at = _moment(datetime.fromisoformat(known.ran_at))
    st.warning(words("timer.silent", moment=ran_at))


def _outcome(desk: Desk, known: Schedule) -> str:
    words = desk.words
    day = dates.day(datetime.fromisoformat(known.built_on).date())
    if not known.build_job:
        return words("timer.nothing_new", day=day)
    try:
        job = read_job(desk.settings, known.build_job)
    except ThanThienError:
        return words("timer.forgotten", day=day)
    return words(f"timer.{_state(job)}", day=day, why=job.refusal.get(desk.lang, ""))


def _state(job: Job) -> str:
    if job.state == RUNNING:
        return "running"
    if job.state == REFUSED:
        return "refused_build"
    if not job.answer.get("build_id"):
        return "red" if job.answer else "ended"
    return "published"


def _moment(at: datetime) -> str:
    return dates.moment(at.astimezone(VIETNAM))
