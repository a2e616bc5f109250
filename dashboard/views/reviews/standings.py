"""How the units stand with a period: counts, and a table with those past due first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from warehouse.reviews.due import TIMES, Standing
from warehouse.words import words_of as words_of_warehouse


def standings_badge(page: Page, found: Sequence[Standing], today: date) -> str:
    """What counts of reviews rest on, in HTML."""
    words = page.words
    return badge.badge(
        page,
        n=words("reviews.units_n", n=numbers.count(len(found), page.lang)),
        coverage=words("coverage.whole_register"),
        source=badge.Source(words("badge.sources.reviews"), today),
        dates=badge.days(page, (today,)),
    )


def show_standings(page: Page, found: Sequence[Standing], today: date) -> None:
    """Draws how many units are in time, late or missing, and which."""
    words, lang = page.words, page.lang
    say = words_of_warehouse(lang)
    counts = Counter(one.time for one in found)
    title = words("reviews.units")
    day = dates.day(found[0].due_on)
    blocks.heading(title, words("reviews.units_lead", day=day))
    cards = "".join(
        f"<li><b>{numbers.count(counts[time], lang)}</b>{say(f'reviews.times.{time}')}"
        "</li>"
        for time in TIMES
    )
    rests_on = standings_badge(page, found, today)
    st.html(f'<ul class="tt-counts">{cards}</ul>{rests_on}')
    rows = [{"one": one} for one in sorted(found, key=_order)]
    columns = (
        Column(words("reviews.unit"), lambda row: str(row["one"].unit["unit_name"])),
        Column(
            words("reviews.state"),
            lambda row: say(f"reviews.states.{row['one'].state}"),
        ),
        Column(
            words("reviews.time"),
            lambda row: say(f"reviews.times.{row['one'].time}"),
        ),
        Column(words("reviews.sent"), lambda row: _sent(row["one"])),
    )
    with st.expander(words("reviews.show_units")):
        show_table(rows, columns, title)


def _order(one: Standing) -> tuple[int, str]:
    return TIMES.index(one.time), str(one.unit["unit_name"])


def _sent(one: Standing) -> str:
    return dates.day(one.review.first_submitted_on if one.review else None)
