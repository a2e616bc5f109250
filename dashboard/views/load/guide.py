"""The guide to loading, on the page itself: the text that `docs/` prints."""

from __future__ import annotations

import re
from functools import cache
from html import escape

import streamlit as st

from dashboard import address
from dashboard.views.methods.text import TEXTS, to_html
from dashboard.words import Words, words_of

OPEN, SHUT = "open", "shut"
_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_PICTURE = re.compile(r"^!\[.*\n", re.MULTILINE)
"""Only what is printed has pictures: here the page itself stands below."""


def show_guide(words: Words) -> None:
    """Draws the switch that opens the guide, and the guide once it is on."""
    was, _ = address.known("guide", (OPEN, SHUT), SHUT)
    is_on = st.toggle(words("guide.open"), value=was == OPEN, key="guide_open")
    if is_on != (was == OPEN):
        address.keep("guide", OPEN if is_on else SHUT)
    if is_on:
        st.html(f'<section lang="vi">{guide_html()}</section>')


@cache
def guide_html() -> str:
    """All sections, each closed below its title."""
    text = (TEXTS / "load_guide.vi.md").read_text(encoding="utf-8")
    parts = _SECTION.split(_PICTURE.sub("", text).replace("`", ""))[1:]
    return "".join(
        '<details class="tt-text tt-question">'
        f"<summary><h2>{escape(title)}</h2></summary>{to_html(body)}</details>"
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    )


def guide_link(words: Words) -> str:
    """A link to the page with the guide open, in HTML."""
    link = f"{words_of('vi')('paths.load')}?guide={OPEN}&lang={words.lang}"
    return f'<a href="{escape(link)}" target="_self">{escape(words("guide.link"))}</a>'
