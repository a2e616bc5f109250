"""Periods as they are written: a year, half-year, quarter or month, and their days."""

from __future__ import annotations

from datetime import date

from warehouse.errors import ThanThienError

MONTHS = {"": 12, "H": 6, "Q": 3}
KINDS = {1: "month", 3: "quarter", 6: "half", 12: "year"}
"""Months of a period → its kind."""


def span_of(period: str) -> tuple[date, date]:
    """First month of a period and first month after it.

    >>> span_of("2026-Q3")
    (datetime.date(2026, 7, 1), datetime.date(2026, 10, 1))

    Raises:
        ThanThienError: It is no period.
    """
    year, _, part = period.partition("-")
    length = MONTHS.get(part[:1], 1)
    number = part[1:] if length in (3, 6) else part or "1"
    is_number = year.isdecimal() and len(year) == 4 and number.isdecimal()
    if not is_number or not 1 <= int(number) <= 12 // length:
        rule = "a year, half-year, quarter or month: 2026, 2026-H2, 2026-Q3, 2026-07"
        raise ThanThienError("period", period, rule, "correct the period")
    start = int(year) * 12 + length * (int(number) - 1)
    months = [divmod(month, 12) for month in (start, start + length)]
    first, last = (date(y, m + 1, 1) for y, m in months)
    return first, last


def kind_of(period: str) -> str:
    """What length of time a period is.

    >>> [kind_of(text) for text in ("2026", "2026-H2", "2026-Q3", "2026-07")]
    ['year', 'half', 'quarter', 'month']
    """
    return KINDS[MONTHS.get(period.partition("-")[2][:1], 1)]
