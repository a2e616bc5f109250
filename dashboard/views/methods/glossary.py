"""The words of the pages with their meaning, a sentence each."""

from __future__ import annotations

import unicodedata
from html import escape

import streamlit as st

from dashboard import blocks
from dashboard.rows.context import Page
from dashboard.words.terms import terms_of


def show_glossary(page: Page) -> None:
    """All terms, in alphabetical order of the language of the page."""
    words = page.words
    blocks.note(words("glossary.lead"))
    terms = [(one.term, one.means) for one in terms_of(page.lang)]
    listed = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(means)}</dd>"
        for term, means in sorted(terms, key=_order)
    )
    st.html(f'<dl class="tt-text tt-glossary">{listed}</dl>')


def _order(pair: tuple[str, str]) -> str:
    """Letters come before marks, as in a Vietnamese dictionary."""
    return unicodedata.normalize("NFD", pair[0].casefold().replace("\u0111", "d\uffff"))
