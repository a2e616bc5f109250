"""The terms of due process on a day: dated rules of the committee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

from warehouse.rules.on_day import terms_in_days
from warehouse.settings import Settings

NAMES = {
    "reply": "process_reply_days",
    "sign": "process_sign_days",
    "appeal": "process_appeal_days",
    "total": "process_total_days",
    "keep": "process_keep_days",
    "measure": "process_measure_days",
}
"""Term → threshold; all in calendar days."""

Terms = Mapping[str, int]


def terms_on(settings: Settings, day: date) -> Terms:
    """Days of each term by the rules of a day.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    days = terms_in_days(settings, day)
    return {term: days[threshold] for term, threshold in NAMES.items()}


def measure_days(settings: Settings) -> Callable[[date], int]:
    """Days within which a decided measure is taken, by the day a matter was opened.

    Raises:
        RuleError: When asked, if a file of the province breaks a rule.
    """
    return cache(lambda day: terms_on(settings, day)["measure"])


def due_on(since: date, term: str, terms: Terms) -> date:
    """Last day of a term that began on a day."""
    return since + timedelta(days=terms[term])
