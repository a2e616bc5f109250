"""Who else has opened, changed or closed a way in as the Front.

An administrator can give the Front's account a new password, or a group of the sign-on
the Front's rights. Nothing here prevents that; the Front is told, so that it cannot be
done unseen.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warehouse import audit
from warehouse.rights import FRONT
from warehouse.settings import Settings

DAYS_TOLD = 90
"""How long such a change stands on the Front's page; the record keeps it for good."""
_ACTIONS = (
    "account_added",
    "account_changed",
    "account_disabled",
    "account_reset",
    "second_factor_off",
    "setting_changed",
)


def changes_by_others(
    settings: Settings, *, now: datetime | None = None
) -> list[audit.Record]:
    """Changes of accounts and groups with the Front's rights, the newest first.

    What an account does to itself, such as a new password of its own, is left out.

    Args:
        settings: Names the record.
        now: UTC; None is this moment.
    """
    first = (now or datetime.now(UTC)) - timedelta(days=DAYS_TOLD)
    found = [
        record
        for action in _ACTIONS
        for record in audit.read_records(settings, action=action, limit=None)
        if record.detail.get("role") == FRONT
        and record.actor != record.subject
        and datetime.fromisoformat(record.at) >= first
    ]
    return sorted(found, key=lambda record: record.seq, reverse=True)
