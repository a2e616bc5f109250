"""The next step of a review, for whose turn it is: nothing else is on offer."""

from __future__ import annotations

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.tables import Column, show_table
from warehouse.errors import ThanThienError
from warehouse.reviews.act import take_step
from warehouse.reviews.facts import span_of
from warehouse.reviews.reviews import Review
from warehouse.reviews.steps import (
    CONFIRM,
    DOUBT,
    RELEASE,
    REMARK,
    RETURN,
    arrow_from,
)
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse

ACTIONS = {
    "committee": (RETURN, RELEASE),
    "steward": (DOUBT, CONFIRM),
    FRONT: (REMARK,),
}
"""Role → what it may do with a review of another, the last one its usual step."""


def offer_step(page: Page, settings: Settings, review: Review) -> None:
    """A form with the steps that the reader may take now; nothing without one."""
    words, role = page.words, page.scope.role
    say = words_of_warehouse(page.lang)
    offered = [
        action
        for action in ACTIONS.get(role, ())
        if arrow_from(review.state, role, action)
    ]
    if not offered:
        return
    with st.form(f"answer_{review.code}_{len(review.steps)}"):
        reason = st.text_area(words(f"reviews.reason_{role}"), max_chars=4000)
        blocks.note(words(f"reviews.note_{role}"))
        if role == "committee" and RELEASE not in offered:
            blocks.note(words("reviews.waits_for_steward"))
        usual = ACTIONS[role][-1]
        pressed = [
            action
            for action in offered
            if st.form_submit_button(
                say(f"reviews.actions.{action}"),
                type="primary" if action == usual else "secondary",
            )
        ]
    if not pressed:
        return
    where = (review.unit_key, review.period, pressed[0])
    try:
        take_step(settings, *where, by=page.identity, reason=reason)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
    else:
        st.rerun()


def show_completeness(page: Page, review: Review) -> None:
    """What the steward confirms: the build, and what of the period was handed in."""
    words, submission = page.words, review.submission
    if submission is None:
        return
    title = words("reviews.handed_in")
    build, digest = submission.said("build_id"), submission.said("figures")[:12]
    named = words("reviews.named", build=build, digest=digest)
    blocks.heading(title, words("reviews.handed_in_lead"))
    first, end = span_of(review.period)
    answer = ask(page, "unit_coverage", unit_key=review.unit_key)
    rows = [row for row in answer.rows if first <= row["month"] < end]
    columns = (
        Column(words("reviews.month"), lambda row: dates.month(row["month"])),
        *(
            Column(
                words(f"reviews.coverage.{name}"),
                lambda row, name=name: numbers.count(row[name], page.lang),
                is_number=True,
            )
            for name in ("n_cases", "n_offered", "n_reports")
        ),
        Column(
            words("reviews.coverage.last_seen_on"),
            lambda row: dates.day(row["last_seen_on"]),
        ),
    )
    if rows:
        show_table(rows, columns, title)
    else:
        blocks.note(words("reviews.nothing_handed_in"))
    badge.show_badge(
        page,
        n=words("reviews.handed_in_n", n=numbers.count(len(rows), page.lang)),
        coverage=words("coverage.all_loaded"),
        source=badge.recorded_in(page, "records"),
        dates=badge.days(page, (row["month"] for row in rows)),
        notes=(named,),
    )
