"""Which units below one still owe letters: those that do, by name and without ranks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dashboard import badge, blocks, coverage, numbers
from dashboard.periods import Span
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit, name_key
from dashboard.tables import Column, show_table
from dashboard.words import words_of

Row = Mapping[str, Any]


def show_letters_below(page: Page, unit: Unit, map_: str, span: Span) -> None:
    """Draws the units below that owe letters past their day; nothing without any."""
    words, lang = page.words, page.lang
    pairs = changes.wave_pairs(page)
    before, after = pairs[0] if pairs else ("", "")
    answer = ask_if_built(
        page,
        "unit_table",
        map=map_,
        unit_key=unit.key,
        period=span.period,
        before_wave=before,
        after_wave=after,
    )
    below = [r for r in (answer.rows if answer else []) if r["unit_key"] in page.units]
    rows = [row for row in below if row["n_letters_missing"]]
    if not rows:
        return
    rows.sort(key=lambda row: name_key(page.units[row["unit_key"]].name))
    title = words("letters.below")
    blocks.heading(title, words("letters.below_lead"))
    columns = (
        Column(
            words("tables.name"),
            lambda row: page.units[row["unit_key"]].name,
            link=lambda row: _path(page, row, span),
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
        coverage=coverage.part_of(page, len(rows), len(below), "units"),
        source=badge.recorded_in(page, "letters"),
        dates=badge.days(page, (span.first, span.last)),
    )


def _path(page: Page, row: Row, span: Span) -> str:
    query = {"unit": row["unit_key"], "part": "letters", "span": span.period}
    return f"{words_of('vi')('paths.unit')}?{urlencode({**query, 'lang': page.lang})}"
