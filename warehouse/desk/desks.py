"""The two desks of a home: that of the province's clerks, and the Front's own.

Files, their names and what became of them lie apart, for nobody else hears of a wave of
the Front that waits. What they are loaded into is one: raw, and what is built of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from warehouse.rights import FRONT
from warehouse.settings import Settings

CLERKS = ""
DESKS = (CLERKS, FRONT)
INBOX, JOBS, DROP = "inbox", "desk", "drop"
"""What each desk holds: files handed over, the jobs done with them, the folder that
is looked through."""


def desk_of(settings: Settings, desk: str) -> Settings:
    """The home as one of `DESKS` sees it."""
    return replace(settings, desk=desk)


def all_desks(settings: Settings) -> Iterator[Settings]:
    """The home as each of its desks sees it."""
    return (desk_of(settings, desk) for desk in DESKS)


def folders_of_desks(part: str) -> tuple[str, ...]:
    """A part of every desk, as `INBOX`, by its path below the home."""
    return tuple(f"{desk}/{part}" if desk else part for desk in DESKS)


def is_fronts(settings: Settings) -> bool:
    """Whether it is the Front that hands over."""
    return settings.desk == FRONT


def said_of(settings: Settings, **facts: str) -> dict[str, str]:
    """What the audit keeps of a file: of the Front's neither name nor volume."""
    return {} if is_fronts(settings) else facts
