"""Which reviews a unit still owes: periods of the last year that are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from warehouse.reviews.due import COMING, MISSING, Row, Standing, due_by, standing
from warehouse.reviews.reviews import Review
from warehouse.reviews.steps import DRAFT, RETURNED
from warehouse.rules.periods import span_of
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings

N_MONTHS = 12
_KINDS = {
    1: "{year}-{month:02d}",
    3: "{year}-Q{part}",
    6: "{year}-H{part}",
    12: "{year}",
}


def owed_reviews(
    settings: Settings, unit: Row, reviews: Mapping[str, Review], today: date
) -> list[Standing]:
    """Reviews of a unit to be written or written again, the first due first.

    Args:
        settings: Names the rules.
        unit: Row of `units` of a unit of today.
        reviews: All reviews on record, by code.
        today: The day to judge on.

    Returns:
        `missing` ones are past their day, `coming` ones are not; one that was
        returned keeps the time of its first submission.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    start = unit["model_start_date"]
    if start is None:
        return []
    rules = read_rules(settings)["thresholds"]
    found = (
        standing(unit, reviews, period, due_by(rules, period), today)
        for period in periods_over(today)
        if start < span_of(period)[1]
    )
    return sorted(filter(_is_owed, found), key=lambda one: one.due_on)


def periods_over(today: date) -> list[str]:
    """Months, quarters, half-years and years that ended in the last twelve months.

    >>> periods_over(date(2026, 11, 29))[:3]
    ['2026-10', '2026-09', '2026-Q3']
    """
    found = []
    for back in range(N_MONTHS):
        year, month = divmod(today.year * 12 + today.month - 2 - back, 12)
        for length, form in _KINDS.items():
            if (month + 1) % length == 0:
                part = (month + 1) // length
                found.append(form.format(year=year, month=month + 1, part=part))
    return found


def _is_owed(one: Standing) -> bool:
    is_again = one.review is not None and one.review.state in (RETURNED, DRAFT)
    return one.time in (MISSING, COMING) or is_again
