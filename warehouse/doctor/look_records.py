"""Looks at what people did: accounts and releases, and the audit record's chain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from warehouse import audit
from warehouse.doctor.finding import Finding
from warehouse.errors import BusyError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.copies import check_sqlite


def look_at_records(settings: Settings) -> Iterator[Finding]:
    """Everything that is wrong with accounts, releases and the record."""
    for path, code in (
        (settings.state_path, "state_damaged"),
        (settings.audit_path, "audit_damaged"),
    ):
        if not path.exists():
            continue
        try:
            check_sqlite(path)
            if code == "audit_damaged":
                yield from _look_at_chain(settings)
        except BusyError:
            yield Finding("busy", str(path))
        except ThanThienError as refusal:
            yield Finding(code, str(path), refusal.rule)


def _look_at_chain(settings: Settings) -> Iterator[Finding]:
    found = audit.verify(settings)
    if not found.is_intact:
        place = f"{settings.audit_path} {found.first_bad_seq}"
        yield Finding("chain_broken", place, found.problem)


def last_record_at(settings: Settings) -> datetime | None:
    """When the last record was written, as the clock stood then."""
    if not settings.audit_path.exists():
        return None
    try:
        records = audit.read_records(settings, limit=1)
        return datetime.fromisoformat(records[0].at) if records else None
    except (ThanThienError, ValueError):
        return None
