"""Files handed over long ago: bytes and cards go when their time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warehouse.desk.desks import all_desks
from warehouse.desk.inbox import LEFT, WAITING, cards, inbox_dir, path_of, put_away
from warehouse.settings import Settings

WAITING_DAYS = 90
"""Nobody loaded it: it holds personal data in the clear, and its sender has it."""
CARD_DAYS = 730
"""As long as the kept source it tells of; raw itself knows the file still."""


def forget_old_files(
    settings: Settings, now: float, *, actor: str, is_trial: bool
) -> int:
    """Puts away files that waited too long, and removes old cards; how many.

    Args:
        settings: Names the home.
        now: Unix time to count from.
        actor: Who runs it, for the audit record.
        is_trial: Count only.

    Raises:
        AuditError: It cannot be recorded: the bytes stay.
    """
    today, n_files = datetime.fromtimestamp(now, UTC), 0
    for desk in all_desks(settings):
        for card in cards(desk):
            age = today - datetime.fromisoformat(card.received_at)
            is_waiting = card.status == WAITING and path_of(desk, card.sha256).exists()
            if age <= timedelta(days=WAITING_DAYS if is_waiting else CARD_DAYS):
                continue
            n_files += 1
            if is_trial:
                continue
            if is_waiting:
                put_away(desk, card, LEFT, by=actor)
            else:
                (inbox_dir(desk) / f"{card.sha256}.json").unlink(missing_ok=True)
    return n_files
