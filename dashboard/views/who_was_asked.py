"""Why shares of satisfied people differ by source: whom each of the sources asked."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.rows.context import Page

SOURCES = {
    "homes": ("before", "after"),
    "front": ("independent",),
    "desk": ("service",),
}
"""A source of ballots, as the words name it → streams of its waves."""


def note_on_who_was_asked(page: Page) -> None:
    """Draws the folded note; nothing where the reader has waves of one source alone."""
    words = page.words
    listed = []
    for source, streams in SOURCES.items():
        waves = [wave for wave in page.waves.values() if wave.stream in streams]
        modes = dict.fromkeys(wave.mode for wave in waves if wave.mode)
        named = ", ".join(sorted(words.or_else(f"modes.{one}", one) for one in modes))
        if waves:
            mode = named or words("badge.mode_unknown")
            text = words(f"who_was_asked.{source}", mode=mode)
            listed.append(f"<li>{escape(text)}</li>")
    if len(listed) > 1:
        title, rest = words("who_was_asked.title"), words("who_was_asked.so")
        st.html(
            '<details class="tt-note tt-folded"><summary>'
            f"{escape(title)}</summary><ul>{''.join(listed)}</ul>{escape(rest)}"
            "</details>"
        )
