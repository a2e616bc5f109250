"""Counts by month, and words in the place of counts that no register holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dashboard import dates, numbers
from dashboard.report.parts import Grid, Paragraph, Parts, Table
from dashboard.words import Words
from warehouse.reviews.facts import Facts, months_until
from warehouse.reviews.registers import REGISTER_OF, REGISTERS, is_known
from warehouse.rules.periods import span_of

Row = Mapping[str, Any]
Cell = str | float
MOST_MONTHS = 6
"""More months do not fit a page side by side: their sum, and which have figures."""


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


def known_months(facts: Facts, column: str) -> str:
    """Which months a sum is of, where not all of the period: 2/2026, 9–10/2026.

    Args:
        facts: The figures.
        column: A key of `REGISTER_OF`.

    Returns:
        Empty where every month that the build speaks of is known.
    """
    known = [month for month, _ in known_counts(facts, column)]
    return "" if set(_days(facts)) <= set(known) else _runs(known)


def _runs(months: list[date]) -> str:
    """Months in words, those that follow each other as one: 2/2026, 9–10/2026."""
    runs: list[list[date]] = []
    for month in months:
        if runs and (month - timedelta(days=1)).replace(day=1) == runs[-1][-1]:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run(run[0], run[-1]) for run in runs)


def _run(first: date, last: date) -> str:
    if first == last:
        return dates.month(first)
    is_one_year = first.year == last.year
    since = str(first.month) if is_one_year else dates.month(first)
    return f"{since}–{dates.month(last)}"


def _table(words: Words, facts: Facts, name: str, columns: list[str]) -> Table:
    all_days = _days(facts)
    is_long = len(all_days) > MOST_MONTHS
    days = [] if is_long else all_days

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
        of = (_runs(list(known)) or numbers.MISSING,) if is_long else ()
        return (words(f"report.counts.{column}"), *by_month, *of, sum_)

    of_months = tuple(dates.month(day) for day in days)
    if is_long:
        of_months = (words("report.columns.months"),)
    headings = (
        words("report.columns.count"),
        *of_months,
        words("report.columns.total"),
    )
    found = tuple(cells(column) for column in columns)
    return Table(
        words(f"report.{name}_title", unit=str(facts.unit["unit_name"])),
        headings,
        tuple(tuple(_written(cell, words.lang) for cell in row) for row in found),
        words(f"report.{name}_note"),
        Grid(
            words(f"report.sheets.{name}"),
            headings,
            ("text", *["text"] * is_long, *["count"] * (len(days) + 1)),
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
