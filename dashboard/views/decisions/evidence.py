"""What may be opened, and measures that came without the steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard import blocks, dates, numbers, states
from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from warehouse.errors import ThanThienError
from warehouse.process.act import open_matter
from warehouse.process.openings import is_late
from warehouse.process.queue import outside_of, to_open
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def evidence_text(page: Page, kind: str) -> str:
    """What a flag rests on."""
    return words_of_warehouse(page.lang)(f"process.kinds.{kind}")


def span_text(page: Page, period_type: str, period: str) -> str:
    """The period of evidence, or the day of the reminder that reached the limit."""
    if period_type == "day":
        return dates.day(date.fromisoformat(period))
    return period_text(page.words, period) if period else ""


def show_waiting(
    page: Page, settings: Settings, today: date, names: Mapping[str, str]
) -> None:
    """Draws evidence that nobody opened yet, each with its button."""
    words = page.words
    blocks.heading(words("decisions.waiting"), words("decisions.waiting_lead"))
    found = to_open(settings, page.identity)
    if not found:
        states.nothing_found(words, "no_evidence")
        return
    for one in found:
        name = names.get(one.officer_code, one.officer_code)
        span = span_text(page, one.period_type, one.period)
        n_days = (today - one.since).days
        waited = words("decisions.waited", n=numbers.count(n_days, page.lang))
        if is_late(settings, one, today):
            waited += f", {words('decisions.overdue')}"
        line, button = st.columns([4, 1], vertical_alignment="center")
        with line:
            blocks.note(f"{name} · {evidence_text(page, one.kind)} · {span} · {waited}")
        with button:
            if st.button(words("decisions.open"), key=f"open_{one.name}"):
                try:
                    open_matter(settings, one.name, by=page.identity)
                except ThanThienError as error:
                    st.error(error.in_words(page.lang))
                else:
                    st.rerun()


def show_outside(
    page: Page, settings: Settings, today: date, names: Mapping[str, str]
) -> None:
    """Draws the measures of the registers that no steps led to."""
    words = page.words
    title = words("decisions.outside")
    found = outside_of(settings, page.identity, today)
    blocks.heading(title, words("decisions.outside_lead"))
    if not found:
        blocks.note(words("decisions.no_outside"))
        return
    rows = [
        {"name": names.get(m.officer_code, m.officer_code), "day": m.given_on}
        for m in found
    ]
    columns = (
        Column(words("decisions.about"), lambda row: str(row["name"])),
        Column(words("decisions.given_on"), lambda row: dates.day(row["day"])),
        Column(words("decisions.mark"), lambda row: words("decisions.outside_mark")),
    )
    show_table(rows, columns, title)
    n = numbers.count(len(found), page.lang)
    blocks.note(words("decisions.outside_n", n=n))
