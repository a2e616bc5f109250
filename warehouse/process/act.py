"""The one way to take a step: checked and written in one transaction, or refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from warehouse.chain import Event, add_link, day_of, moment, refuse_if_broken
from warehouse.errors import ProcessError
from warehouse.matters.matters import Matter, matters_of
from warehouse.matters.record import PROCESS, ProcessRecord, process_in, read_process
from warehouse.matters.steps import DECISIONS, Arrow, arrow_from
from warehouse.people.account_rows import Identity
from warehouse.process.deadlines import due_on, terms_on
from warehouse.process.evidence import evidence_now
from warehouse.process.leaders import led_units
from warehouse.process.openings import may_open
from warehouse.read import reader_of
from warehouse.settings import Settings
from warehouse.stores.state import writing

MOST_LETTERS = 4000


def open_matter(
    settings: Settings, evidence: str, *, by: Identity, now: datetime | None = None
) -> Matter:
    """Opens a matter on evidence that stands.

    Args:
        settings: Names the home.
        evidence: Name of the evidence, see `evidence.Evidence.name`.
        by: Who opens; the direct leader.
        now: The moment, for trials; None is now.

    Raises:
        ProcessError: Not a leader's, not this leader's, or no such evidence waits.
        DamagedError: The record was changed.
        AuditError: It cannot be recorded: it does not happen.
    """
    if arrow_from(None, by.role, "open") is None:
        raise _no_arrow("open", by, None)
    units = led_units(settings, by)
    standing = {one.name: one for one in evidence_now(settings)}
    build = reader_of(settings).build().build_id
    with writing(settings) as connection:
        record = process_in(settings, connection)
        refuse_if_broken(PROCESS, record)
        found = standing.get(evidence)
        if not found or found.unit_key not in units:
            rule = "evidence of the published build about an officer of one's own unit"
            raise ProcessError("evidence", evidence, rule, "thanthien process list")
        if not may_open(found, record.matters.values()):
            rule = "one open matter of a kind per officer, and evidence opens once"
            raise ProcessError("evidence", evidence, rule, "thanthien process list")
        code = f"V{1 + len(record.matters):05d}"
        body = {
            "actor": by.user_name,
            "officer_code": found.officer_code,
            "evidence": found.name,
            "period_type": found.period_type,
            "period": found.period,
            "build_id": build,
        }
        named = ("open", by.role, found.kind, found.unit_key)
        event = Event(record.next_seq, code, moment(now), *named, body)
        return _write(settings, connection, record, event, by)


def take_step(
    settings: Settings,
    code: str,
    action: str,
    *,
    by: Identity,
    text: str = "",
    decision: str = "",
    now: datetime | None = None,
) -> Matter:
    """Takes one step in a matter.

    Args:
        settings: Names the home.
        code: Number of the matter.
        action: One of `steps.ACTIONS` but `open`.
        by: Who acts.
        text: The reason or reply, where the step has one.
        decision: One of `steps.DECISIONS`; only for `decide`.
        now: The moment, for trials; None is now.

    Raises:
        ProcessError: No arrow allows it, it is not this person's, or not its time.
        DamagedError: The record was changed.
        AuditError: It cannot be recorded: it does not happen.
    """
    units = led_units(settings, by)
    confirmed = action != "confirm" or _stands(settings, code)
    with writing(settings) as connection:
        record = process_in(settings, connection)
        refuse_if_broken(PROCESS, record)
        matter = record.matters.get(code)
        if matter is None or not is_theirs(matter, by, units):
            rule = "the number of a matter that this account may act in"
            raise ProcessError("matter", code, rule, "thanthien process list")
        arrow = arrow_from(matter.state, by.role, action)
        if arrow is None:
            raise _no_arrow(action, by, matter)
        day = day_of(now)
        _refuse_if_not_its_time(settings, matter, arrow, day)
        said = _words(arrow, text, decision)
        if not confirmed:
            rule = "evidence that the published build no longer holds is withdrawn"
            raise ProcessError("evidence", code, rule, "withdraw it with the reason")
        body = {"actor": by.user_name, **said}
        named = (action, by.role, matter.kind, matter.unit_key)
        event = Event(record.next_seq, code, moment(now), *named, body)
        return _write(settings, connection, record, event, by)


def is_theirs(matter: Matter, by: Identity, led: frozenset[str]) -> bool:
    """Whether a person has to do with a matter at all.

    Args:
        matter: The matter.
        by: The person.
        led: Units the person leads directly.
    """
    if by.role == "leader":
        return matter.unit_key in led
    if by.role == "officer":
        return bool(by.officer_code) and matter.officer_code == by.officer_code
    return by.role == "steward"


def is_time_for(
    matter: Matter, arrow: Arrow, day: date, terms: Mapping[str, int]
) -> bool:
    """Whether the term an arrow waits for is over, and the one it needs is not."""
    if arrow.waits_for and day <= due_on(matter.since, arrow.waits_for, terms):
        return False
    if not arrow.within:
        return True
    informed = matter.last("informed")
    return informed is not None and day <= due_on(
        informed.event.day, arrow.within, terms
    )


def _refuse_if_not_its_time(
    settings: Settings, matter: Matter, arrow: Arrow, day: date
) -> None:
    if day < matter.since:
        rule = "a step is never earlier than the step before"
        raise ProcessError("clock", day.isoformat(), rule, "set the clock right")
    terms = terms_on(settings, matter.opened_on)
    if is_time_for(matter, arrow, day, terms):
        return
    term = arrow.waits_for or arrow.within
    since = matter.since
    if arrow.within and (informed := matter.last("informed")):
        since = informed.event.day
    until = due_on(since, term, terms).isoformat()
    rule = "only after the last day of the term"
    if arrow.within:
        rule = "only until the last day of the term"
    raise ProcessError(arrow.action, until, rule, "thanthien process list")


def _words(arrow: Arrow, text: str, decision: str) -> dict[str, str]:
    text = text.strip()
    if arrow.needs_text and not text:
        rule = "this step needs a reason in words"
        raise ProcessError("text", text, rule, "write it down")
    if len(text) > MOST_LETTERS:
        rule = f"at most {MOST_LETTERS} letters"
        raise ProcessError("text", len(text), rule, "shorten it")
    if arrow.action == "decide":
        if decision not in DECISIONS:
            rule = f"one of {', '.join(DECISIONS)}"
            raise ProcessError("decision", decision, rule, "choose one of these")
        return {"text": text, "decision": decision}
    if decision:
        rule = "only the step decide has a decision"
        raise ProcessError("decision", decision, rule, "leave it out")
    return {"text": text} if text else {}


def _stands(settings: Settings, code: str) -> bool:
    matter = read_process(settings).matters.get(code)
    names = {one.name for one in evidence_now(settings)}
    return matter is not None and matter.evidence in names


def _no_arrow(action: str, by: Identity, matter: Matter | None) -> ProcessError:
    state = matter.state if matter else "none"
    rule = "no arrow leads there from this state for this role"
    value = f"{action}, {by.role}, {state}"
    return ProcessError("step", value, rule, "thanthien process list")


def _write(
    settings: Settings,
    connection: sqlite3.Connection,
    record: ProcessRecord,
    event: Event,
    by: Identity,
) -> Matter:
    before, actor = record.mac, by.user_name
    add_link(PROCESS, settings, connection, event, before_mac=before, actor=actor)
    return matters_of([*record.events, event])[event.subject]
