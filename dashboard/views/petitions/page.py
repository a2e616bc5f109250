"""Complaints and reports: in time, piled up, sender informed; counts only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows.context import Page, current_page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from dashboard.views.petitions.ages import PAST_DUE, show_ages

Row = Mapping[str, Any]


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("petitions.title"))
    st.html(f'<p class="tt-lead">{escape(words("petitions.lead"))}</p>')
    years = [row["year"] for row in ask(page, "petition_years").rows]
    if not years:
        states.nothing_found(words, "no_petitions")
        return
    year = address.choose(
        "year",
        words("petitions.year"),
        years,
        default=years[0],
        shown=lambda text: words("periods.year", year=text),
    )
    rows = ask(page, "petition_kinds", year=year).rows
    answer = ask_if_built(page, "petition_ages", reader_unit_key="all")
    ages = answer.rows if answer else []
    _cards(page, rows, year, ages)
    title = words("petitions.kinds_title")
    blocks.heading(title, words("petitions.kinds_lead"))
    show_table(rows, _columns(page), title)
    listed = [row for row in rows if row["n_received"] is not None]
    n = numbers.count(sum(row["n_received"] for row in listed), page.lang)
    st.html(_badge(page, words("petitions.n_shown", n=n), listed, rows, year))
    blocks.note(words("petitions.note"))
    _ages(page, ages, year)


@own_part()
def _ages(page: Page, rows: list[dict[str, Any]], year: str) -> None:
    words = page.words
    title = words("petitions.ages_title")
    blocks.heading(title, words("petitions.ages_lead"))
    if not rows:
        states.nothing_found(words, "no_petitions")
        return
    show_ages(page, rows, title)
    over = sum(row[name] or 0 for row in rows for name in PAST_DUE)
    of_year, n = words("periods.year", year=year), numbers.count(over, page.lang)
    blocks.note(words("petitions.ages_and_year", over=n, year=of_year))


@own_part()
def _cards(page: Page, rows: list[Any], year: str, ages: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    # The sum less the other kinds would reveal a part that is hidden.
    parts = ("n_due", "n_late", "n_resolved", "n_informed", "n_backlog")
    shown = [row for row in rows if all(row[name] is not None for name in parts)]
    if not shown:
        states.nothing_found(words, "petitions_hidden")
        return
    n_due = sum(row["n_due"] for row in shown)
    n_late = sum(row["n_late"] for row in shown)
    n_resolved = sum(row["n_resolved"] for row in shown)
    n_informed = sum(row["n_informed"] for row in shown)
    cards = (
        ("in_time", n_due - n_late, n_due),
        ("informed", n_informed, n_resolved),
    )
    html = "".join(
        f"<li><b>{numbers.percent(part / n if n else None, lang)}</b>"
        f"<small>{escape(words(f'petitions.{name}'))}<br>"
        f"{numbers.count(part, lang)} / {numbers.count(n, lang)}</small></li>"
        for name, part, n in cards
    )
    n_backlog = numbers.count(sum(row["n_backlog"] for row in shown), lang)
    backlog = escape(words("petitions.backlog"))
    html += f"<li><b>{n_backlog}</b><small>{backlog}</small></li>"
    if oldest := min(ages, key=_oldest_due, default=None):
        kind = words.or_else(f"petition_kinds.{oldest['kind']}", str(oldest["kind"]))
        told = escape(words("petitions.oldest", kind=kind))
        day = dates.day(oldest["oldest_due_on"])
        if oldest["oldest_due_on"]:
            html += f"<li><b>{day}</b><small>{told}</small></li>"
    received = numbers.count(sum(row["n_received"] for row in shown), lang)
    rests_on = _badge(page, words("petitions.n_shown", n=received), shown, rows, year)
    st.html(f'<ul class="tt-counts">{html}</ul>{rests_on}')


def _oldest_due(row: Row) -> date:
    day: date | None = row["oldest_due_on"]
    return day or date.max


def _badge(
    page: Page, n: str, listed: Sequence[Row], rows: Sequence[Row], year: str
) -> str:
    return badge.badge(
        page,
        n=n,
        coverage=coverage.part_of(page, len(listed), len(rows), "kinds"),
        source=badge.recorded_in(page, "petitions"),
        dates=page.words("periods.year", year=year),
    )


def _columns(page: Page) -> tuple[Column, ...]:
    words = page.words
    names = ("n_received", "n_resolved", "n_late", "n_backlog", "n_over_level")
    return (
        Column(
            words("petitions.kind"),
            lambda r: words.or_else(f"petition_kinds.{r['kind']}", str(r["kind"])),
        ),
        *(_count(page, name) for name in (*names, "n_informed", "n_upheld")),
    )


def _count(page: Page, name: str) -> Column:
    words = page.words

    def text(row: Row) -> str:
        if row["state"] == "suppressed" or row[name] is None:
            return words("verdicts_short.suppressed")
        return numbers.count(row[name], page.lang)

    return Column(words(f"petitions.{name}"), text, is_number=True)


if __name__ == "__main__":
    main(current_page())
