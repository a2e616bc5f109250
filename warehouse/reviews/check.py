"""Whether the reviews on record are as they were written, frozen figures included."""

from __future__ import annotations

from warehouse.errors import DamagedError
from warehouse.reviews.frozen import frozen_facts
from warehouse.reviews.record import read_reviews
from warehouse.settings import Settings


def check_reviews(settings: Settings) -> int:
    """Checks the chain and every submission's figures.

    Returns:
        Steps on record.

    Raises:
        DamagedError: A step or figure was changed or removed, or a row is foreign.
    """
    record = read_reviews(settings)
    if record.problem or record.foreign:
        found = record.problem or ", ".join(map(str, record.foreign))
        rule = "every step on record is signed and follows the one before"
        step = "restore the store from backup; rows of a foreign hand have no effect"
        raise DamagedError("review", found, rule, step)
    for event in record.events:
        if event.action == "submit":
            frozen_facts(settings, event.said("figures"))
    return len(record.events)
