"""The provinces of a nation side by side, each with its own newest pair of waves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.periods import choose_span
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.units import Unit, name_key
from dashboard.tables import Column, show_table
from dashboard.views.unit.units_below import change_cell, counted_column
from dashboard.words import words_of

# What is counted of a province as a whole.
_SHOWN = (
    "late_official",
    "late_strict",
    "petitions",
    "letters",
    "meetings",
    "commitments",
    "home",
)

Row = Mapping[str, Any]


def show_provinces(page: Page, unit: Unit, map_: str) -> None:
    """Draws the provinces below the nation in a chosen period, by name, unranked."""
    words = page.words
    span = choose_span(page)
    found = ask(page, "province_table", map=map_, period=span.period).rows
    rows = sorted(
        (row for row in found if page.units[row["unit_key"]].parent_key == unit.key),
        key=lambda row: name_key(page.units[row["unit_key"]].name),
    )
    if not rows:
        states.nothing_found(words, "no_units_below")
        return
    title = words("provinces.title")
    blocks.heading(title, words("provinces.lead"))
    show_table(rows, _columns(page), title)
    badge.show_badge(
        page,
        n=words("provinces.n", n=numbers.count(len(rows), page.lang)),
        coverage=coverage.part_of(page, len(rows), len(rows), "units"),
        source=badge.recorded_in(page, "all"),
        dates=badge.days(page, (span.first, span.last)),
        notes=[words("unit_table.by_name")],
    )
    blocks.note(words("provinces.note"))


def _columns(page: Page) -> tuple[Column, ...]:
    words = page.words
    return (
        Column(
            words("tables.name"),
            lambda row: page.units[row["unit_key"]].name,
            link=_to(page, "months"),
        ),
        Column(words("provinces.last_month"), lambda row: _month(row["last_month"])),
        Column(
            words("unit_table.columns.change"),
            lambda row: change_cell(page, row),
            is_number=True,
            link=_to(page, "change"),
        ),
        Column(
            words("unit_table.columns.verdict"),
            lambda row: words(f"verdicts_short.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
        *(counted_column(page, name) for name in _SHOWN),
    )


def _to(page: Page, part: str) -> Callable[[Row], str]:
    """The province's own page; of a change, with its pair of waves."""
    path = words_of("vi")("paths.unit")

    def link(row: Row) -> str:
        query = {"unit": row["unit_key"], "part": part, "lang": page.lang}
        if part == "change" and row["before_wave"]:
            pair = (row["before_wave"], row["after_wave"])
            query["waves"] = changes.SEPARATOR.join(pair)
        return f"{path}?{urlencode(query)}"

    return link


def _month(month: Any) -> str:
    return dates.month(month) if month else numbers.MISSING
