"""What was decided in the period of a review: the notes on the unit's findings."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import blocks
from dashboard.rows.context import Page
from dashboard.views.notes.one import finding_text, note_html
from warehouse.errors import DamagedError
from warehouse.notes.seen import notes_of_period
from warehouse.settings import Settings


def show_notes(page: Page, settings: Settings, unit_key: str, period: str) -> None:
    """Draws the notes of a unit written in a period, finding by finding."""
    words = page.words
    blocks.heading(words("notes.title"), words("notes.lead"))
    try:
        notes = notes_of_period(settings, page.identity, unit_key, period)
    except DamagedError as error:
        st.error(error.in_words(page.lang))
        return
    if not notes:
        blocks.note(words("notes.none"))
        return
    parts = []
    for finding in dict.fromkeys(note.finding for note in notes):
        here = [note_html(page, note) for note in notes if note.finding == finding]
        title = escape(finding_text(words, finding))
        parts.append(f'<div class="tt-text"><h3>{title}</h3>{"".join(here)}</div>')
    st.html("".join(parts))
