"""What is still missing, before anything else: lists, and registers with their day."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import blocks, dates
from dashboard.rows.context import Page
from dashboard.rows.missing_lists import missing_lists
from dashboard.words import words_of

SOURCES = ("cases", "ballots", "petitions", "letters", "meetings", "checks")
"""Sources of `dim_sources` that a steward hands in again and again."""
OLD = timedelta(days=31)
"""A register is handed in by the month."""


def show_still_missing(page: Page) -> None:
    """Says what the figures wait for, and where it is handed in."""
    words = page.words
    lines = list(missing_lists(page).values())
    as_of = page.build.data_as_of
    for source in SOURCES:
        name, newest = words(f"quality.still.{source}"), page.newest_on.get(source)
        if newest is None:
            lines.append(words("quality.still.never", source=name))
        elif as_of is not None and as_of - newest > OLD:
            day = dates.day(newest)
            lines.append(words("quality.still.old", source=name, day=day))
    title = words("quality.still.title")
    if lines:
        blocks.bullets(title, lines)
    else:
        blocks.heading(title)
        blocks.note(words("quality.still.nothing"))
    address = urlencode({"desk": "missing", "lang": page.lang})
    link = f"{words_of('vi')('paths.load')}?{address}"
    st.html(
        f'<p class="tt-note"><a href="{escape(link)}" target="_self">'
        f"{escape(words('quality.still.desk'))}</a></p>"
    )
