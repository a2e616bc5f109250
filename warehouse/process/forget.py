"""Forgetting closed matters when their time is over: the words go, the chain stays."""

from __future__ import annotations

from datetime import UTC, datetime

from warehouse.chain import (
    FORGET,
    VIETNAM,
    Event,
    add_link,
    moment,
    refuse_if_broken,
)
from warehouse.matters.matters import Matter
from warehouse.matters.record import PROCESS, process_in
from warehouse.matters.steps import RETENTION, arrow_from
from warehouse.process.deadlines import due_on, terms_on
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import writing


def forget_old(settings: Settings, *, now: int, is_trial: bool) -> int:
    """Removes who and what from closed and withdrawn matters past their time.

    Args:
        settings: Names the store.
        now: Unix time to count from.
        is_trial: Count only, change nothing.

    Returns:
        Matters forgotten, or that would be.

    Raises:
        DamagedError: The record was changed: nothing is removed.
        AuditError: It cannot be recorded: nothing is removed.
    """
    at = datetime.fromtimestamp(now, UTC)
    with writing(settings) as connection:
        record = process_in(settings, connection)
        old = [m for m in record.matters.values() if _is_over(settings, m, at)]
        for matter in [] if is_trial else old:
            refuse_if_broken(PROCESS, record)
            named = (FORGET, RETENTION, matter.kind, matter.unit_key)
            event = Event(record.next_seq, matter.code, moment(at), *named, {})
            before = record.mac
            add_link(
                PROCESS,
                settings,
                connection,
                event,
                before_mac=before,
                actor=RETENTION,
            )
            run_sql(
                connection,
                "delete from process_body where seq in"
                " (select seq from process_event where matter = ?)",
                (matter.code,),
            )
            record = process_in(settings, connection)
    return len(old)


def _is_over(settings: Settings, matter: Matter, at: datetime) -> bool:
    if arrow_from(matter.state, RETENTION, "forget") is None:
        return False
    terms = terms_on(settings, matter.opened_on)
    return at.astimezone(VIETNAM).date() > due_on(matter.since, "keep", terms)
