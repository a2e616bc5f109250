"""Which evidence may open a matter: once, and never beside an open one of its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from warehouse.matters.matters import Matter
from warehouse.process.deadlines import due_on, terms_on
from warehouse.process.evidence import Evidence
from warehouse.settings import Settings


def may_open(evidence: Evidence, matters: Iterable[Matter]) -> bool:
    """Whether evidence that stands may open a matter.

    Args:
        evidence: Evidence of the published build.
        matters: All matters on record.
    """
    if not evidence.is_latest:
        return False
    for matter in matters:
        is_same = matter.kind == evidence.kind
        if is_same and matter.officer_code == evidence.officer_code:
            if matter.is_open or matter.evidence == evidence.name:
                return False
            if _was_known(evidence, matter):
                return False
    return True


def _was_known(evidence: Evidence, matter: Matter) -> bool:
    """Reminders of before the decision were decided with it."""
    decided = matter.last("decided")
    if evidence.kind != "reminders" or decided is None:
        return False
    return evidence.period <= decided.event.day.isoformat()


def waiting(
    evidence: Iterable[Evidence], matters: Collection[Matter]
) -> list[Evidence]:
    """Evidence that stands and that nobody opened yet."""
    return [one for one in evidence if may_open(one, matters)]


def is_late(settings: Settings, evidence: Evidence, today: date) -> bool:
    """Whether what nobody opened is past the whole term since it could have been.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    terms = terms_on(settings, evidence.since)
    return today > due_on(evidence.since, "total", terms)
