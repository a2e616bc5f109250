"""Checks what people did: accounts and releases, and the audit record's chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from warehouse import audit
from warehouse.doctor.finding import Finding
from warehouse.errors import AuditError, BusyError, ThanThienError
from warehouse.matters.passed_over import CHAIN_BROKEN, passed_over, told
from warehouse.matters.record import read_process
from warehouse.settings import Settings
from warehouse.stores.copies import check_sqlite
from warehouse.stores.keys import has_secret, key_path
from warehouse.stores.state_seal import is_as_sealed, is_gone
from warehouse.upkeep.broken_chains import broken_in_store


def check_records(settings: Settings) -> Iterator[Finding]:
    """Everything that is wrong with accounts, releases and the record."""
    is_sound = True
    for path, code in (
        (settings.state_path, "state_damaged"),
        (settings.audit_path, "audit_damaged"),
    ):
        if is_gone(path):
            is_sound = False
            yield Finding(code, str(path), "missing")
        if not path.exists() or is_gone(path):
            continue
        try:
            check_sqlite(path)
            if not is_as_sealed(path):
                yield Finding("state_unsealed", str(path))
            if code == "audit_damaged" and has_secret(settings):
                yield from _check_chain(settings)
        except BusyError:
            is_sound = False
            yield Finding("busy", str(path))
        except ThanThienError as refusal:
            is_sound = False
            yield Finding(code, str(path), refusal.rule)
    if is_sound:  # they are held against the record
        yield from _check_chains(settings)


def _check_chains(settings: Settings) -> Iterator[Finding]:
    """What is signed in the store; a table or column that is gone shows only here."""
    try:
        for broken in broken_in_store(settings):
            place = f"{broken.store} {broken.chain}"
            yield Finding("chain_broken", place, broken.problem)
        yield from _check_steps(settings)
    except BusyError:
        yield Finding("busy", str(settings.state_path))
    except ThanThienError as refusal:
        yield Finding("state_damaged", str(settings.state_path), refusal.rule)


def check_secret(settings: Settings) -> Iterator[Finding]:
    """Whether the secret is there, in a home where things are signed with it.

    The first record makes it: a home into which files were loaded only has none.
    """
    path = settings.audit_path
    is_used = path.exists() or is_gone(path)
    if is_used and not has_secret(settings):
        yield Finding("secret_damaged", str(key_path(settings)))


def _check_chain(settings: Settings) -> Iterator[Finding]:
    anchors = audit.anchors_path(settings)
    try:
        found = audit.verify(settings)
    except AuditError as refusal:
        if refusal.thing != str(anchors):
            raise
        yield Finding("anchors_damaged", str(anchors))
        return
    if not found.is_intact:
        place = f"{settings.audit_path} {found.first_bad_seq}"
        yield Finding("chain_broken", place, found.problem)


def _check_steps(settings: Settings) -> Iterator[Finding]:
    """Steps of due process that reach no figure; a broken chain is told as such."""
    if not settings.state_path.exists() or not has_secret(settings):
        return
    for one in passed_over(read_process(settings)):
        if one.why != CHAIN_BROKEN:
            place = f"{settings.state_path} process {one.seq}"
            yield Finding("steps_passed_over", place, told(one))


def last_record_at(settings: Settings) -> datetime | None:
    """When the last record was written, as the clock stood then."""
    if not settings.audit_path.exists():
        return None
    try:
        records = audit.read_records(settings, limit=1)
        return datetime.fromisoformat(records[0].at) if records else None
    except (ThanThienError, ValueError):
        return None
