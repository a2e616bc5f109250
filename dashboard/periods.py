"""Periods in words: quarter 3/2026."""

from __future__ import annotations

from dashboard.words import Words


def period_text(words: Words, period: str) -> str:
    """Names a period given as 2026, 2026-H2, 2026-Q3 or 2026-07."""
    year, _, part = period.partition("-")
    if not part:
        return words("periods.year", year=year)
    kind = {"Q": "quarter", "H": "half"}.get(part[0], "month")
    number = part[1:] if kind != "month" else str(int(part))
    return words(f"periods.{kind}", part=number, year=year)
