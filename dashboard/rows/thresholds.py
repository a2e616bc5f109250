"""The thresholds in force on a day, for pages that explain what they did."""

from __future__ import annotations

from datetime import date, datetime

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built


def thresholds_of(page: Page, day: date | None) -> dict[str, float]:
    """Value by threshold on a day; nothing without a day or without the list."""
    answer = ask_if_built(page, "thresholds")
    if day is None or answer is None:
        return {}
    return {
        row["threshold"]: float(row["value"])
        for row in answer.rows
        if _day(row["first_day"]) <= day <= _day(row["last_day"])
    }


def _day(value: date) -> date:
    """A build of the program has days; one made by hand may have times of day."""
    return value.date() if isinstance(value, datetime) else value
