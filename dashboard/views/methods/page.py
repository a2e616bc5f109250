"""Methods: plain words, settings with their dates, and what each metric means."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.tables import Column, Row, show_table
from dashboard.views.methods.rules import show_rules
from dashboard.views.methods.text import sections


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("methods.title"))
    blocks.note(words("methods.lead"))
    parts = sections(page.lang)
    links = "".join(
        f'<li><a href="#{part.name}" target="_self">{escape(part.title)}</a></li>'
        for part in parts
    )
    st.html(f'<ul class="tt-contents">{links}</ul>')
    for part in parts:
        st.html(
            f'<section class="tt-text" id="{part.name}">'
            f"<h2>{escape(part.title)}</h2>{part.html}</section>"
        )
    show_rules(page)
    _metrics(page)
    _build(page)


def _metrics(page: Page) -> None:
    words = page.words
    title = words("methods.metrics_title")
    blocks.heading(title, words("methods.metrics_lead"))
    rows = ask(page, "metric_dictionary").rows
    columns = [Column(words("methods.metric"), lambda r: _name(page, r))]
    if page.lang == "vi":
        columns += [
            Column(words("methods.meaning"), lambda r: r["meaning_vi"] or ""),
            Column(words("methods.formula"), lambda r: r["formula"] or ""),
            Column(words("methods.unit"), lambda r: r["unit"] or ""),
            Column(words("methods.basis"), lambda r: r["legal_basis"] or ""),
        ]
    columns.append(
        Column(
            words("methods.better"),
            lambda r: words.or_else(
                f"methods.directions.{r['better_direction']}", numbers.MISSING
            ),
        )
    )
    with st.expander(words("methods.metrics_show", n=len(rows))):
        show_table(rows, tuple(columns), title)


def _build(page: Page) -> None:
    words, build = page.words, page.build
    blocks.heading(words("methods.build_title"))
    blocks.note(
        words(
            "methods.build",
            build=build.build_id,
            as_of=dates.day(build.data_as_of),
            n=len(page.waves),
        )
    )


def _name(page: Page, row: Row) -> str:
    return str(row["name_en"] if page.lang == "en" else row["name_vi"])


if __name__ == "__main__":
    main(current_page())
