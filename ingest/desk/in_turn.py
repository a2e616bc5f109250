"""A job of the desk waits for another clerk's load, which is over soon as a rule."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from warehouse.errors import BusyError

PATIENCE_SECONDS = 900.0
"""Longer than a million rows take to load."""
_LOOK_EVERY_SECONDS = 0.2
T = TypeVar("T")


def in_turn(
    work: Callable[[], T],
    patience_seconds: float = PATIENCE_SECONDS,
    waits: Callable[[], None] | None = None,
) -> T:
    """Does a piece of work once nobody else is loading.

    Without it a clerk whose file has just been loaded may hear that it was refused,
    because another one's load began before its account was read.

    Args:
        work: What can be tried again as a whole.
        patience_seconds: How long it waits.
        waits: Called each time it finds that it must still wait.

    Raises:
        BusyError: Somebody was still loading then.
    """
    until = time.monotonic() + patience_seconds
    while True:
        try:
            return work()
        except BusyError:
            if time.monotonic() > until:
                raise
        if waits is not None:
            waits()
        time.sleep(_LOOK_EVERY_SECONDS)
