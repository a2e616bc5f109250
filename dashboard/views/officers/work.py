"""What an officer's work left behind: lateness against the mix, and complaints."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, blocks, coverage, numbers, states
from dashboard.failures import own_part
from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.officer_rows import FIRST_MEASURE, Choice, named_row
from dashboard.tables import Column, show_table

Row = dict[str, Any]


def show_work(page: Page, officer: str, choice: Choice) -> None:
    """Draws lateness, upheld complaints and other measures of the same mix of work."""
    words = page.words
    blocks.heading(words("officers.work_title"), words("officers.work_lead"))
    _counts(page, officer, choice)
    _measures(page, officer, choice)


@own_part()
def _counts(page: Page, officer: str, choice: Choice) -> None:
    words, lang = page.words, page.lang
    answer = ask_if_built(
        page,
        "officer_work",
        reader_officer_code=officer,
        period_type=choice.period_type,
        period=choice.period,
    )
    row = answer.rows[0] if answer and answer.rows else None
    if row is None or row["state"] in ("missing", "none"):
        states.nothing_found(words, "no_officer_work")
        return
    period = period_text(words, choice.period)
    source = badge.recorded_in(page, "cases")
    if row["state"] == "suppressed":
        blocks.note(words("officers.work_hidden"))
        hidden = words("coverage.hidden")
        n = words("badge.n_hidden")
        badge.show_badge(page, n=n, coverage=hidden, source=source, dates=period)
        return
    late = row["n_late_strict"] / row["n_cases"]
    cards = (
        (numbers.percent(late, lang), "late", row["n_late_strict"], row["n_cases"]),
        (numbers.count(row["n_upheld"], lang), "upheld", None, None),
    )
    html = "".join(
        f"<li><b>{figure}</b><small>{escape(words(f'officers.work.{name}'))}"
        + (
            f"<br>{numbers.count(part, lang)} / {numbers.count(whole, lang)}"
            if whole
            else ""
        )
        + "</small></li>"
        for figure, name, part, whole in cards
    )
    rests_on = badge.badge(
        page,
        n=words("officers.work.n", n=numbers.count(row["n_cases"], lang)),
        coverage=words("coverage.named_cases"),
        source=source,
        dates=period,
    )
    st.html(f'<ul class="tt-counts">{html}</ul>{rests_on}')


@own_part()
def _measures(page: Page, officer: str, choice: Choice) -> None:
    """Other measures judged against the same mix of work, if the build has them."""
    words, lang = page.words, page.lang
    answer = ask_if_built(
        page,
        "officer_measures",
        reader_officer_code=officer,
        period_type=choice.period_type,
        period=choice.period,
    )
    rows = [
        named_row(row)
        for row in (answer.rows if answer else [])
        if row["measure"] != FIRST_MEASURE
    ]
    if not rows:
        blocks.note(words("officers.no_mix"))
        return
    title = words("officers.mix_title")
    columns = (
        Column(
            words("officers.measure"),
            lambda r: words.or_else(f"officer_measures.{r['measure']}", r["measure"]),
        ),
        Column(words("tables.n"), lambda row: numbers.count(row["n"], lang), True),
        Column(
            words("officers.observed"),
            lambda row: numbers.count(row["observed"], lang),
            is_number=True,
        ),
        Column(
            words("officers.expected"),
            lambda row: numbers.decimal(row["expected"], lang, digits=1),
            is_number=True,
        ),
        Column(
            words("officers.adjusted_for"),
            lambda row: words(f"officers.adjusted.{row['adjusted_for']}"),
        ),
        Column(words("tables.verdict"), lambda r: words(f"bands.{r['band']}_short")),
    )
    show_table(rows, columns, title)
    shown = [row for row in rows if row["band"] != "too_few"]
    badge.show_badge(
        page,
        n=badge.n_between(page, [row["n"] for row in rows]),
        coverage=coverage.part_of(page, len(shown), len(rows), "measures"),
        source=badge.recorded_in(page, "cases_petitions"),
        dates=period_text(words, choice.period),
    )
