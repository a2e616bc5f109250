"""How the units keep to the last quarter's review, in one line for the committee."""

from __future__ import annotations

from collections import Counter
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import numbers
from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.views.reviews.standings import standings_badge
from dashboard.words import words_of
from warehouse.chain import day_of
from warehouse.reviews.due import MISSING, TIMES, standings
from warehouse.reviews.owed import periods_over
from warehouse.reviews.record import read_reviews
from warehouse.reviews.steps import RELEASED, WAITING
from warehouse.reviews.units import units_of
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def show_reviews_line(page: Page) -> None:
    """Draws the counts and the way to the page; nothing for other roles."""
    if page.scope.role != "committee":
        return
    settings = Settings.from_environment()
    today = day_of(None)
    period = next(text for text in periods_over(today) if "-Q" in text)
    reviews = read_reviews(settings).reviews
    units = units_of(settings, page.identity)
    found = standings(settings, units, reviews, period, today)
    if not found:
        return
    words, lang = page.words, page.lang
    times, states = Counter(o.time for o in found), Counter(o.state for o in found)
    say = words_of_warehouse(lang)
    counted = [
        f"{numbers.count(times[time], lang)} {_inside(say(f'reviews.times.{time}'))}"
        for time in TIMES
        if times[time] or time == MISSING
    ]
    text = words(
        "overview.reviews_line",
        period=period_text(words, period),
        n=numbers.count(len(found), lang),
        times="; ".join(counted),
        waiting=numbers.count(sum(states[one] for one in WAITING), lang),
        released=numbers.count(states[RELEASED], lang),
    )
    query = urlencode({"review_period": period, "lang": lang})
    link = f"{words_of('vi')('paths.reviews')}?{query}"
    rests_on = standings_badge(page, found, today)
    line = f'<a href="{escape(link)}" target="_self">{escape(text)}</a>'
    st.html(f"<p>{line}</p>{rests_on}")


def _inside(text: str) -> str:
    """A label as it stands within a sentence."""
    return text[:1].lower() + text[1:]
