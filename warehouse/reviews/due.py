"""When a review is due and how each unit keeps to it, by a dated rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from warehouse.reviews.reviews import Review, code_of
from warehouse.rules.in_force import Rule
from warehouse.rules.on_day import days_of_terms
from warehouse.rules.periods import kind_of, span_of
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings

Row = Mapping[str, Any]
THRESHOLDS = {
    "month": "review_month_days",
    "quarter": "review_quarter_days",
    "half": "review_half_days",
    "year": "review_year_days",
}
"""Kind of period → threshold, in calendar days after the last day of the period."""
NOT_YET, COMING, IN_TIME, LATE, MISSING = (
    "not_yet",
    "coming",
    "in_time",
    "late",
    "missing",
)
TIMES = (MISSING, LATE, COMING, IN_TIME, NOT_YET)


@dataclass(frozen=True)
class Standing:
    """How one unit stands with one period.

    Attributes:
        unit: Row of `units`.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        review: Its review; None where nobody began.
        due_on: Last day to submit.
        time: `not_yet` before the model began there, `coming`, `in_time`, `late` or
            `missing`, by the day of the first submission.
    """

    unit: Row
    period: str
    review: Review | None
    due_on: date
    time: str

    @property
    def state(self) -> str:
        """State of the review; `none` where nobody began."""
        return self.review.state if self.review else "none"


def due_on(settings: Settings, period: str) -> date:
    """Last day to submit the review of a period, by the rules of its last day.

    Raises:
        ThanThienError: It is no period.
        RuleError: A file of the province breaks a rule.
    """
    return due_by(read_rules(settings)["thresholds"], period)


def due_by(thresholds: Iterable[Rule], period: str) -> date:
    """The same by rules that were read before.

    Raises:
        ThanThienError: It is no period.
    """
    _, end = span_of(period)
    last = end - timedelta(days=1)
    days = days_of_terms(thresholds, last)[THRESHOLDS[kind_of(period)]]
    return last + timedelta(days=days)


def standings(
    settings: Settings,
    units: Sequence[Row],
    reviews: Mapping[str, Review],
    period: str,
    today: date,
) -> list[Standing]:
    """How each unit of today stands with a period, in the order of the units.

    A unit that has ended since stands among them where it has a review of the period.

    Args:
        settings: Names the rules.
        units: Rows of `units` that the account sees.
        reviews: All reviews on record, by code.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        today: The day to judge on.

    Raises:
        ThanThienError: It is no period.
    """
    due = due_on(settings, period)
    found = (standing(unit, reviews, period, due, today) for unit in units)
    return [one for one in found if one.unit["is_current"] or one.review]


def standing(
    unit: Row, reviews: Mapping[str, Review], period: str, due: date, today: date
) -> Standing:
    """How one unit stands with a period whose review is due on a day.

    Raises:
        ThanThienError: It is no period.
    """
    _, end = span_of(period)
    review = reviews.get(code_of(unit["unit_key"], period))
    time = _time(unit, review, due, end, today)
    return Standing(unit, period, review, due, time)


def _time(unit: Row, review: Review | None, due: date, end: date, today: date) -> str:
    submitted = review.first_submitted_on if review else None
    if submitted is not None:
        return IN_TIME if submitted <= due else LATE
    start = unit["model_start_date"]
    if start is None or start >= end:
        return NOT_YET
    return COMING if today <= due else MISSING
