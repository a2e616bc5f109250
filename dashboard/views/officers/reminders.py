"""Reminders to an officer and what was done about them, each judged by its day."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built, may_ask
from dashboard.tables import Column, Row, show_table


@own_part()
def show_reminders(page: Page, officer: str) -> None:
    """Draws the list of reminders and measures, the newest first."""
    words, lang = page.words, page.lang
    if not may_ask(page, "officer_reminders"):
        return
    title = words("officers.reminders_title")
    answer = ask_if_built(page, "officer_reminders", reader_officer_code=officer)
    if answer is None or not answer.rows:
        until = page.newest_on.get("reminders")
        key = "no_register" if answer is None or until is None else "nothing"
        blocks.note(words(f"reminders.{key}", day=dates.day(until)))
        return
    n = numbers.count(len(answer.rows), lang)
    if page.scope.role != "officer":
        blocks.heading(title)
        _list(page, answer.rows, title)
        return
    newest = dates.day(max(row["given_on"] for row in answer.rows))
    with st.expander(words("reminders.own", n=n, day=newest)):
        _list(page, answer.rows, title)


def _list(page: Page, rows: Sequence[Row], title: str) -> None:
    words, lang = page.words, page.lang
    columns = (
        Column(words("reminders.given_on"), lambda row: dates.day(row["given_on"])),
        Column(words("reminders.kind"), lambda row: words(f"reminders.{row['kind']}")),
        Column(
            words("reminders.reason"),
            lambda row: words(f"reminders.reasons.{row['reason']}"),
        ),
        Column(
            words("reminders.correction_days"),
            lambda row: numbers.count(row["correction_days"], lang),
            is_number=True,
        ),
        Column(
            words("reminders.in_window"),
            lambda row: numbers.count(row["n_reminders_in_window"], lang),
            is_number=True,
        ),
        Column(
            words("reminders.is_often"),
            lambda row: words(
                "reminders.often" if row["is_often"] else "reminders.not_often",
                n=numbers.count(row["reminders_limit"], lang),
            ),
        ),
        Column(
            words("reminders.measured_on"),
            lambda row: (
                dates.day(row["measured_on"])
                if row["measured_on"]
                else words("reminders.none_yet")
            ),
        ),
    )
    show_table(rows, columns, title)
    badge.show_badge(
        page,
        n=words("reminders.n", n=numbers.count(len(rows), lang)),
        coverage=words("coverage.whole_register"),
        source=badge.recorded_in(page, "reminders"),
        dates=badge.days(page, (row["given_on"] for row in rows)),
    )
