"""Checks the clock of the machine against the days the home has on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from warehouse.builds.pointer import pointer_in
from warehouse.doctor.check_records import last_record_at
from warehouse.doctor.finding import Finding
from warehouse.errors import DamagedError
from warehouse.settings import Settings

# A machine that is used at all writes more often than that.
LONGEST_REST = timedelta(days=45)


def check_clock(settings: Settings) -> Iterator[Finding]:
    """Whether the clock is before what the home has on record, or long after it."""
    now = datetime.now(UTC)
    recorded = last_record_at(settings)
    if recorded is None and settings.audit_path.exists():
        return  # what is known besides may be long past
    moments = [recorded]
    try:
        pointer = pointer_in(settings.pointer_path)
        moments.append(datetime.fromisoformat(pointer.published_at))
        if pointer.data_as_of and not pointer.is_simulated:
            # a clock that was wrong from the first load on has no other past
            newest = datetime.fromisoformat(pointer.data_as_of[:10])
            moments.append(newest.replace(tzinfo=UTC) - timedelta(days=1))
    except (DamagedError, FileNotFoundError, ValueError):
        pass
    known = [moment.astimezone(UTC) for moment in moments if moment]
    if not known:
        return
    latest = max(known)
    shown = f"{now:%Y-%m-%d %H:%M} / {latest:%Y-%m-%d %H:%M} UTC"
    if now < latest - timedelta(minutes=5):
        yield Finding("clock_back", shown)
    elif now > latest + LONGEST_REST:
        yield Finding("clock_ahead", shown)
