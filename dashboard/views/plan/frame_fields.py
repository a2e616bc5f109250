"""What a wave is drawn from: the kind of frame, its list, or its days of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from dashboard import address, blocks, dates
from dashboard.rows.context import VIETNAM, Page
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.draw_wave import window_of
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.sampling_frame import (
    FRAME_KINDS,
    HOUSEHOLDS,
    LISTED,
    RETURNED,
    VISITED,
)
from warehouse.waves.visits import HOURS, WEEKDAYS, Visits

MOST_MB = 200
TYPES = ("xlsx", "xls", "ods", "csv", "tsv", "txt", "zip")
USUAL_DAYS = 30
"""Days of fieldwork that are offered first."""


@dataclass(frozen=True)
class FrameFields:
    """What was given.

    Attributes:
        kind: One of `FRAME_KINDS`.
        file: Name and content of the list; None of visits, or before one is given.
        since: First day of visits; None elsewhere, and of a draw made again.
        until: Last day of visits.
        visits: How visitors are met; None elsewhere, and of a draw made again.
    """

    kind: str
    file: tuple[str, bytes] | None
    since: date | None = None
    until: date | None = None
    visits: Visits | None = None

    @property
    def is_complete(self) -> bool:
        """Nothing is missing to draw by."""
        return self.file is not None or self.kind in VISITED


def chosen_kind(page: Page, known: KeptDraw | None, plan: KeptPlan) -> str:
    """The kind of frame; of a draw that is made again it is known."""
    if known is not None:
        return str(known.draw["frame"].get("kind", RETURNED))
    return address.choose(
        "frame",
        page.words("draw_frames.kind"),
        list(FRAME_KINDS),
        default=HOUSEHOLDS if plan.plan["request"].get("households") else RETURNED,
        shown=lambda kind: page.words(f"draw_frames.kinds.{kind}"),
    )


def frame_note(page: Page, kind: str, plan: KeptPlan) -> None:
    """What such a frame holds, before anything is given."""
    first, last = window_of(plan)
    window = {"first": dates.day(first), "last": dates.day(last)}
    blocks.note(page.words(f"draw_frames.notes.{kind}", **window))


def frame_fields(page: Page, kind: str, known: KeptDraw | None) -> FrameFields:
    """The fields of a kind of frame, inside a form."""
    if kind in LISTED:
        label = page.words(f"draw_frames.files.{kind}", mb=MOST_MB)
        return FrameFields(kind, listed_file(label, "draw_export"))
    if known is not None:
        return FrameFields(kind, None)
    words = page.words
    first, second, third, fourth = st.columns(4)
    tomorrow = datetime.now(VIETNAM).date() + timedelta(days=1)
    since, until = (
        place.date_input(
            words(f"draw_frames.{name}"),
            value=day,
            min_value=tomorrow,
            format="DD/MM/YYYY",
            key=f"visits_{name}",
        )
        for place, name, day in (
            (first, "since", tomorrow),
            (second, "until", tomorrow + timedelta(days=USUAL_DAYS)),
        )
    )
    usual = Visits()
    every = third.number_input(words("draw_frames.every"), 1, 50, usual.every)
    ballots = fourth.number_input(words("draw_frames.ballots"), 1, 200, usual.n_ballots)
    weekdays = st.multiselect(
        words("draw_frames.weekdays"),
        range(1, 8),
        default=WEEKDAYS,
        format_func=lambda day: words(f"draw_frames.days.d{day}"),
        key="visits_weekdays",
    )
    hours = st.multiselect(
        words("draw_frames.hours"), HOURS, default=HOURS, key="visits_hours"
    )
    visits = Visits(tuple(sorted(weekdays)), tuple(hours), int(every), int(ballots))
    return FrameFields(kind, None, since, until, visits)


def listed_file(label: str, key: str) -> tuple[str, bytes] | None:
    """Name and content of the list that is handed over."""
    given = st.file_uploader(label, type=TYPES, max_upload_size=MOST_MB, key=key)
    return (given.name, given.getvalue()) if given else None
