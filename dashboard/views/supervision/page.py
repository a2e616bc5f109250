"""Supervision: waves of a year, answers on the model, what became of advice."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, releases
from dashboard.rows.context import Page, current_page
from dashboard.views.supervision.answers import show_answers
from dashboard.views.supervision.recommendations import show_recommendations
from dashboard.views.supervision.wave_years import show_wave_years

SECTIONS = ("recommended", "answers", "waves")


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("supervision.title"))
    st.html(f'<p class="tt-lead">{escape(words("supervision.lead"))}</p>')
    section = address.choose(
        "section",
        words("supervision.section"),
        SECTIONS,
        default=SECTIONS[0],
        shown=lambda name: words(f"supervision.sections.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    if section == "recommended":
        show_recommendations(page)
    elif section == "answers":
        releases.offer(page)
        show_answers(page)
    else:
        show_wave_years(page)


if __name__ == "__main__":
    main(current_page())
