"""What every part of the page has at hand, and how a job of the desk is followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any

import streamlit as st

from dashboard import numbers
from dashboard.rows.context import Page
from dashboard.waves.planned import specs_of_forms
from dashboard.words import Words
from warehouse.desk.desks import is_fronts
from warehouse.desk.jobs import REFUSED, RUNNING, Job, read_job, start_job
from warehouse.errors import ThanThienError
from warehouse.messages import for_clerks
from warehouse.people.accounts import Identity
from warehouse.settings import Settings

LOOK_EVERY_SECONDS = 1.5
MINUTE_SECONDS = 60
STEPS_OF_ROWS = ("read", "load")
SURE_SHARE = 0.05
"""Before that much is done, its pace says nothing of the rest."""


@dataclass(frozen=True)
class Desk:
    """The frame of one run of the page.

    Attributes:
        settings: The home.
        identity: Who is signed in.
        words: The language.
        page: The frame with what is published; None before the first build.
    """

    settings: Settings
    identity: Identity
    words: Words
    page: Page | None

    @property
    def lang(self) -> str:
        """`vi` or `en`."""
        return self.words.lang

    @property
    def is_fronts(self) -> bool:
        """Whether it is the Front's own desk, where what is loaded is signed."""
        return is_fronts(self.settings)

    def start(
        self,
        act: str,
        subject: str = "",
        said: Mapping[str, Any] | None = None,
        secret: str = "",
    ) -> Job:
        """Starts a job in the name of who is signed in."""
        by = self.identity.user_name
        return start_job(
            self.settings, act, by=by, subject=subject, said=said, secret=secret
        )

    def understand(self, sha256: str) -> Job:
        """Has a file read; at the Front's desk by the forms of its plans as well."""
        if self.is_fronts and self.page is not None:
            said = {"forms": specs_of_forms(self.page)}
            return self.start("understand", sha256, said)
        return self.start("understand", sha256)


def who(words: Words, by: str) -> str:
    """Who did something: an account, or what the clock or the folder is called."""
    return words.or_else(f"timer.who.{by}", by)


def refusal_shown(desk: Desk, act: Callable[[], object]) -> bool:
    """Does something, or says why it was refused; whether it was done."""
    try:
        act()
    except ThanThienError as error:
        st.error(for_clerks(error.in_words(desk.lang)))
        return False
    return True


def follow(desk: Desk, job: Job) -> bool:
    """Shows how far a job is, or why it did not end well; whether it is done.

    The page looks again by itself and is drawn anew once the job has ended. Whoever
    opens it sees the same: the job does not hang on a browser.
    """
    if job.state == RUNNING:
        _watch(desk, job.job_id)
        return False
    if job.state == REFUSED:
        st.error(job.refusal.get(desk.lang, ""))
        return False
    if job.state == "ended":
        st.error(desk.words("load.ended"))
        return False
    return True


def _watch(desk: Desk, job_id: str) -> None:
    @st.fragment(run_every=LOOK_EVERY_SECONDS)
    def watch() -> None:
        job = read_job(desk.settings, job_id)
        if job.state != RUNNING:
            st.rerun(scope="app")
        _show_progress(desk, job)

    watch()


def _show_progress(desk: Desk, job: Job) -> None:
    words = desk.words
    step = words(f"load.steps.{job.step or 'start'}")
    n = numbers.count(job.n_done, desk.lang)
    text = words("load.by", step=step, who=who(words, job.by))
    if job.n_all:
        is_of_rows = job.step in STEPS_OF_ROWS
        of = numbers.count(job.n_all, desk.lang)
        unit = "rows" if is_of_rows else "of"
        said = words(f"load.so_far_{unit}", text=text, n=n, of=of)
        # reading goes on meanwhile: of how many is not known yet
        left = _so_long(desk, job) if is_of_rows else _time_left(desk, job)
        st.progress(min(job.n_done / job.n_all, 1.0), f"{said}{left}")
        return
    so_far = words("load.so_far", text=text, n=n) if job.n_done else text
    # only what is counted is read aloud: the seconds would never let it end
    st.html(
        f'<p class="tt-note"><span role="status">{escape(so_far)}</span>'
        f'<span aria-hidden="true">{escape(_so_long(desk, job))}</span></p>'
    )


def _so_long(desk: Desk, job: Job) -> str:
    """How long a job is at work: it moves where no count can, as in one large cut."""
    seconds = max(0, round(time.time() - job.started_at))
    n = numbers.count(seconds, desk.lang)
    return desk.words("load.seconds_so_far", n=n)


def _time_left(desk: Desk, job: Job) -> str:
    """About how long the rest takes, once some of it was seen; else nothing."""
    if job.n_done < SURE_SHARE * job.n_all:
        return ""
    so_far_seconds = time.time() - job.started_at
    left_seconds = so_far_seconds * (job.n_all - job.n_done) / job.n_done
    if left_seconds < MINUTE_SECONDS:
        return desk.words("load.less_than_a_minute")
    n = numbers.count(ceil(left_seconds / MINUTE_SECONDS), desk.lang)
    return desk.words("load.minutes_left", n=n)
