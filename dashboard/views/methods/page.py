"""Methods: plain words, settings with their dates, and what each metric means."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import blocks, dates, numbers, states
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, Row, show_table
from dashboard.views.methods.text import sections
from dashboard.words import words_of

# Shares are shown as percent, all other thresholds as plain numbers.
_SHARE = "share"


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
    _settings(page)
    _metrics(page)
    _build(page)


def _settings(page: Page) -> None:
    words = page.words
    title = words("methods.settings_title")
    blocks.heading(title, words("methods.settings_lead"))
    answer = ask_if_built(page, "thresholds")
    if answer is None or not answer.rows:
        states.nothing_found(words, "not_in_build")
        return
    columns = (
        Column(words("methods.setting"), lambda r: _name(page, r)),
        Column(words("methods.value"), lambda r: _value(page, r), True),
        Column(words("methods.valid_from"), lambda r: dates.day(r["valid_from"])),
        Column(words("methods.valid_to"), lambda r: dates.day(r["valid_to"])),
        Column(words("methods.source"), lambda r: _source(page, r)),
    )
    show_table(answer.rows, columns, title)


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


def _source(page: Page, row: Row) -> str:
    # Sources are kept as the decision words them, in Vietnamese.
    return str(row["source"] or "") if page.lang == "vi" else numbers.MISSING


def _value(page: Page, row: Row) -> str:
    value, lang = float(row["value"]), page.lang
    if row["unit"] == _SHARE:
        return numbers.percent(value, lang, digits=1)
    unit = words_of(lang).or_else(f"methods.units.{row['unit']}", "")
    digits = 0 if value == int(value) else 2
    return f"{numbers.decimal(value, lang, digits=digits)} {unit}".strip()


if __name__ == "__main__":
    main(current_page())
