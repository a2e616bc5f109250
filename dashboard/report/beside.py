"""Tables beside a report: the units right below and groups, with their metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.periods import period_text
from dashboard.report.parts import Grid, Sheet
from dashboard.report.tables import (
    MISSING,
    NUMBERS_OF_CHANGE,
    names_of_waves,
    numbers_of_change,
    verdict_word,
)
from dashboard.rows.changes import group_name
from dashboard.words import Words
from warehouse.reviews.beside import COUNTED
from warehouse.reviews.facts import Facts

Row = Mapping[str, Any]


def sheets_beside(facts: Facts, words: Words) -> tuple[Sheet, ...]:
    """The sheets there are rows for."""
    unit = str(facts.unit["unit_name"])
    found = []
    if facts.below:
        period = period_text(words, facts.period)
        title = words("report.units_title", unit=unit, period=period)
        found.append(Sheet(title, words("report.units_note"), _units(facts, words)))
    if facts.groups and facts.waves:
        before, after = names_of_waves(facts, words)
        title = words("report.groups_title", unit=unit, before=before, after=after)
        found.append(Sheet(title, words("report.change_note"), _groups(facts, words)))
    return tuple(found)


def _units(facts: Facts, words: Words) -> Grid:
    """Units × metrics: change, verdict, and each share with both its counts."""
    headings = [words("report.columns.unit"), *_change_headings(words)]
    formats = ["text", *_change_formats()]
    for name, (whole, part) in COUNTED.items():
        headings.append(words(f"unit_table.columns.{name}"))
        headings += [_name(words, part), _name(words, whole)]
        formats += ["share", "count", "count"]
    rows = tuple(_unit_cells(row, words) for row in facts.below)
    return Grid(words("report.sheets.units"), tuple(headings), tuple(formats), rows)


def _groups(facts: Facts, words: Words) -> Grid:
    headings = (words("report.columns.group"), *_change_headings(words))
    rows = tuple(
        (
            group_name(words, row),
            *numbers_of_change(row),
            verdict_word(words, row),
        )
        for row in facts.groups
    )
    formats = ("text", *_change_formats())
    return Grid(words("report.sheets.groups"), headings, formats, rows)


def _change_headings(words: Words) -> tuple[str, ...]:
    return tuple(words(f"report.columns.{n}") for n in (*NUMBERS_OF_CHANGE, "verdict"))


def _change_formats() -> tuple[str, ...]:
    return (*(form for form, _ in NUMBERS_OF_CHANGE.values()), "text")


def _name(words: Words, column: str) -> str:
    counts = words.or_else(f"report.counts.{column}", "")
    return counts or words(f"reviews.figure_names.{column}")


def _unit_cells(row: Row, words: Words) -> tuple[str | float, ...]:
    counted: list[str | float] = []
    for whole, part in COUNTED.values():
        counted += _counted(words, row[whole], row[part])
    verdict = verdict_word(words, row)
    return (str(row["unit_name"]), *numbers_of_change(row), verdict, *counted)


def _counted(
    words: Words, whole: float | None, part: float | None
) -> tuple[str | float, ...]:
    """Share, part and whole; of nothing recorded there is no share, nor a zero."""
    if whole == 0:
        return (MISSING,) * 3
    hidden = words("report.hidden")
    known = [hidden if value is None else value for value in (part, whole)]
    share = hidden if whole is None or part is None else part / whole
    return (share, *known)
