"""Periods: their words, as quarter 3/2026, and the choice of one on a page."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dashboard import address
from dashboard.rows.context import Page
from dashboard.rows.months import year_window
from dashboard.words import Words

TWELVE_MONTHS = "12m"
N_YEARS = 3
# Kind of period → its number of months.
_LENGTHS = {"": 12, "H": 6, "Q": 3, "M": 1}


@dataclass(frozen=True)
class Span:
    """A chosen period.

    Attributes:
        period: 2026, 2026-H2, 2026-Q3, 2026-07, or `TWELVE_MONTHS`.
        first: Its first day.
        last: Its last day, or the last day of the data.
    """

    period: str
    first: date
    last: date


def period_text(words: Words, period: str) -> str:
    """Names a period given as 2026, 2026-H2, 2026-Q3 or 2026-07."""
    year, _, part = period.partition("-")
    if not part:
        return words("periods.year", year=year)
    kind = {"Q": "quarter", "H": "half"}.get(part[0], "month")
    number = part[1:] if kind != "month" else str(int(part))
    return words(f"periods.{kind}", part=number, year=year)


def span_text(words: Words, span: Span) -> str:
    """Names a chosen period, as a sentence begins."""
    if span.period == TWELVE_MONTHS:
        return words("periods.twelve_months")
    text = period_text(words, span.period)
    return text[:1].upper() + text[1:]


def choose_span(page: Page) -> Span:
    """Lets the reader choose a year, half-year, quarter or month of the data."""
    words = page.words
    since, as_of = year_window(page)
    spans = [Span(TWELVE_MONTHS, since, as_of), *spans_until(as_of)]
    found = {one.period: one for one in spans}
    chosen = address.choose(
        "span",
        words("periods.choose"),
        list(found),
        default=TWELVE_MONTHS,
        shown=lambda period: span_text(words, found[period]),
    )
    return found[chosen]


def spans_until(as_of: date) -> list[Span]:
    """Years, half-years, quarters and months begun by a day, the newest first.

    >>> [span.period for span in spans_until(date(2026, 10, 31))][:2]
    ['2026', '2025']
    """
    years = range(as_of.year, as_of.year - N_YEARS, -1)
    return [
        Span(_name(year, kind, part), first, min(_last(first, length), as_of))
        for kind, length in _LENGTHS.items()
        for year in years
        for part in range(12 // length, 0, -1)
        if (first := date(year, (part - 1) * length + 1, 1)) <= as_of
    ]


def _name(year: int, kind: str, part: int) -> str:
    if not kind:
        return str(year)
    return f"{year}-{part:02d}" if kind == "M" else f"{year}-{kind}{part}"


def _last(first: date, length: int) -> date:
    month = first.month + length - 1
    return date(first.year, month, monthrange(first.year, month)[1])
