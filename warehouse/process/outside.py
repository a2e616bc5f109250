"""Measures that a register holds and no process led to: outside the process.

A decided step that the officer was informed of on or before the day covers one
measure. No file can take a step, so a register alone never makes a measure regular.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from warehouse.matters.matters import Matter
from warehouse.process.evidence import Measure


def outside_the_process(
    measures: Iterable[Measure], matters: Iterable[Matter], *, since: date
) -> list[Measure]:
    """Measures without the steps, the earliest first.

    Args:
        measures: Measures of the registers.
        matters: All matters on record.
        since: Older measures are left out: the words of their matters are gone.
    """
    informed: dict[str, list[date]] = {}
    for matter in matters:
        for code, day in _covering(matter):
            informed.setdefault(code, []).append(day)
    for days in informed.values():
        days.sort()
    found = []
    for measure in sorted(measures, key=lambda m: (m.given_on, m.officer_code)):
        days = informed.get(measure.officer_code, [])
        if days and days[0] <= measure.given_on:
            days.pop(0)
        elif measure.given_on >= since:
            found.append(measure)
    return found


def _covering(matter: Matter) -> Iterable[tuple[str, date]]:
    """Officer and day informed, of each decision of a matter that is a measure."""
    decision = "none"
    for step in matter.steps:
        if step.state == "decided":
            decision = step.event.said("decision") or "none"
        if step.state == "informed" and decision not in ("none", "reminder"):
            yield matter.officer_code, step.event.day
