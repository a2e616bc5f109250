"""Counts by month, and words in the place of counts that no register holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dashboard import dates, numbers
from dashboard.report.parts import Grid, Paragraph, Parts, Table
from dashboard.words import Words
from warehouse.reviews.facts import Facts, months_until, span_of
from warehouse.reviews.registers import REGISTER_OF, REGISTERS, is_known

Row = Mapping[str, Any]
Cell = str | float
MOST_MONTHS = 6
"""More months do not fit a page side by side: only their sum is shown."""


def month_parts(
    words: Words, facts: Facts, name: str, columns: tuple[str, ...]
) -> Parts:
    """A table of counts by month and their sum, after what it does not hold.

    Args:
        words: The language.
        facts: The figures.
        name: Names the table among the words.
        columns: Keys of `REGISTER_OF`.
    """
    unit = str(facts.unit["unit_name"])
    gaps = []
    shown = list(columns)
    for register in dict.fromkeys(REGISTER_OF[column] for column in columns):
        own = [column for column in columns if REGISTER_OF[column] == register]
        known = [value for column in own for _, value in known_counts(facts, column)]
        if not known:
            shown = [column for column in shown if column not in own]
        if not known or not any(value is None or value > 0 for value in known):
            word = "report.none_known" if known else "report.nothing_held"
            named = words(f"report.registers.{register}")
            gaps.append(Paragraph(words(word, register=named, unit=unit), is_gap=True))
    if not shown:
        return tuple(gaps)
    return (*gaps, _table(words, facts, name, shown))


def known_counts(facts: Facts, column: str) -> list[tuple[date, float | None]]:
    """Months of the period whose count is known, or hidden (None).

    Args:
        facts: The figures.
        column: A key of `REGISTER_OF`.
    """
    table, _ = REGISTERS[REGISTER_OF[column]]
    rows: tuple[Row, ...] = getattr(facts, table)
    return [
        (row["month"], row[column])
        for row in rows
        if is_known(facts.spans, column, row["month"])
    ]


def _table(words: Words, facts: Facts, name: str, columns: list[str]) -> Table:
    days = _days(facts)
    if len(days) > MOST_MONTHS:
        days = []

    def cells(column: str) -> tuple[Cell, ...]:
        known = dict(known_counts(facts, column))
        values = list(known.values())
        total = None if None in values else sum(v for v in values if v is not None)
        # a month without a row is not a zero
        by_month = (
            _number(words, known[day]) if day in known else numbers.MISSING
            for day in days
        )
        sum_ = _number(words, total) if values else numbers.MISSING
        return (words(f"report.counts.{column}"), *by_month, sum_)

    months = tuple(dates.month(day) for day in days)
    headings = (words("report.columns.count"), *months, words("report.columns.total"))
    found = tuple(cells(column) for column in columns)
    return Table(
        words(f"report.{name}_title", unit=str(facts.unit["unit_name"])),
        headings,
        tuple(tuple(_written(cell, words.lang) for cell in row) for row in found),
        words(f"report.{name}_note"),
        Grid(
            words(f"report.sheets.{name}"),
            headings,
            ("text", *["count"] * (len(headings) - 1)),
            found,
        ),
    )


def _days(facts: Facts) -> list[date]:
    _, end = span_of(facts.period)
    last = end - timedelta(days=1)
    return months_until(facts.period, facts.build.data_as_of or last)


def _number(words: Words, value: float | None) -> Cell:
    return words("report.hidden") if value is None else value


def _written(cell: Cell, lang: str) -> str:
    return cell if isinstance(cell, str) else numbers.count(cell, lang)
