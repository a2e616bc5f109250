"""Officers who are reminded often, in a few communes, and what their offices did of it.

Of three officers of each such commune one is reminded three times within a year and
nothing is done yet, one gets a measure after as many reminders, and one gets a measure
that nothing came before. Whoever practises due process has a case of each.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from ingest.simulation.clock import N_MONTHS, month_start, to_date
from ingest.simulation.people import OPEN_END, officer_code
from ingest.simulation.registers.readiness import communes
from ingest.simulation.world import World

N_COMMUNES = 6
LIMIT, MONTHS = 3, 12
"""Reminders that count as often, and the months they count in, as shipped rules say."""
# Days before the last day of the data: (kind, days) of each of the three officers.
WAITING = (("reminder", 320), ("reminder", 150), ("reminder", 20))
DEALT_WITH = (
    ("reminder", 300), ("reminder", 210), ("reminder", 130), ("measure", 70),
)  # fmt: skip
OUTSIDE = (("measure", 50),)
OFFICERS = (WAITING, DEALT_WITH, OUTSIDE)
_PLANTED = 81
_LAST_DAY = month_start(N_MONTHS) - 1


def planted_reminders(
    world: World, reminded: frozenset[str]
) -> list[tuple[str, str, str]]:
    """Officer, day and kind of every planted reminder and measure.

    Args:
        world: The province.
        reminded: Officers whom other reminders name; they are left alone.
    """
    postings, units = world.people.postings, world.places.units
    of_today = {str(one["unit_code"]) for one in communes(world)}
    quiet: dict[int, list[str]] = defaultdict(list)
    serving = np.flatnonzero(postings.end_day == OPEN_END)
    for place in serving[np.argsort(postings.officer[serving])].tolist():
        unit, code = int(postings.unit[place]), officer_code(postings.officer[place])
        is_low = int(postings.officer[place]) in set(world.people.low_officers.tolist())
        is_there = int(postings.first_day[place]) <= _LAST_DAY - 365
        here = str(units["unit_code"].iloc[unit]) in of_today
        if here and is_there and not is_low and code not in reminded:
            quiet[unit].append(code)
    fit = sorted(unit for unit, codes in quiet.items() if len(codes) >= len(OFFICERS))
    n = min(N_COMMUNES, len(fit))
    chosen = world.rng(_PLANTED).choice(fit, n, replace=False)
    return [
        (code, to_date(_LAST_DAY - before).isoformat(), kind)
        for unit in sorted(chosen.tolist())
        for code, given in zip(
            quiet[unit], (WAITING, DEALT_WITH, OUTSIDE), strict=False
        )
        for kind, before in given
    ]


def often_reminded(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Officers reminded often, and the last day on which one more made it often.

    Args:
        rows: Raw-shaped reminders.
    """
    given: dict[str, set[tuple[date, str]]] = defaultdict(set)
    for one in rows:
        if one["kind"] == "reminder":
            day = date.fromisoformat(str(one["given_on"]))
            given[str(one["officer_code"])].add((day, str(one["reason"])))
    found: list[dict[str, object]] = []
    for officer, reminders in sorted(given.items()):
        often = [
            day
            for day, _ in reminders
            if sum(_a_year_before(day) < one <= day for one, _ in reminders) >= LIMIT
        ]
        if often:
            found.append(
                {"officer_code": officer, "reached_on": max(often).isoformat()}
            )
    return found


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
