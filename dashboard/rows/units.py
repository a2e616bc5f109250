"""The units a reader may choose from, with their names and places in the tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

LEVELS = ("nation", "province", "district", "commune", "centre")


@dataclass(frozen=True)
class Unit:
    """One unit while it has one name, code and parent.

    Attributes:
        key: `unit_code@valid_from`.
        code: Administrative code.
        name: Name in Vietnamese.
        level: One of `LEVELS`.
        parent_key: The unit above, None for the province.
        path: Keys from the province down to this unit.
        valid_from: First day.
        valid_to: First day it no longer exists; None while it does.
        model_start: First day of the model here, if it has started.
    """

    key: str
    code: str
    name: str
    level: str
    parent_key: str | None
    path: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    model_start: date | None

    @property
    def is_current(self) -> bool:
        """Whether the unit still exists."""
        return self.valid_to is None

    @property
    def is_of_nation(self) -> bool:
        """Whether it is a province among those of a nation."""
        return self.level == "province" and self.parent_key is not None

    @property
    def last_day(self) -> date | None:
        """Last day it existed; None while it does."""
        return None if self.valid_to is None else self.valid_to - timedelta(days=1)


def unit_of(row: Mapping[str, Any]) -> Unit:
    """Makes a unit of one row of the registered query `units`."""
    return Unit(
        key=row["unit_key"],
        code=row["unit_code"],
        name=row["unit_name"],
        level=row["unit_level"],
        parent_key=row["parent_unit_key"],
        path=tuple((row["path"] or row["unit_key"]).split("/")),
        valid_from=row["unit_valid_from"],
        valid_to=row["valid_to"],
        model_start=row["model_start_date"],
    )


@lru_cache(maxsize=16384)
def name_key(name: str) -> tuple[str, ...]:
    """Sorts names as Vietnamese readers expect: letters first, then tone marks.

    >>> sorted(["Đông", "Dung", "Ếch", "An"], key=name_key)
    ['An', 'Dung', 'Đông', 'Ếch']
    """
    folded = unicodedata.normalize("NFD", name.casefold())
    letters = "".join(_LETTER.get(c, c) for c in folded if c not in _TONES)
    return (letters, folded)


def person_key(name: str) -> tuple[str, ...]:
    """Sorts people by given name, which stands last."""
    given, _, before = name.strip().rpartition(" ")[::-1]
    return (*name_key(given), *name_key(before))


def ordered(units: Iterable[Unit]) -> list[Unit]:
    """Province first, then by level and name."""
    return sorted(units, key=lambda u: (LEVELS.index(u.level), name_key(u.name)))


# Combining grave, acute, hook, tilde and dot below are tones; circumflex, breve and
# horn make other letters and sort after the plain one, as does đ after d.
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_LETTER = {"đ": "d\uffff", "\u0302": "\ufffd", "\u0306": "\ufffc", "\u031b": "\ufffe"}


def top_of(units: Iterable[Unit]) -> Unit:
    """The highest unit that exists today, else the highest of all."""
    listed = ordered(units)
    return next((unit for unit in listed if unit.is_current), listed[0])


def asked_units(units: Iterable[Unit]) -> list[Unit]:
    """Units of today that face citizens: communes and centres."""
    return [u for u in units if u.is_current and u.level in ("commune", "centre")]
