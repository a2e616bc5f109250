"""What was decided in the period of a review: the notes on the unit's findings."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import blocks
from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.views.notes.note import finding_text, note_html
from dashboard.words import words_of
from warehouse.errors import DamagedError
from warehouse.notes.record import Note
from warehouse.notes.visible_notes import in_period, notes_seen
from warehouse.settings import Settings


def show_notes(page: Page, settings: Settings, unit_key: str, period: str) -> None:
    """Draws the notes of a unit written in a period, finding by finding."""
    words = page.words
    try:
        seen = notes_seen(settings, page.identity)
    except DamagedError as error:
        st.error(error.in_words(page.lang))
        return
    of_unit = [note for note in seen if note.unit_key == unit_key]
    notes = in_period(of_unit, period)
    if not notes:
        _last_before(page, of_unit)
        return
    blocks.heading(words("notes.title"), words("notes.lead"))
    parts = []
    for finding in dict.fromkeys(note.finding for note in notes):
        here = [note_html(page, note) for note in notes if note.finding == finding]
        title = escape(finding_text(words, finding))
        parts.append(f'<div class="tt-text"><h3>{title}</h3>{"".join(here)}</div>')
    st.html("".join(parts))


def _last_before(page: Page, of_unit: Sequence[Note]) -> None:
    """Says that there is none, and the way to the last note of another period."""
    words = page.words
    days = [note.day for note in of_unit]
    text = escape(words("notes.none"))
    if days:
        period = f"{max(days):%Y-%m}"
        query = urlencode({"review_period": period, "lang": page.lang})
        last = escape(words("notes.last", period=period_text(words, period)))
        path = words_of("vi")("paths.reviews")
        text += f' <a href="{path}?{escape(query)}" target="_self">{last}</a>'
    st.html(f'<p class="tt-note">{text}</p>')
