"""What changed since the figures published last time, in a line or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.if_built import ask_if_built
from dashboard.words import Words, words_of

Row = Mapping[str, Any]
MOST_NAMED = 3


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
    found = [row for row in rows if row["found_at"] == newest]
    short, whole = news_lines(words, found)
    query = urlencode({"checked": "restated", "lang": page.lang})
    link = f"{words_of('vi')('paths.quality')}?{query}"
    more = escape(words("overview.news_more"))
    day = dates.day(newest.replace(tzinfo=newest.tzinfo or UTC).astimezone(VIETNAM))
    folded = ""
    if len(whole) > len(short):
        each = escape(
            words("overview.news_each", n=numbers.count(len(whole), page.lang))
        )
        folded = f"<details><summary>{each}</summary>{_listed(whole)}</details>"
    st.html(
        f'<div class="tt-list"><p>{escape(words("overview.news_on", day=day))}</p>'
        f"{_listed(short)}{folded}"
        f'<a href="{link}" target="_self">{more}</a></div>'
    )


def news_lines(words: Words, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """What changed, a line for each reason, and a line for each figure.

    Args:
        words: Language.
        rows: Rows of `restated_figures` of one moment.
    """
    by_why: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_why[str(row["why"])].append(row)
    short = []
    for why, some in by_why.items():
        some.sort(key=lambda row: -row["n_restated"])
        names = ", ".join(_figure(words, row) for row in some[:MOST_NAMED])
        n_more = len(some) - MOST_NAMED
        if n_more > 0:
            n_text = numbers.count(n_more, words.lang)
            names = words("overview.news_others", names=names, n=n_text)
        short.append(
            words(
                "overview.news_kind",
                why=_why(words, why),
                n=numbers.count(sum(row["n_restated"] for row in some), words.lang),
                names=names,
            )
        )
    return short, [_line(words, row) for some in by_why.values() for row in some]


def _line(words: Words, row: Row) -> str:
    return words(
        "overview.news",
        figure=_figure(words, row),
        n=numbers.count(row["n_restated"], words.lang),
        units=numbers.count(row["n_units"], words.lang),
        why=_why(words, str(row["why"])),
    )


def _figure(words: Words, row: Row) -> str:
    return words.or_else(f"quality.figures.{row['figure']}", str(row["figure"]))


def _why(words: Words, why: str) -> str:
    return words.or_else(f"quality.whys.{why}", why)


def _listed(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>"
