"""Days, months and moments as readers write them: 23/11/2026, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from dashboard.numbers import MISSING


def day(value: date | datetime | None) -> str:
    """A date: 23/11/2026."""
    return MISSING if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """A date with the time of day: 23/11/2026 08:05."""
    return MISSING if value is None else f"{value:%d/%m/%Y %H:%M}"


def month(value: date) -> str:
    """A month on an axis: 7/2025."""
    return f"{value.month}/{value.year}"
