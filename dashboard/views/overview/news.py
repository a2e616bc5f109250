"""What changed since the figures published last time, in a line or two."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.if_built import ask_if_built
from dashboard.words import words_of


@own_part()
def show_news(page: Page) -> None:
    """Draws how many published figures changed last, why, and where to read them."""
    words = page.words
    blocks.heading(words("overview.news_title"))
    answer = ask_if_built(page, "restated_figures")
    rows = answer.rows if answer else []
    if not rows:
        blocks.note(words("states.no_restatements.title"))
        return
    newest: datetime = max(row["found_at"] for row in rows)
    lines = "".join(
        "<li>"
        + escape(
            words(
                "overview.news",
                figure=words.or_else(
                    f"quality.figures.{row['figure']}", str(row["figure"])
                ),
                n=numbers.count(row["n_restated"], page.lang),
                units=numbers.count(row["n_units"], page.lang),
                why=words.or_else(f"quality.whys.{row['why']}", str(row["why"])),
            )
        )
        + "</li>"
        for row in rows
        if row["found_at"] == newest
    )
    query = urlencode({"checked": "restated", "lang": page.lang})
    link = f"{words_of('vi')('paths.quality')}?{query}"
    more = escape(words("overview.news_more"))
    day = dates.day(newest.replace(tzinfo=newest.tzinfo or UTC).astimezone(VIETNAM))
    st.html(
        f'<div class="tt-list"><p>{escape(words("overview.news_on", day=day))}</p>'
        f'<ul>{lines}</ul><a href="{link}" target="_self">{more}</a></div>'
    )
