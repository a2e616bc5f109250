"""Once an answer of the clerk is kept, the file is read again by itself."""

from __future__ import annotations

import streamlit as st

from dashboard.views.load.desk import Desk, follow
from dashboard.views.load.signed_act import offer_act
from warehouse.desk.inbox import Card
from warehouse.desk.jobs import DONE, RUNNING, Job, latest_job

ANSWERS = ("amend", "choose_layout", "confirm_names")
"""Acts that keep what a clerk said of a file."""


def latest_of(desk: Desk, card: Card, *acts: str) -> Job | None:
    """The last job of any of the acts on a file."""
    found = [latest_job(desk.settings, act, card.sha256) for act in acts]
    known = [job for job in found if job is not None]
    return max(known, key=lambda job: job.started_at, default=None)


def read_once_answered(desk: Desk, card: Card, *readings: str) -> bool:
    """Follows the keeping of an answer, then reads again; whether it is at work.

    Args:
        desk: The frame.
        card: The file.
        readings: Acts whose account an answer may change; the last of them is started.
    """
    kept = latest_of(desk, card, *ANSWERS)
    if kept is None:
        return False
    read = latest_of(desk, card, *readings)
    if read is not None and read.started_at > kept.started_at:
        return False
    if kept.state == DONE and desk.is_fronts and readings[-1] == "read_again":
        offer_act(desk, "read_again", card.sha256, desk.words("load.look_again"))
        return True
    if kept.state == DONE:
        desk.start(readings[-1], card.sha256)
        st.rerun()
    follow(desk, kept)
    return kept.state == RUNNING
