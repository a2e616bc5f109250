"""The verdict on a leader's own unit, in one quiet line at the head of every page."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import numbers
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.unit_choice import own_unit
from dashboard.theme import chip
from dashboard.words import words_of

HEADLINE_ITEM = "overall"


def show_own_verdict_line(page: Page) -> None:
    """Draws the line; nothing for other roles, nor where no two rounds compare."""
    unit = own_unit(page)
    if unit is None:
        return
    pairs = changes.wave_pairs(page)
    rows = changes.by_item(page, "today", unit.key, pairs[0]) if pairs else []
    row = next((row for row in rows if row["item_code"] == HEADLINE_ITEM), None)
    if row is None:
        return
    words, lang = page.words, page.lang
    name, verdict = escape(unit.name), changes.verdict_of(row)
    said = name
    if row["share_before"] is not None and row["share_after"] is not None:
        said = words(
            "own_verdict.line",
            unit=name,
            before=numbers.percent(row["share_before"], lang),
            after=numbers.percent(row["share_after"], lang),
            n_before=numbers.count(row["n_before"], lang),
            n_after=numbers.count(row["n_after"], lang),
        )
    query = urlencode({"unit": unit.key, "part": "change", "lang": lang})
    link = escape(f"{words_of('vi')('paths.unit')}?{query}")
    mark = chip(verdict, words(f"verdicts_short.{verdict}"))
    st.html(
        f'<div class="tt-trust tt-own">{mark} '
        f'<a href="{link}" target="_self">{said}</a></div>'
    )
