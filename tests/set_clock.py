"""The clock of a process, set to another time for whatever asks Python for it.

Without a library below it and without rights over the machine: the program's modules
get a `datetime` and a `date` that tell what they are told to. Commands keep the real
ones, which their arguments are declared with; they hand the work to other modules.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from types import ModuleType
from typing import Any

ROOMS = ("warehouse", "ingest", "dashboard")
COMPARES_TYPES = "warehouse.queries.query"
"""It asks for the very type of a value, and for no time."""
_real_time = time.time
_tell: Callable[[], float] = time.time
_replaced: list[tuple[ModuleType, str, object]] = []


class _Alike(type):
    """A class whose instances are those of the class it stands in for."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, cls.__mro__[1])


class _Datetime(datetime, metaclass=_Alike):
    def __new__(cls, *parts: Any, **named: Any) -> Any:
        return datetime(*parts, **named)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(_tell(), tz)


class _Date(date, metaclass=_Alike):
    def __new__(cls, *parts: Any, **named: Any) -> Any:
        return date(*parts, **named)

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date.fromtimestamp(_tell())


_STAND_INS: tuple[tuple[str, object, object], ...] = (
    ("datetime", datetime, _Datetime),
    ("date", date, _Date),
)


def stop_clock(moment: datetime) -> None:
    """Lets the clock stand at a moment."""
    _set(moment.timestamp)


def shift_clock(days: float) -> None:
    """Lets the clock run that many days off the real one."""
    _set(lambda: _real_time() + days * 86_400)


def follow_clock(tell: Callable[[], float]) -> None:
    """Lets the clock show what a function tells: the seconds of Unix time."""
    _set(tell)


def real_time() -> float:
    """Unix time by the machine's clock, whatever this process is told."""
    return _real_time()


def right_clock() -> None:
    """Gives the process its own clock back."""
    global _tell
    _tell = time.time = _real_time
    for module, word, real in _replaced:
        setattr(module, word, real)
    _replaced.clear()


def _set(tell: Callable[[], float]) -> None:
    global _tell
    _tell = time.time = tell
    for name, module in list(sys.modules.items()):
        is_ours = name.split(".")[0] in ROOMS and ".commands" not in name
        if not is_ours or name == COMPARES_TYPES:
            continue
        for word, real, stand_in in _STAND_INS:
            if getattr(module, word, None) is real:
                setattr(module, word, stand_in)
                _replaced.append((module, word, real))
