"""What changed since figures were frozen, beside them: old, new and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.changes import group_name, wave_text
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from warehouse.errors import RuleError
from warehouse.reviews.changed import PAIRED, Change
from warehouse.reviews.facts import Facts
from warehouse.reviews.visible_reviews import changes_of
from warehouse.settings import Settings


def show_changes(page: Page, settings: Settings, frozen: Facts) -> None:
    """Draws the figures that the published build says otherwise."""
    words = page.words
    title = words("reviews.changes")
    blocks.heading(title, words("reviews.changes_lead"))
    try:
        found = changes_of(settings, frozen, page.identity)
    except RuleError as error:
        st.error(error.in_words(page.lang))
        return
    if found is None:
        blocks.note(words("reviews.changes_gone"))
        return
    if not found:
        blocks.note(words("reviews.no_changes"))
        return
    rows = [{"one": one} for one in found]
    columns = (
        Column(words("reviews.what"), lambda row: _what(page, frozen, row["one"])),
        Column(words("reviews.old"), lambda row: _value(page, row["one"], "old"), True),
        Column(words("reviews.new"), lambda row: _value(page, row["one"], "new"), True),
        Column(
            words("reviews.why"), lambda row: words(f"reviews.whys.{row['one'].why}")
        ),
    )
    show_table(rows, columns, title)
    builds = badge.span(frozen.build.build_id, page.build.build_id)
    badge.show_badge(
        page,
        n=words("reviews.changes_n", n=numbers.count(len(found), page.lang)),
        coverage=words("coverage.whole_register"),
        source=badge.Source(words("badge.sources.published"), page.build.data_as_of),
        dates=builds,
    )


def _what(page: Page, frozen: Facts, one: Change) -> str:
    words = page.words
    if one.table == "waves":
        return words("reviews.waves")
    figure = words.or_else(
        f"report.counts.{one.figure}",
        words.or_else(f"reviews.figure_names.{one.figure}", one.figure),
    )
    if one.table == "handed_in":
        figure = words(f"reviews.coverage.{one.figure}")
    if isinstance(one.row, date):
        return f"{figure}, {dates.month(one.row)}"
    if one.table == "groups":
        kind, code = one.row
        group = {"group_kind": kind, "group_code": code}
        return f"{group_name(words, group)}: {figure}"
    if one.table == "below":
        rows = [row for row in frozen.below if row["unit_key"] == one.row]
        unit = page.units.get(str(one.row))
        shown = rows[0]["unit_name"] if rows else unit.name if unit else str(one.row)
        return f"{shown}: {figure}"
    if one.table == "scorecard":
        scheme, *codes = one.row
        return f"{words('scorecard.title')} {scheme}, {''.join(codes)}: {figure}"
    if one.table == "targets":
        measure, _, period = one.row
        return f"{words(f'measures.{measure}')} ({period}): {figure}"
    if one.table == "required":
        return f"{words(f'duties.duties.{one.row}')}: {figure}"
    item = str(one.row)
    name = frozen.items.get(item) or words.or_else(f"report.items.{item}", item)
    return f"{name}: {figure}"


def _value(page: Page, one: Change, which: str) -> str:
    value: Any = getattr(one, which)
    words, lang = page.words, page.lang
    if value is None:
        return words("reviews.hidden_or_none")
    if one.table == "waves":
        return " / ".join(wave_text(page, code) for code in value.split(PAIRED))
    if one.figure.startswith("share_diff"):
        # A change of a published figure can be smaller than what pages show of it.
        return numbers.points(value, lang, digits=2)
    if one.figure.startswith("share_"):
        return numbers.percent(value, lang, digits=2)
    if isinstance(value, bool | str):
        return words.or_else(f"verdicts_short.{value}", str(value))
    if isinstance(value, float) and not value.is_integer():
        return numbers.decimal(value, lang, digits=4)
    return numbers.count(value, lang) if isinstance(value, int | float) else str(value)
