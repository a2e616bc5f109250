"""What became of recommendations: answered, carried out, past their day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import name_key
from dashboard.tables import Column, show_table
from dashboard.waves.advice import COUNTS, OPEN, counts_of

Row = Mapping[str, Any]
ANYBODY = "all"


def show_recommendations(page: Page) -> None:
    """Draws counts, the open ones and units of a chosen body and year."""
    words = page.words
    answer = ask_if_built(page, "recommendations")
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    if not answer.rows:
        states.nothing_found(words, "no_recommendations")
        return
    rows = _chosen(page, [_named(page, row) for row in answer.rows])
    if not rows:
        states.nothing_found(words, "no_recommendations")
        return
    _cards(page, rows)
    _open(page, rows)
    if len({row["unit_key"] for row in rows}) > 1:
        _units(page, rows)


def _named(page: Page, row: Row) -> Row:
    unit = page.units.get(row["unit_key"])
    return {**row, "name": unit.name if unit else row["unit_key"]}


def _chosen(page: Page, rows: Sequence[Row]) -> list[Row]:
    words = page.words
    bodies = sorted({str(row["given_by"]) for row in rows})
    years = sorted({str(row["given_on"].year) for row in rows}, reverse=True)
    left, right = st.columns(2)
    with left:
        body = address.choose(
            "given_by",
            words("supervision.given_by"),
            [ANYBODY, *bodies],
            default=ANYBODY,
            shown=lambda code: words(f"supervision.bodies.{code}"),
        )
    with right:
        year = address.choose(
            "given_in",
            words("supervision.given_in"),
            [ANYBODY, *years],
            default=ANYBODY,
            shown=lambda text: (
                words("supervision.any_year")
                if text == ANYBODY
                else words("periods.year", year=text)
            ),
        )
    return [
        row
        for row in rows
        if body in (ANYBODY, row["given_by"])
        and year in (ANYBODY, str(row["given_on"].year))
    ]


@own_part()
def _cards(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    counts = counts_of(rows)
    html = "".join(
        f"<li><b>{numbers.count(counts[name], lang)}</b>"
        f"<small>{escape(words(f'supervision.cards.{name}'))}</small></li>"
        for name in ("n_given", "n_answered", "n_done", "n_overdue")
    )
    st.html(f'<ul class="tt-counts">{html}</ul>{_badge(page, rows)}')


def _badge(page: Page, rows: Sequence[Row]) -> str:
    answered = counts_of(rows)["n_answered"]
    n = numbers.count(len(rows), page.lang)
    return badge.badge(
        page,
        n=page.words("supervision.n_recommendations", n=n),
        coverage=coverage.part_of(page, answered, len(rows), "answered"),
        source=badge.recorded_in(page, "recommendations"),
        dates=badge.days(page, (row["given_on"] for row in rows)),
    )


@own_part()
def _units(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    by_unit: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[row["name"]].append(row)
    title = words("supervision.units_title")
    blocks.heading(title, words("supervision.units_lead"))
    listed = [
        {"name": name, **counts_of(by_unit[name])}
        for name in sorted(by_unit, key=name_key)
    ]

    def count(name: str) -> Column:
        heading = words(f"supervision.columns.{name}")
        return Column(heading, lambda row: numbers.count(row[name], lang), True)

    name = Column(words("tables.name"), lambda row: str(row["name"]))
    show_table(listed, (name, *map(count, COUNTS)), title)
    st.html(_badge(page, rows))


@own_part()
def _open(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    listed = [row for row in rows if row["recommendation_state"] in OPEN]
    title = words("supervision.open_title")
    blocks.heading(title, words("supervision.open_lead"))
    if not listed:
        blocks.note(words("supervision.none_open"))
        return

    def overdue(row: Row) -> str:
        if row["days_overdue"] is None:
            return words("supervision.states.waiting")
        n = numbers.count(row["days_overdue"], lang)
        return words("supervision.days_overdue", n=n)

    columns = (
        Column(words("supervision.number"), lambda r: str(r["recommendation_code"])),
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(
            words("supervision.given_by"),
            lambda row: words(f"supervision.bodies.{row['given_by']}"),
        ),
        Column(words("supervision.given_on"), lambda r: dates.day(r["given_on"])),
        Column(words("supervision.due_on"), lambda r: dates.day(r["due_on"])),
        Column(words("supervision.state"), overdue),
    )
    show_table(listed, columns, title)
    st.html(_badge(page, rows))
