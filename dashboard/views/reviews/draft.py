"""The form of a leader: sections, solutions, and what became of the last ones.

A form is kept under the number of steps taken: once saved, it is filled anew from the
record, and words that were not saved are never shown as if they were.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import blocks, dates
from dashboard.periods import period_text
from dashboard.rows.context import Page
from warehouse.errors import ReviewError, ThanThienError
from warehouse.reviews.act import take_step
from warehouse.reviews.due import Standing
from warehouse.reviews.record import ReviewRecord
from warehouse.reviews.reviews import coming_back
from warehouse.reviews.steps import SUBMIT, WRITE
from warehouse.reviews.text import (
    DONE,
    MOST_IN_LINE,
    MOST_LETTERS,
    MOST_SOLUTIONS,
    SECTIONS,
    FollowUp,
    ReviewText,
    Solution,
)
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse

EMPTY_LINES = 2
"""Lines for further solutions; more appear once these are saved."""


def show_draft(
    page: Page, settings: Settings, record: ReviewRecord, own: Standing, period: str
) -> None:
    """Draws the form, with the buttons to save and to submit."""
    words = page.words
    say = words_of_warehouse(page.lang)
    text = own.review.text if own.review else ReviewText()
    n_steps = len(own.review.steps) if own.review else 0
    unit_key = str(own.unit["unit_key"])
    key = f"{unit_key}_{period}_{n_steps}"
    coming = coming_back(record.reviews, unit_key, period)
    with st.form(f"draft_{key}"):
        answers = _ask_done(page, coming, text, key)
        sections = {}
        for name in SECTIONS[:-1]:
            sections[name] = _ask_section(say(f"reviews.sections.{name}"), text, name)
        lines = _ask_solutions(page, text)
        last = SECTIONS[-1]
        sections[last] = _ask_section(say(f"reviews.sections.{last}"), text, last)
        blocks.note(words("reviews.draft_note"))
        is_saved = st.form_submit_button(say(f"reviews.actions.{WRITE}"))
        is_sent = st.form_submit_button(
            say(f"reviews.actions.{SUBMIT}"), type="primary"
        )
    if not (is_saved or is_sent):
        return
    try:
        solutions = tuple(_solution(*line) for line in lines)
        written = ReviewText(sections, solutions)
        who, where = page.identity, (unit_key, period)
        take_step(settings, *where, WRITE, by=who, text=written, answers=answers)
        if is_sent:
            take_step(settings, *where, SUBMIT, by=who)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
    else:
        st.rerun()


def _ask_section(label: str, text: ReviewText, name: str) -> str:
    written = text.sections.get(name, "")
    return st.text_area(label, written, max_chars=MOST_LETTERS, key=None)


def _ask_done(
    page: Page, coming: tuple[FollowUp, ...], text: ReviewText, key: str
) -> dict[str, str]:
    """What became of each solution that comes back."""
    words = page.words
    say = words_of_warehouse(page.lang)
    if not coming:
        return {}
    blocks.subheading(words("reviews.followed"))
    said = {one.name: one.done for one in text.followed}
    answers = {}
    for nth, one in enumerate(coming):
        chosen = said.get(one.name, "")
        label = words(
            "reviews.follow_one",
            text=one.solution.text,
            owner=one.solution.owner,
            day=dates.day(one.solution.due_on),
            period=period_text(words, one.of_period),
        )
        answer = st.radio(
            label,
            DONE,
            index=DONE.index(chosen) if chosen else None,
            format_func=lambda word: say(f"reviews.done.{word}"),
            horizontal=True,
            key=f"done_{key}_{nth}",
        )
        if answer:
            answers[one.name] = answer
    return answers


def _ask_solutions(page: Page, text: ReviewText) -> list[tuple[str, str, object]]:
    """The solutions written, and a few lines for more; an empty line is none."""
    words = page.words
    blocks.subheading(words("reviews.solutions"))
    n_lines = min(len(text.solutions) + EMPTY_LINES, MOST_SOLUTIONS)
    found: list[tuple[str, str, object]] = []
    for nth in range(n_lines):
        old = text.solutions[nth] if nth < len(text.solutions) else None
        number = {"n": nth + 1}
        what, who, when = st.columns([5, 3, 2])
        with what:
            said = st.text_input(
                words("reviews.solution", **number),
                old.text if old else "",
                max_chars=MOST_IN_LINE,
            )
        with who:
            owner = st.text_input(
                words("reviews.owner", **number),
                old.owner if old else "",
                max_chars=MOST_IN_LINE,
            )
        with when:
            day = st.date_input(
                words("reviews.due_on", **number),
                old.due_on if old else None,
                format="DD/MM/YYYY",
            )
        if said.strip() or owner.strip():
            found.append((said.strip(), owner.strip(), day))
    return found


def _solution(text: str, owner: str, day: object) -> Solution:
    if not isinstance(day, date):
        rule = "a solution has words, an owner and a day"
        raise ReviewError("day", text, rule, "write it down")
    return Solution(text, owner, day)
