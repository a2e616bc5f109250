"""Quarters of a unit's ballots where their months are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, blocks, coverage, numbers
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark
from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.words import Words

Row = Mapping[str, Any]


def show_instead(page: Page, unit: Unit, measure: str, rows: Sequence[Row]) -> None:
    """Draws the periods in place of months, of which none can be shown.

    Args:
        page: The frame of this run.
        unit: Whose they are.
        measure: What is drawn.
        rows: As of `dashboard.rows.months.longer_periods`, at least one of them shown.
    """
    words = page.words
    shown = _shown(rows)
    title = words("unit.longer_title")
    st.html(f"<p>{escape(words('unit.longer_instead', n=len(shown)))}</p>")
    figure = cached.period_figure(
        page.scope, page.build.build_id, page.lang, title, cached.frozen(shown)
    )
    left, right = blocks.on_a_wide_screen("months", (7, 4))
    with left:
        of = (unit.name, words(f"measures.{measure}"))
        legend = [Mark(words("figures.period_legend"))]
        blocks.show_figure(figure, "months", Caption(title, of, legend))
        n = numbers.count(sum(row["n"] for row in shown), page.lang)
        first, last = (period_text(words, shown[i]["period"]) for i in (0, -1))
        badge.show_badge(
            page,
            n=words("badge.n", n=n),
            coverage=coverage.part_of(page, len(shown), len(rows), "shown_periods"),
            source=badge.service_ballots(page),
            dates=badge.span(first, last),
        )
    with right:
        blocks.note(words("unit.longer_note"))
        _table(words, rows)


def show_beside(words: Words, rows: Sequence[Row]) -> None:
    """Tells the periods of hidden months beside the months that are shown."""
    blocks.note(words("unit.longer_beside", n=len(_shown(rows))))
    _table(words, rows)


def _shown(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["share"] is not None]


def _table(words: Words, rows: Sequence[Row]) -> None:
    lang, hidden = words.lang, words("verdicts_short.suppressed")
    columns = (
        Column(words("tables.period"), lambda row: period_text(words, row["period"])),
        Column(
            words("tables.n"),
            lambda r: hidden if r["n"] is None else numbers.count(r["n"], lang),
            True,
        ),
        Column(
            words("tables.share"),
            lambda r: hidden if r["n"] is None else numbers.percent(r["share"], lang),
            True,
        ),
    )
    show_table(rows[::-1], columns, words("unit.longer_title"))
