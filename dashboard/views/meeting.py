"""Meeting mode: the slides of a unit and a period, full screen over their page.

The address says which: `slide`, `meeting_unit`, `review_period`. It opens nothing the
account may not read.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import blocks, dates
from dashboard.periods import period_text
from dashboard.report.slides import slides_of
from dashboard.rows.changes import wave_text
from dashboard.rows.context import Page
from dashboard.views.meeting_screen import Screen, screen_html
from dashboard.words import words_of
from warehouse.errors import ThanThienError
from warehouse.reviews.facts import Facts
from warehouse.reviews.visible_reviews import figures_for_report
from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.settings import Settings

SLIDE, UNIT, PERIOD = "slide", "meeting_unit", "review_period"


def offer_meeting(page: Page, view: str, unit_code: str, period: str) -> None:
    """The way into meeting mode, and its keys.

    Args:
        page: The frame of this run.
        view: The page it lies over.
        unit_code: Code of a unit of today.
        period: As a report names it.
    """
    words = page.words
    asked = {SLIDE: "1", UNIT: unit_code, PERIOD: period, "lang": page.lang}
    link = escape(f"{_path(view)}?{urlencode(asked)}")
    text = words("meeting.open", period=period_text(words, period))
    st.html(
        f'<p class="tt-note"><a class="tt-open-meeting" href="{link}" target="_self">'
        f"{escape(text)}</a> {escape(words('meeting.lead'))}</p>"
        '<details class="tt-note tt-folded">'
        f"<summary>{escape(words('meeting.keys_title'))}</summary>"
        f"{escape(words('meeting.keys'))}</details>"
    )


def show_meeting(page: Page, view: str) -> None:
    """Draws the slides over the page where the address asks for them.

    What the account may not read, or the data do not reach, is said instead.
    """
    query = st.query_params
    if SLIDE not in query:
        return
    words = page.words
    unit_code, period = query.get(UNIT, ""), query.get(PERIOD, "")
    settings = Settings.from_environment()
    try:
        facts, review = figures_for_report(settings, page.identity, unit_code, period)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
        return
    if waiting := _waiting(page, facts):
        blocks.note(words("meeting.waiting", waves=", ".join(waiting)))
        return
    slides = slides_of(facts, words, review)
    screen = Screen(
        str(facts.unit["unit_name"]),
        words("report.until", day=dates.day(facts.build.data_as_of)),
        facts.build.is_simulated,
        f"{_path(view)}?{urlencode({PERIOD: period, 'lang': page.lang})}",
    )
    st.html(screen_html(slides, _number(query[SLIDE], len(slides)), screen, words))


def _waiting(page: Page, facts: Facts) -> list[str]:
    """Waves of these figures that the Front has not released: no room sees them."""
    waves = [page.waves[code] for code in facts.waves or () if code in page.waves]
    return [
        wave_text(page, wave.code)
        for wave in waves
        if wave.owner == FRONT
        and wave.stream in HELD_STREAMS
        and wave.code not in page.released
    ]


def _number(text: str, n: int) -> int:
    """The slide of an address; the first or last where there is no such one."""
    return min(max(int(text), 1), n) if text.isascii() and text.isdigit() else 1


def _path(view: str) -> str:
    return words_of("vi")(f"paths.{view}")
