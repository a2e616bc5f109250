"""A unit beside another, or beside those like it: the same figures, no ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, change_blocks, coverage, numbers, states
from dashboard.figures.shift import shift_picture
from dashboard.periods import choose_span
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.unit_choice import unit_label
from dashboard.rows.units import Unit, ordered
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS
from dashboard.views.unit.comparison.similar_units import Similar, similar_units
from dashboard.views.unit.comparison.with_group import show_with_group
from dashboard.views.unit.units_below import figure_columns

ALIKE = "similar"
HEADLINE_ITEM = "overall"

Row = Mapping[str, Any]


def show_beside(page: Page, unit: Unit, map_: str) -> None:
    """Draws a unit beside one of the reader's choice, or those like it.

    Args:
        page: The frame of this run.
        unit: The unit of the page.
        map_: `then` or `today`.
    """
    words = page.words
    others = _others(page, unit)
    if not others:
        if unit.is_current and unit.level == "commune":
            show_with_group(page, unit)
        else:
            states.nothing_found(words, "no_unit_beside")
        return
    n_own, alike = similar_units(page, unit)
    keys = [*([ALIKE] if alike else []), *(one.key for one in others)]
    chosen = address.choose(
        "beside",
        words("beside.choose"),
        keys,
        default=keys[0],
        shown=lambda key: (
            words("beside.similar")
            if key == ALIKE
            else unit_label(page, page.units[key])
        ),
    )
    is_alike = chosen == ALIKE
    if is_alike:
        _why(page, n_own, alike)
    beside = [one.unit for one in alike] if is_alike else [page.units[chosen]]
    _show(page, [unit, *beside], map_)


def _others(page: Page, unit: Unit) -> list[Unit]:
    """Units of the same level and time that the reader may see."""
    return [
        one
        for one in ordered(page.units.values())
        if one.key != unit.key
        and one.parent_key
        and one.level == unit.level
        and one.is_current == unit.is_current
    ]


def _why(page: Page, n_own: int, alike: Sequence[Similar]) -> None:
    """What makes each of them like the unit."""
    words, lang = page.words, page.lang
    lines = []
    for one in alike:
        parts = [words("beside.size", n=numbers.count(one.n_received, lang))]
        if one.district:
            parts.insert(0, words("beside.district", district=one.district))
        if one.in_common is not None:
            share = numbers.percent(one.in_common, lang, digits=0)
            parts.append(words("beside.mix", share=share))
        lines.append(words("beside.line", name=one.unit.name, why="; ".join(parts)))
    blocks.bullets(words("beside.why", n=numbers.count(n_own, lang)), lines)


def _show(page: Page, units: Sequence[Unit], map_: str) -> None:
    words = page.words
    pairs = changes.wave_pairs(page)
    waves = changes.choose_waves(page, pairs) if pairs else ("", "")
    if pairs:
        _verdicts(page, units, map_, waves)
    span = choose_span(page)
    rows = _rows(page, units, map_, span.period, waves)
    if not rows:
        return
    title = words("beside.title")
    blocks.heading(title, words("beside.lead"))
    measures = [
        {"column": column, "rows": rows} for column in figure_columns(page, span, waves)
    ]
    columns = (
        Column(words("beside.figure"), lambda one: one["column"].heading),
        *(_column(page, unit, place) for place, unit in enumerate(units)),
    )
    show_table(measures, columns, title)
    n = numbers.count(len(rows), page.lang)
    badge.show_badge(
        page,
        n=words("unit_table.n", n=n),
        coverage=coverage.part_of(page, len(rows), len(units), "units"),
        source=badge.recorded_in(page, "all"),
        dates=badge.days(page, (span.first, span.last)),
        notes=[words("beside.no_rank")],
    )


def _column(page: Page, unit: Unit, place: int) -> Column:
    """The figures of one unit, each with the part of its page behind it."""

    def row_of(one: Row) -> Row | None:
        found: Row | None = one["rows"].get(unit.key)
        return found

    def text(one: Row) -> str:
        row = row_of(one)
        return numbers.MISSING if row is None else one["column"].text(row)

    def link(one: Row) -> str:
        row, of = row_of(one), one["column"].link
        return "" if row is None or of is None else of(row)

    return Column(unit.name, text, is_number=True, link=link)


def _rows(
    page: Page,
    units: Sequence[Unit],
    map_: str,
    period: str,
    waves: tuple[str, str],
) -> dict[str, Row]:
    """Unit → its figures of the period, hidden as in the table of all units."""
    wanted = {unit.key for unit in units}
    found: dict[str, Row] = {}
    for parent in sorted({unit.parent_key for unit in units if unit.parent_key}):
        answer = ask_if_built(
            page,
            "unit_table",
            map=map_,
            unit_key=parent,
            period=period,
            before_wave=waves[0],
            after_wave=waves[1],
        )
        rows = answer.rows if answer else []
        found |= {row["unit_key"]: row for row in rows if row["unit_key"] in wanted}
    return found


def _verdicts(
    page: Page, units: Sequence[Unit], map_: str, waves: tuple[str, str]
) -> None:
    """The verdict on each, in one row."""
    by_unit = {
        row["unit_key"]: row
        for row in changes.by_unit(page, map_, HEADLINE_ITEM, waves)
    }
    cards = []
    for unit in units:
        row = by_unit.get(unit.key)
        if row is None:
            continue
        colour = LOOKS[verdict_of(row)].colour
        cards.append(
            f'<section class="tt-verdict" style="--look:{colour}">'
            f"{change_blocks.answer_html(page, row, unit.name)}"
            f"{shift_picture(row, page.words)}"
            f"{change_blocks.lines_html(change_blocks.sure_line(page, row))}"
            f"{change_blocks.change_badge(page, row, waves)}</section>"
        )
    if cards:
        st.html(f'<div class="tt-beside">{"".join(cards)}</div>')
    else:
        states.nothing_found(page.words, "no_answers")
