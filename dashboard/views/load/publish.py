"""Building and publishing: one button, what changed afterwards, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dashboard import blocks, dates, numbers, states
from dashboard.rows import access
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.page_of import page_of
from dashboard.views.load.desk import Desk, follow, refusal_shown
from dashboard.views.load.timer import show_timer
from dashboard.views.quality.integrity_flags import rule_name
from dashboard.views.quality.red_tests import show_failures
from dashboard.views.quality.restatements import show_changes
from warehouse.builds.pointer import Pointer
from warehouse.builds.status import read_status
from warehouse.builds.undo import build_before, undo_build
from warehouse.desk.desks import CLERKS, desk_of
from warehouse.desk.jobs import RUNNING, Job, latest_job

Facts = Mapping[str, Any]


def show_publish(desk: Desk) -> None:
    """Draws what is published, the button, what the last build changed, and undo.

    There is one build of a home, so that both desks follow the same job.
    """
    words, is_fronts = desk.words, desk.is_fronts
    desk = replace(desk, settings=desk_of(desk.settings, CLERKS))
    blocks.heading(words("load.publish_title"), words("load.publish_lead"))
    status = read_status(desk.settings)
    if status.pointer is not None:
        blocks.note(words("load.published", moment=_moment(status.pointer)))
        if status.is_stale:
            st.info(words("load.stale"))
    job = latest_job(desk.settings, "build")
    if job is not None and job.state == RUNNING:
        follow(desk, job)
        return
    if status.n_files == 0:
        states.nothing_found(words, "nothing_loaded")
        show_timer(desk)
        return

    def start() -> None:
        desk.start("build")

    label = words("load.build")
    if st.button(label, type="primary", key="build") and refusal_shown(desk, start):
        st.rerun()
    if job is not None and follow(desk, job):
        _show_built(desk, job)
    show_timer(desk)
    if not is_fronts:
        _offer_undo(desk)


def _moment(pointer: Pointer) -> str:
    at = datetime.fromisoformat(pointer.published_at)
    return dates.moment(at.astimezone(VIETNAM))


def _show_built(desk: Desk, job: Job) -> None:
    words, answer = desk.words, job.answer
    if not answer["build_id"]:
        _show_red(desk, answer)
        return
    if _published(desk) != answer["build_id"]:
        return  # undone since, or built anew by somebody else
    n = numbers.count(answer["n_tests"], desk.lang)
    seconds = numbers.count(answer["seconds"], desk.lang)
    st.success(words("load.built", n=n, seconds=seconds))
    new = [
        words("load.new_rows", kind=words(f"kinds.{kind}"), n=_count(desk, n_rows))
        for kind, n_rows in answer["n_new"].items()
    ]
    blocks.bullets(words("load.new_rows_title"), new)
    if desk.page is not None:
        _show_news(desk, desk.page, job)
        return
    with access.reading(desk.settings):  # of a practice home, or its first build
        scope = access.scope_of(desk.identity)
        _show_news(desk, page_of(desk.identity, scope, words), job)


def _show_news(desk: Desk, page: Page, job: Job) -> None:
    """What the build of a job changed, unless another was published since."""
    if page.build.build_id == job.answer["build_id"]:
        _show_changes(desk, page, job)
        _show_new_flags(desk, page, job.answer)


def _published(desk: Desk) -> str:
    """Id of the published build of this home; empty if there is none."""
    pointer = read_status(desk.settings).pointer
    return pointer.build_id if pointer else ""


def _count(desk: Desk, n: int) -> str:
    return numbers.count(n, desk.lang)


def _show_changes(desk: Desk, page: Page, job: Job) -> None:
    """Published figures that this build says otherwise, before and after."""
    words = desk.words
    since = datetime.fromtimestamp(job.started_at, UTC).replace(tzinfo=None)
    blocks.subheading(words("load.changed_title"))
    if not show_changes(page, since):
        blocks.note(words("load.changed_none"))


def _show_new_flags(desk: Desk, page: Page, answer: Facts) -> None:
    words = desk.words
    found = ask_if_built(page, "flags")
    rules = {str(row["rule"]) for row in (found.rows if found else [])}
    new = sorted(rules - set(answer["rules_before"]))
    names = [rule_name(page, rule) for rule in new]
    blocks.bullets(words("load.new_flags"), names)
    if not names:
        blocks.note(words("load.new_flags_none"))


def _show_red(desk: Desk, answer: Facts) -> None:
    words = desk.words
    st.error(words("load.red", n=_count(desk, len(answer["failures"]))))
    show_failures(words, answer["failures"])


def _offer_undo(desk: Desk) -> None:
    words = desk.words
    before = build_before(desk.settings)
    if before is None:
        return
    blocks.subheading(words("load.undo_title"))
    blocks.note(words("load.undo_lead"))

    def undo() -> None:
        undo_build(desk.settings, by=desk.identity.user_name)

    label = words("load.undo", moment=_moment(before))
    if st.button(label, key="undo") and refusal_shown(desk, undo):
        st.rerun()
