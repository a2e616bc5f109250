"""Matters about officers, each step by who may take it; the committee sees counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

import streamlit as st

from dashboard import address, blocks, dates, states
from dashboard.rows import officer_rows
from dashboard.rows.context import VIETNAM, Page, current_page
from dashboard.tables import Column, show_table
from dashboard.views.decisions.corrections import show_corrections
from dashboard.views.decisions.counts import show_counts
from dashboard.views.decisions.evidence import evidence_text, show_outside, show_waiting
from dashboard.views.decisions.matter import show_matter
from dashboard.views.decisions.reminded import show_reminded
from warehouse.process.leaders import led_units
from warehouse.process.queue import Entry, queue_of
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def main(page: Page) -> None:
    """Draws the page for the reader's role."""
    words = page.words
    role = page.scope.role
    st.title(words(f"decisions.title_{role}"))
    st.html(f'<p class="tt-lead">{escape(words(f"decisions.lead_{role}"))}</p>')
    settings = Settings.from_environment()
    today = datetime.now(VIETNAM).date()
    if role == "committee":
        show_counts(page, settings, today)
        show_corrections(page, settings)
        return
    names = names_of(page)
    if role == "leader":
        show_waiting(page, settings, today, names)
    _show_queue(page, settings, today, names)
    if role == "leader":
        show_reminded(page, settings, names)
        show_outside(page, settings, today, names)
        show_corrections(page, settings, led_units(settings, page.identity))
    blocks.note(words("decisions.rule"))


def names_of(page: Page) -> dict[str, str]:
    """Officer code → name, as the reader may see it; the view is recorded."""
    if page.scope.role == "steward":
        return {}
    rows = officer_rows.postings(page)
    return {str(row["officer_code"]): officer_rows.name_of(page, row) for row in rows}


def _show_queue(
    page: Page, settings: Settings, today: date, names: Mapping[str, str]
) -> None:
    words = page.words
    entries = queue_of(settings, page.identity, today)
    blocks.heading(words("decisions.queue"), words("decisions.queue_lead"))
    if not entries:
        states.nothing_found(words, "no_matters")
        return
    show_table(entry_rows(entries), _columns(page, names), words("decisions.queue"))
    known = {entry.matter.code: entry for entry in entries}
    code = address.choose(
        "matter",
        words("decisions.choose"),
        list(known),
        default=next(iter(known)),
        shown=lambda text: f"{text} · {_whose(known[text], names, page)}",
    )
    show_matter(page, settings, known[code], names, today)


def entry_rows(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Entries as rows of a table."""
    return [{"entry": entry} for entry in entries]


def _whose(entry: Entry, names: Mapping[str, str], page: Page) -> str:
    code = entry.matter.officer_code
    name = names.get(code, code) or page.words("decisions.no_name")
    return f"{name} · {evidence_text(page, entry.matter.kind)}"


def _columns(page: Page, names: Mapping[str, str]) -> tuple[Column, ...]:
    words = page.words
    say = words_of_warehouse(page.lang)

    def turn(entry: Entry) -> str:
        if entry.actions:
            return words("decisions.your_turn")
        return "" if not entry.matter.is_open else words("decisions.others_turn")

    return (
        Column(words("decisions.matter"), lambda row: row["entry"].matter.code),
        Column(words("decisions.about"), lambda row: _whose(row["entry"], names, page)),
        Column(
            words("decisions.state"),
            lambda row: say(f"process.states.{row['entry'].matter.state}"),
        ),
        Column(
            words("decisions.since"), lambda row: dates.day(row["entry"].matter.since)
        ),
        Column(words("decisions.due"), lambda row: dates.day(row["entry"].due_on)),
        Column(words("decisions.turn"), lambda row: turn(row["entry"])),
    )


if __name__ == "__main__":
    main(current_page())
