"""Methods: plain words, settings with their dates, and what each metric means."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, blocks, dates, numbers
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.tables import Column, Row, show_table
from dashboard.views.methods.glossary import show_glossary
from dashboard.views.methods.rules import show_rules
from dashboard.views.methods.scorecard import show_schemes
from dashboard.views.methods.text import Section, sections

PARTS = ("questions", "rules", "scorecard", "metrics", "glossary")


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("methods.title"))
    part = address.choose(
        "aspect",
        words("methods.part"),
        PARTS,
        default=PARTS[0],
        shown=lambda name: words(f"methods.parts.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    if part == "rules":
        show_rules(page)
    elif part == "scorecard":
        show_schemes(page)
    elif part == "metrics":
        _metrics(page)
    elif part == "glossary":
        show_glossary(page)
    else:
        blocks.note(words("methods.lead"))
        st.html(
            "".join(
                _question(one, number) for number, one in enumerate(sections(page.lang))
            )
        )
    _build(page)


def _question(section: Section, number: int) -> str:
    """A question that opens on its answer; the first stands open."""
    opened = "" if number else " open"
    return (
        f'<details class="tt-text tt-question" id="{section.name}"{opened}>'
        f"<summary><h2>{escape(section.title)}</h2></summary>{section.html}</details>"
    )


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
    show_table(rows, tuple(columns), title)


def _build(page: Page) -> None:
    words, build = page.words, page.build
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
