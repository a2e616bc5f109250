"""Blocks of all pages: headings, notes, a figure with its buttons, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import dates, numbers
from dashboard.figures.base import CONFIG, Figure
from dashboard.figures.caption import Caption
from dashboard.rows.context import Page, current_page
from dashboard.tables import Column, show_table
from dashboard.theme import LEVEL_COLOURS
from dashboard.views.methods.text import section_html, section_title
from dashboard.words import Words, words_of
from dashboard.words.file_names import file_name

Row = Mapping[str, Any]


def heading(title: str, lead: str = "") -> None:
    """A section's title and its first sentence."""
    text = f'<p class="tt-lead">{escape(lead)}</p>' if lead else ""
    st.html(f"<h2>{escape(title)}</h2>{text}")


def subheading(title: str) -> None:
    """The name of one figure within a section."""
    st.html(f"<h3>{escape(title)}</h3>")


def on_a_wide_screen(key: str, widths: Sequence[int]) -> list[DeltaGenerator]:
    """Parts beside one another from 1,200 pixels on, one below the other elsewhere.

    Args:
        key: Names the place within the page.
        widths: How wide they are to one another.
    """
    with st.container(key=f"wide_{key}"):
        return st.columns(widths, gap="medium")


def bullets(title: str, lines: Sequence[str]) -> None:
    """A short list under its own line; nothing when there are no lines."""
    if lines:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        st.html(f'<div class="tt-list"><p>{escape(title)}</p><ul>{items}</ul></div>')


def method_link(page: Page, section: str) -> None:
    """The method in plain words, beside the figure it explains."""
    title = page.words("methods.beside", title=section_title(page.lang, section))
    with st.expander(title):
        method_text(page, section)


def method_text(page: Page, section: str) -> None:
    """A section of the method and the way to all of it."""
    st.html(f'<div class="tt-text">{section_html(page.lang, section)}</div>')
    link = f"{words_of('vi')('paths.methods')}?lang={page.lang}#{section}"
    text = escape(page.words("methods.all"))
    st.html(f'<a href="{link}" target="_self">{text}</a>')


def closed_table(
    page: Page, rows: Sequence[Row], columns: tuple[Column, ...], caption: str
) -> None:
    """The table behind a figure, closed until asked for."""
    with st.expander(page.words("tables.show")):
        show_table(rows, columns, caption)


def note(text: str) -> None:
    """A sentence in a quieter voice."""
    st.html(f'<p class="tt-note">{escape(text)}</p>')


def folded_note(text: str) -> None:
    """A note of which the first sentence stands; the others open."""
    first, dot, rest = text.partition(". ")
    if not rest:
        note(text)
        return
    st.html(
        f'<details class="tt-note tt-folded"><summary>{escape(first + dot.strip())}'
        f"</summary>{escape(rest)}</details>"
    )


def facts_line(parts: Sequence[str]) -> str:
    """A quiet line of facts, in HTML; under a figure stands `trust.badge`."""
    spans = "".join(f"<span>{escape(part)}</span>" for part in parts if part)
    return f'<div class="tt-trust">{spans}</div>'


def show_figure(figure: Figure, key: str, caption: Caption) -> None:
    """A figure with its text alternative and the buttons that save it.

    Args:
        figure: The figure.
        key: Names its place within the page.
        caption: What it says of itself in a saved file.
    """
    # Its room is kept while the drawing code is on its way: nothing below it jumps.
    st.plotly_chart(
        figure.figure,
        height=int(figure.figure.layout.height),
        key=key,
        config=CONFIG,
        theme=None,
        alt=figure.alt,
    )
    page = current_page()
    words, day = page.words, page.build.data_as_of
    buttons = "".join(
        f'<button type="button" data-save="{form}" data-name="{escape(key)}" '
        f'data-file="{file_name(form, caption.title, day=day)}" '
        f"{caption.attributes()}>"
        f"{escape(words(f'figures.save_{form}'))}</button>"
        for form in ("png", "svg")
    )
    st.html(f'<div class="tt-save">{buttons}</div>{_fitted(figure, key)}')


MOST_ROWS = 8
"""A picture of more rows is a page of its own."""


def room_for_rows(n_rows: int) -> DeltaGenerator:
    """Where a picture of so many rows goes: a long one is opened."""
    if n_rows <= MOST_ROWS:
        return st.container()
    return st.expander(current_page().words("figures.show"))


def _fitted(figure: Figure, key: str) -> str:
    """What `pages.css` must know to take the room off around a map on a phone."""
    if not figure.tallness:
        return ""
    height = int(figure.figure.layout.height)
    values = f"--tallness: {figure.tallness:.3f}; --height: {height}px;"
    return f"<style>.st-key-{escape(key)} {{ {values} }}</style>"


def level_legend(words: Words) -> str:
    """The five levels of an answer with their colours, in HTML."""
    marks = "".join(
        f'<span class="tt-mark"><i style="background:{colour}"></i>'
        f"{escape(words(f'answer_levels.{level}'))}</span>"
        for level, colour in enumerate(LEVEL_COLOURS, start=1)
    )
    return f'<div class="tt-legend">{marks}</div>'


def answer_table(words: Words, rows: Sequence[Row], caption: str) -> None:
    """The table behind the bars of answers."""
    lang = words.lang
    columns = (
        Column(words("tables.question"), lambda row: str(row["name"])),
        Column(words("tables.n"), lambda row: numbers.count(row["n"], lang), True),
        *(_level_column(words, level) for level in range(1, 6)),
    )
    with st.expander(words("tables.show")):
        show_table(rows, columns, caption)


def _level_column(words: Words, level: int) -> Column:
    return Column(
        words(f"answer_levels.{level}"),
        lambda row: numbers.percent(row.get(f"level_{level}", 0.0), words.lang),
        is_number=True,
    )


def month_table(words: Words, rows: Sequence[Row], caption: str) -> None:
    """The table behind a monthly figure, the latest month first."""
    lang = words.lang
    hidden = words("verdicts_short.suppressed")
    columns = (
        Column(words("tables.month"), lambda row: dates.month(row["month"])),
        Column(
            words("tables.n"),
            lambda r: hidden if r["is_hidden"] else numbers.count(r["n"], lang),
            True,
        ),
        Column(
            words("tables.share"),
            lambda r: hidden if r["is_hidden"] else numbers.percent(r["share"], lang),
            True,
        ),
        Column(
            words("tables.expected"),
            lambda r: (
                f"{numbers.percent(r['lower_limit'], lang)} – "
                f"{numbers.percent(r['upper_limit'], lang)}"
                if r.get("centre") is not None
                else numbers.MISSING
            ),
            True,
        ),
        Column(
            words("tables.signal"),
            lambda r: (
                words.or_else(f"signals.{r['signal']}", words("signals.other"))
                if r.get("signal")
                else ""
            ),
        ),
    )
    with st.expander(words("tables.show")):
        show_table(rows[::-1], columns, caption)
