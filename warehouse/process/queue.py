"""What each account sees of the matters: its own, with the steps that are its turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from warehouse.matters import steps
from warehouse.matters.matters import Matter
from warehouse.matters.record import read_process
from warehouse.people.account_rows import Identity
from warehouse.process.act import is_theirs, is_time_for
from warehouse.process.deadlines import due_on, terms_on
from warehouse.process.evidence import (
    Evidence,
    Measure,
    Reminded,
    evidence_now,
    reminded_now,
)
from warehouse.process.leaders import led_units
from warehouse.process.openings import waiting
from warehouse.process.outside import outside_now
from warehouse.settings import Settings

WHOSE_TURN = {
    steps.FLAGGED: ("steward", "total"),
    steps.CHECKED: ("officer", "reply"),
    steps.HEARD: ("leader", "total"),
    steps.DECIDED: ("officer", "sign"),
    steps.INFORMED: ("leader", "appeal"),
}
"""State → role whose turn it is and the term that runs."""


@dataclass(frozen=True)
class Entry:
    """One matter as one account sees it.

    Attributes:
        matter: The matter; without names and words for the steward.
        actions: Steps this account may take today.
        due_on: Last day of the term that runs; None where none does.
    """

    matter: Matter
    actions: tuple[str, ...]
    due_on: date | None


def queue_of(settings: Settings, by: Identity, today: date) -> list[Entry]:
    """Matters of an account, those that wait for it first, then the oldest.

    A leader sees matters of the officers led directly, an officer the own ones once
    the data were checked, the steward all of them without names. Others see none.

    Raises:
        NothingPublishedError: There is no build.
    """
    led = led_units(settings, by)
    found = [
        _entry(settings, matter, by, today)
        for matter in read_process(settings).matters.values()
        if is_theirs(matter, by, led) and _is_informed(matter, by)
    ]
    return sorted(found, key=_order)


def to_open(settings: Settings, by: Identity) -> list[Evidence]:
    """Evidence about officers led directly that nobody opened yet.

    Raises:
        NothingPublishedError: There is no build.
    """
    led = led_units(settings, by)
    if not led:
        return []
    matters = list(read_process(settings).matters.values())
    found = waiting(evidence_now(settings), matters)
    return [one for one in found if one.unit_key in led]


def often_reminded(
    settings: Settings, by: Identity
) -> list[tuple[Reminded, Matter | None]]:
    """Officers led directly who are reminded often, and the newest matter about it.

    Raises:
        NothingPublishedError: There is no build.
    """
    led = led_units(settings, by)
    if not led:
        return []
    newest = {
        matter.officer_code: matter
        for matter in read_process(settings).matters.values()
        if matter.kind == "reminders"
    }
    return [
        (one, newest.get(one.officer_code))
        for one in reminded_now(settings)
        if one.unit_key in led
    ]


def outside_of(settings: Settings, by: Identity, today: date) -> list[Measure]:
    """Measures outside the process about officers led directly.

    Raises:
        NothingPublishedError: There is no build.
    """
    led = led_units(settings, by)
    matters = read_process(settings).matters.values()
    found = outside_now(settings, matters, today)
    return [measure for measure in found if measure.unit_key in led]


def _entry(settings: Settings, matter: Matter, by: Identity, today: date) -> Entry:
    terms = terms_on(settings, matter.opened_on)
    actions = tuple(
        arrow.action
        for arrow in steps.ARROWS
        if arrow.role == by.role
        and matter.state in arrow.after
        and is_time_for(matter, arrow, today, terms)
    )
    due = None
    if matter.state in WHOSE_TURN:
        term = WHOSE_TURN[matter.state][1]
        starts = matter.of_round()[0].event.day if term == "total" else matter.since
        due = due_on(starts, term, terms)
    shown = _without_words(matter) if by.role == "steward" else matter
    return Entry(shown, actions, due)


def _is_informed(matter: Matter, by: Identity) -> bool:
    if matter.state == steps.FORGOTTEN:
        return False
    return by.role != "officer" or matter.last(steps.CHECKED) is not None


def _without_words(matter: Matter) -> Matter:
    """The steward checks data: whose they are and what people wrote is not theirs."""
    bare = tuple(
        replace(step, event=replace(step.event, body=_of_evidence(step.event.body)))
        for step in matter.steps
    )
    return replace(matter, steps=bare)


def _of_evidence(body: object) -> dict[str, str]:
    known = body if isinstance(body, dict) else {}
    kept = ("period_type", "period", "build_id")
    return {name: known[name] for name in kept if name in known}


def _order(entry: Entry) -> tuple[bool, bool, date, str]:
    matter = entry.matter
    return (not entry.actions, not matter.is_open, matter.opened_on, matter.code)
