"""A process that answers one request: what was read, or why it was refused."""

from __future__ import annotations

from collections.abc import Callable

from warehouse.errors import ThanThienError
from warehouse.stores.faults import FAULTS, refusal_of

Facts = dict[str, object]


def facts_or_refusal(read: Callable[[], Facts]) -> Facts:
    """Plain data for a pipe, or the four parts of a refusal and its exit code."""
    try:
        return read()
    except ThanThienError as error:
        return _refused(error)
    except FAULTS as fault:
        return _refused(refusal_of(fault))


def _refused(error: ThanThienError) -> Facts:
    parts = [error.thing, str(error.value), error.rule, error.next_step]
    return {"refused": parts, "exit_code": int(error.exit_code)}
