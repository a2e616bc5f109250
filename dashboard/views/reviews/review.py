"""One review to read: its steps, words and frozen figures, and what changed since."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.periods import period_text
from dashboard.report.months import known_counts
from dashboard.report.parts import Paragraph, Table
from dashboard.report.sections import report_of
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.views.reviews.changes import show_changes
from dashboard.views.reviews.downloads import offer_report
from dashboard.views.reviews.handed_in import show_handed_in
from dashboard.views.reviews.turn import offer_step
from warehouse.errors import DamagedError
from warehouse.reviews.facts import Facts, months_until
from warehouse.reviews.reviews import Review
from warehouse.reviews.steps import REMARK, WRITE, arrow_from
from warehouse.reviews.text import SECTIONS, ReviewText
from warehouse.reviews.visible_reviews import submitted_facts
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def show_review(
    page: Page, settings: Settings, review: Review, text: ReviewText
) -> None:
    """Draws a review and, where it is the reader's turn, the next step.

    Args:
        page: The frame of this run.
        settings: Names the store.
        review: The review.
        text: Its words, as the reader may see them.
    """
    role = page.scope.role
    _show_steps(page, review)
    if role == "steward":
        # the figures of units are not a steward's to read: what they rest on is
        show_handed_in(page, settings, review)
        offer_step(page, settings, review)
        return
    if arrow_from(review.state, role, WRITE) is None:
        _show_text(page, text)
    _show_remarks(page, review)
    offer_step(page, settings, review)
    try:
        frozen = submitted_facts(settings, review)
    except DamagedError as error:
        st.error(error.in_words(page.lang))
        return
    if frozen is not None:
        _show_figures(page, review, frozen)
        offer_report(page, settings, review, frozen)
        if role != FRONT:  # who also reads its own waves would find others' changes
            show_changes(page, settings, frozen)


def _show_steps(page: Page, review: Review) -> None:
    say = words_of_warehouse(page.lang)
    lines = [
        " · ".join(
            part
            for part in (
                dates.day(step.event.day),
                say(f"reviews.actions.{step.event.action}"),
                page.words(f"roles.{step.event.role}"),
                step.event.said("actor"),
                # a remark is read in full below
                "" if step.event.action == REMARK else step.event.said("text"),
            )
            if part
        )
        for step in review.steps
    ]
    blocks.bullets(page.words("reviews.steps"), lines)


def _show_remarks(page: Page, review: Review) -> None:
    for event in review.remarks:
        title = page.words("reviews.remark", day=dates.day(event.day))
        said = event.said("text").splitlines()
        lines = "".join(f"<p>{escape(line)}</p>" for line in said)
        st.html(f'<div class="tt-text"><h3>{escape(title)}</h3>{lines}</div>')


def _show_text(page: Page, text: ReviewText) -> None:
    words = page.words
    say = words_of_warehouse(page.lang)
    parts = []
    for name in SECTIONS[:-1]:
        parts.append((say(f"reviews.sections.{name}"), text.sections.get(name, "")))
    solutions = "\n".join(
        f"{one.text} ({one.owner}, {dates.day(one.due_on)})" for one in text.solutions
    )
    parts.append((words("reviews.solutions"), solutions))
    last = SECTIONS[-1]
    parts.append((say(f"reviews.sections.{last}"), text.sections.get(last, "")))
    followed = "\n".join(
        f"{one.solution.text} ({period_text(words, one.of_period)}): "
        + (say(f"reviews.done.{one.done}") if one.done else numbers.MISSING)
        for one in text.followed
    )
    if followed:
        parts.append((words("reviews.followed"), followed))
    for title, written in parts:
        lines = "".join(f"<p>{escape(line)}</p>" for line in written.splitlines())
        st.html(f'<div class="tt-text"><h3>{escape(title)}</h3>{lines}</div>')


def _show_figures(page: Page, review: Review, frozen: Facts) -> None:
    """The tables of the report, from the figures that were submitted."""
    words = page.words
    submission = review.submission
    day = dates.day(submission.day if submission else None)
    blocks.heading(words("reviews.figures"), words("reviews.figures_lead", day=day))
    digest = submission.said("figures")[:12] if submission else ""
    named = words("reviews.named", build=frozen.build.build_id, digest=digest)
    as_of = frozen.build.data_as_of or review.steps[-1].event.day
    months = months_until(frozen.period, as_of)
    rests_on = badge.badge(
        page,
        n=_finished(page, frozen),
        coverage=words("coverage.whole_register"),
        source=badge.Source(words("badge.sources.records"), frozen.build.data_as_of),
        dates=badge.months(page, months[0], months[-1]),
        notes=(named,),
    )
    made = report_of(frozen, words)
    for section in made.sections:
        for part in section.parts:
            if isinstance(part, Table):
                with st.expander(part.title):
                    rows = [{"cells": cells} for cells in part.rows]
                    show_table(rows, _columns(part), part.title)
                    blocks.note(part.note)
            elif isinstance(part, Paragraph) and part.is_gap:
                blocks.note(part.text)
    st.html(rests_on)


def _finished(page: Page, frozen: Facts) -> str:
    known = [n for _, n in known_counts(frozen, "n_finished") if n is not None]
    if not known:
        return page.words("reviews.figures_n_unknown")
    return page.words("reviews.figures_n", n=numbers.count(sum(known), page.lang))


def _columns(part: Table) -> tuple[Column, ...]:
    return tuple(_column(nth, heading) for nth, heading in enumerate(part.headings))


def _column(nth: int, heading: str) -> Column:
    return Column(heading, lambda row: str(row["cells"][nth]), is_number=nth > 0)
