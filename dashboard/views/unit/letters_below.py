"""Which units below one still owe letters: those that do, by name and without ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import badge, blocks, coverage, numbers
from dashboard.periods import Span
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.findings import part_link
from dashboard.views.unit.units_below import rows_below

Row = Mapping[str, Any]


def show_letters_below(page: Page, unit: Unit, map_: str, span: Span) -> None:
    """Draws the units below that owe letters past their day; nothing without any."""
    words, lang = page.words, page.lang
    pairs = changes.wave_pairs(page)
    below = rows_below(page, unit, map_, span, pairs[0] if pairs else ("", ""))
    rows = [row for row in below if row["n_letters_missing"]]
    if not rows:
        return
    title = words("letters.below")
    blocks.heading(title, words("letters.below_lead"))
    columns = (
        Column(
            words("tables.name"),
            lambda row: page.units[row["unit_key"]].name,
            link=lambda row: part_link(
                page, page.units[row["unit_key"]], "letters", span=span.period
            ),
        ),
        Column(
            words("letters.counts.missing"),
            lambda row: numbers.count(row["n_letters_missing"], lang),
            is_number=True,
        ),
        Column(
            words("letters.counts.owed"),
            lambda row: numbers.count(row["n_letters_owed"], lang),
            is_number=True,
        ),
    )
    show_table(rows, columns, title)
    badge.show_badge(
        page,
        n=words("unit_table.n", n=numbers.count(len(rows), lang)),
        coverage=coverage.part_of(page, len(below), len(below), "units_shown"),
        source=badge.recorded_in(page, "letters"),
        dates=badge.days(page, (span.first, span.last)),
    )
