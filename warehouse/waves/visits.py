"""Days on which visitors are met unannounced, drawn as anything else is drawn.

The frame is made of the working days of each unit in the days of the fieldwork. Of each
day that is drawn the seed fixes the hours, and which visitor is asked first; after that
it is every k-th one, until the hours end or the ballots of the visit are used up. So no
unit can prepare for the visit, and no interviewer chooses whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.errors import PlanError
from warehouse.statistics.sampling.draw import draw_order, seeded_number
from warehouse.waves.sampling_frame import Frame, FrameRow, in_order

PROVINCE = "province"
HOURS = ("07:30-09:30", "09:30-11:30", "13:30-15:30", "15:30-17:00")
"""Parts of an office day, where nobody says otherwise."""
WEEKDAYS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Visits:
    """How visitors are met.

    Attributes:
        weekdays: Days of the week, Monday = 1; a day off is none of them.
        hours: Parts of a day, one of which is drawn for each visit.
        every: Every so many-th visitor is asked.
        n_ballots: Ballots of one visit.
    """

    weekdays: tuple[int, ...] = WEEKDAYS
    hours: tuple[str, ...] = HOURS
    every: int = 3
    n_ballots: int = 10

    def as_record(self) -> dict[str, Any]:
        """Plain values, with the rule of what the seed fixes of each visit."""
        return {
            **{
                k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()
            },
            "hours_are": "first by sha256(seed|code hours)",
            "first_is": "1 + sha256(seed|code first) modulo every",
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Visits:
        """As it was kept."""
        return cls(
            tuple(record["weekdays"]),
            tuple(record["hours"]),
            int(record["every"]),
            int(record["n_ballots"]),
        )

    def hours_of(self, seed: str, code: str) -> str:
        """Hours of the visit with a code."""
        whole = draw_order(seed, [f"{code} {hours}" for hours in self.hours])
        return whole[0].removeprefix(f"{code} ")

    def first_of(self, seed: str, code: str) -> int:
        """Which visitor is asked first, 1..every; each with the same chance."""
        return 1 + int(seeded_number(seed, f"{code} first"), 16) % self.every


def check_visits(visits: Visits) -> None:
    """Refuses what no visit can be made by.

    Raises:
        PlanError: A setting is out of range.
    """
    limits = (
        ("every", visits.every, 1, 50),
        ("ballots of a visit", visits.n_ballots, 1, 200),
    )
    for name, value, least, most in limits:
        if not least <= value <= most:
            rule = f"from {least} to {most}"
            raise PlanError(name, value, rule, "give another number")
    if not visits.weekdays or not set(visits.weekdays) <= set(range(1, 8)):
        rule = "days of the week are numbers from 1, Monday, to 7"
        raise PlanError("weekday", visits.weekdays, rule, "give other days")
    if not visits.hours or len(set(visits.hours)) < len(visits.hours):
        rule = "each part of the day is told once, as 07:30-09:30"
        raise PlanError("hours", ", ".join(visits.hours), rule, "give other hours")


def visit_days(
    days: Iterable[Mapping[str, Any]],
    units: Iterable[Mapping[str, Any]],
    visits: Visits,
    *,
    kind: str,
    since: date,
    until: date,
) -> Frame:
    """The frame of visits: working days of each unit of today in the fieldwork.

    Args:
        days: Rows of the query `calendar_days`; a unit without a calendar of its own
            has the province's.
        units: Rows of the query `units`.
        visits: How visitors are met.
        kind: `desk` or `reception`.
        since: First day of the fieldwork.
        until: Its last day.

    Raises:
        PlanError: The window has no working day.
    """
    working: dict[str, list[date]] = {}
    for row in days:
        own = working.setdefault(row["calendar_code"], [])
        day = row["day"]
        is_asked = since <= day <= until and day.isoweekday() in visits.weekdays
        if row["is_working"] and is_asked:
            own.append(day)
    if not any(working.values()):
        rule = "the calendar knows a working day from the first to the last day"
        step = "give days after the day of the data, at most a year on"
        raise PlanError("window", f"{since} – {until}", rule, step)
    rows = (
        FrameRow(f"{unit['unit_code']}:{day}", str(unit["unit_code"]), day=day)
        for unit in units
        if unit["is_current"] and unit["unit_level"] in ("commune", "centre")
        for day in working.get(str(unit["unit_code"]), working.get(PROVINCE, []))
    )
    return Frame(in_order(rows), since, until, "", kind)
