"""Late and overdue cases of a unit: official and strict, by officer, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.periods import choose_span
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built, may_ask
from dashboard.rows.months import year_window
from dashboard.rows.officer_rows import name_of, unit_officers
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit, person_key
from dashboard.tables import Column, show_table
from dashboard.views.case_list import ALL, NOBODY, show_cases
from dashboard.words import words_of

COUNTS = (
    "n_open",
    "n_overdue_official",
    "n_overdue_strict",
    "n_with_due",
    "n_late_official",
    "n_late_strict",
)

Row = dict[str, Any]


def show_lateness(page: Page, unit: Unit, map_: str) -> None:
    """Draws both ways to count lateness, and who holds what where one may know."""
    words, lang = page.words, page.lang
    span = choose_span(page)
    blocks.heading(words("unit.lateness_title"), words("unit.lateness_lead"))
    which = {"map": map_, "unit_key": unit.key, "period": span.period}
    answer = ask_if_built(page, "unit_period", **which)
    rows = answer.rows if answer else []
    if not rows or not rows[0]["n_with_due"]:
        states.nothing_found(words, "no_cases")
    else:
        [row] = rows
        n = row["n_with_due"]
        html = "".join(
            f"<li><b>{numbers.percent(row[f'n_late_{name}'] / n, lang)}</b>"
            f"<small>{escape(words(f'unit.late_{name}'))}<br>"
            f"{numbers.count(row[f'n_late_{name}'], lang)} / {numbers.count(n, lang)}"
            "</small></li>"
            for name in ("official", "strict")
        )
        rests_on = badge.badge(
            page,
            n=words("badge.cases", n=numbers.count(n, lang)),
            coverage=coverage.part_of(page, n, row["n_finished"], "finished"),
            source=badge.recorded_in(page, "cases"),
            dates=badge.days(page, (span.first, span.last)),
        )
        st.html(f'<ul class="tt-counts">{html}</ul>{rests_on}')
        blocks.note(words("unit.lateness_note"))
    if may_ask(page, "case_holders"):
        _holders(page, unit)


def _holders(page: Page, unit: Unit) -> None:
    words = page.words
    since, as_of = year_window(page)
    narrowed = narrowed_to(page, unit)
    answer = ask_if_built(
        page, "case_holders", reader_unit_key=narrowed, since=since, as_of=as_of
    )
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    rows = sorted(answer.rows, key=lambda row: _by_name(page, row))
    if not rows:
        states.nothing_found(words, "no_such_cases")
        return
    title = words("cases.list_title")
    blocks.heading(title, words("cases.list_lead"))
    names = {str(row["officer_code"] or NOBODY): name_of(page, row) for row in rows}
    holder = address.choose(
        "holder",
        words("cases.holder"),
        [ALL, *names],
        default=ALL,
        shown=lambda code: names.get(code, words("cases.all_holders")),
    )
    show_cases(page, narrowed, holder)
    title = words("cases.holders_title")
    blocks.heading(title, words("cases.holders_lead"))
    show_table(rows, _columns(page, unit, rows), title)
    named = sum(_n_held(row) for row in rows if row["officer_code"])
    held = sum(_n_held(row) for row in rows)
    badge.show_badge(
        page,
        n=words("badge.n_cases", n=numbers.count(held, page.lang)),
        coverage=coverage.part_of(page, named, held, "held"),
        source=badge.recorded_in(page, "cases"),
        dates=words("cases.dates", since=dates.day(since), as_of=dates.day(as_of)),
    )


def _n_held(row: Mapping[str, Any]) -> int:
    return int((row["n_open"] or 0) + (row["n_with_due"] or 0))


def _by_name(page: Page, row: Mapping[str, Any]) -> tuple[bool, tuple[str, ...], str]:
    code = str(row["officer_code"] or "")
    return (not code, person_key(name_of(page, row)), code)


def _columns(page: Page, unit: Unit, rows: Sequence[Row]) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    posted = {row["officer_code"] for row in unit_officers(page, unit.key)}
    path = words_of("vi")("paths.officers")

    def link(row: Mapping[str, Any]) -> str:
        if row["officer_code"] not in posted:
            return ""
        query = {"unit": unit.key, "officer": row["officer_code"], "lang": page.lang}
        return f"{path}?{urlencode(query)}"

    def count(name: str) -> Column:
        return Column(
            words(f"cases.{name}"), lambda row: numbers.count(row[name], lang), True
        )

    name = Column(words("cases.holder"), lambda row: name_of(page, row), link=link)
    return (name, *(count(name) for name in COUNTS))
