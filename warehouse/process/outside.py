"""Measures that a register holds and no process led to: outside the process.

A decided measure or transfer that the officer was informed of covers one measure,
taken within the term of the rules and before an appeal opens the matter again: a
decision of years ago makes no measure of today regular, nor does one that an appeal set
aside. No file can take a step, so a register alone never makes a measure regular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from warehouse.matters.matters import Matter
from warehouse.process.deadlines import measure_days, terms_on
from warehouse.process.evidence import Measure, measures_now
from warehouse.settings import Settings

# First and last day on which a measure is covered.
_Days = tuple[date, date]
_COVERING = ("measure", "transfer")


def outside_now(
    settings: Settings, matters: Iterable[Matter], today: date
) -> list[Measure]:
    """Measures of the published build without the steps, the earliest first.

    Raises:
        NothingPublishedError: There is no build.
        RuleError: A file of the province breaks a rule.
    """
    return outside_the_process(
        measures_now(settings),
        matters,
        since=asked_since(settings, today),
        term_days=measure_days(settings),
    )


def asked_since(settings: Settings, today: date) -> date:
    """First day of the measures that are asked about.

    A matter may be forgotten that many days after it was closed, and its measure be
    taken up to the term of measures after that: an older one is not called outside,
    since the words that would cover it may be gone.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    terms = terms_on(settings, today)
    return today - timedelta(days=terms["keep"] - terms["measure"])


def outside_the_process(
    measures: Iterable[Measure],
    matters: Iterable[Matter],
    *,
    since: date,
    term_days: Callable[[date], int],
) -> list[Measure]:
    """Measures without the steps, the earliest first.

    Args:
        measures: Measures of the registers.
        matters: All matters on record.
        since: Older measures are left out: the words of their matters are gone.
        term_days: Day a matter was opened → days after an officer was informed within
            which the measure is taken.
    """
    by_officer: dict[str, list[list[_Days]]] = {}
    for matter in matters:
        if covered := _covered(matter, term_days(matter.opened_on)):
            by_officer.setdefault(matter.officer_code, []).append(covered)
    found = []
    for measure in sorted(measures, key=lambda m: (m.given_on, m.officer_code)):
        open_ = by_officer.get(measure.officer_code, [])
        covering = [covered for covered in open_ if _is_in(measure.given_on, covered)]
        if covering:
            # the one that ends first, so that another is left for later measures
            open_.remove(min(covering, key=lambda covered: covered[-1][1]))
        elif measure.given_on >= since:
            found.append(measure)
    return found


def _is_in(day: date, covered: Iterable[_Days]) -> bool:
    return any(first <= day <= last for first, last in covered)


def _covered(matter: Matter, term_days: int) -> list[_Days]:
    """Days on which one measure may follow from a matter, of each round."""
    decision = "none"
    found: list[_Days] = []
    for step in matter.steps:
        day = step.event.day
        if step.event.action == "appeal" and found:
            first, last = found[-1]
            found[-1] = (first, min(last, day))
        if step.state == "decided":
            decision = step.event.said("decision") or "none"
        if step.state == "informed" and decision in _COVERING:
            found.append((day, day + timedelta(days=term_days)))
    return found
