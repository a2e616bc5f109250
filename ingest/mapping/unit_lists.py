"""Which unit a text means, by the unit lists loaded before and a day.

A name stands for several units, and after 1 July 2025 nearly every code does too. So
a text is looked up as of a day, by comparison key, and what is not one unit is
refused with the candidates: code, name, parent, first day.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from ingest.files.text import heading_key
from warehouse.errors import SpecError
from warehouse.stores.run_sql import run_sql

Verdict = tuple[str | None, str | None, str | None]
"""Value, reason (of no answer) or candidates, broken rule."""
PART = "\x1f"
"""Stands between name, parent and day in a text that is looked up."""
MAX_CANDIDATES = 5
MAX_LEVELS = 4

_KINDS = "xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
_KIND = re.compile("^(" + "|".join(map(heading_key, _KINDS.split("|"))) + ") ")
_PLAIN_KIND = re.compile(
    "^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) "
)
_CODE_AND_NAME = re.compile(r"(\w+)\s*[-–:]\s*(\D.*)")
_OPEN_END = date.max


@dataclass(frozen=True)
class Unit:
    """A unit while it had one name, code and parent.

    Attributes:
        code: Its code.
        name: Its name as listed.
        parent_code: Code of its parent.
        first: First day in force.
        last: Last day in force.
    """

    code: str
    name: str
    parent_code: str | None
    first: date
    last: date

    @property
    def key(self) -> str:
        """Names the unit for good: `code@first day`."""
        return f"{self.code}@{self.first.isoformat()}"

    def meets(self, other: Unit) -> bool:
        """Whether both were in force on one day."""
        return self.first <= other.last and other.first <= self.last


class UnitLists:
    """The units of all lists loaded so far."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._by_bare: dict[str, list[Unit]] = defaultdict(list)
        self._by_plain: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(units, key=lambda u: (u.code, u.first)):
            self._by_code[unit.code].append(unit)
            self._by_name[heading_key(unit.name)].append(unit)
            self._by_bare[_bare(unit.name)].append(unit)
            self._by_plain[_plain(unit.name)].append(unit)

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> UnitLists:
        """Reads the lists in raw; of two that differ, one counts as in `stg_units`.

        Raises:
            SpecError: No list is loaded.
        """
        rows = run_sql(connection, _UNITS).fetchall()
        if not rows:
            rule = "a unit named in words is looked up in the unit list"
            step = "load the unit list first, then this file again"
            raise SpecError("unit list", "not loaded", rule, step)
        endings = set(run_sql(connection, _ENDINGS).fetchall())
        return cls(_units(rows, endings))

    def verdict(self, text: str) -> Verdict:
        """Says which unit `name PART parent PART day` means.

        Returns:
            Its key; else the candidates and the broken rule.
        """
        name, parent, day = (*text.split(PART), "", "")[:3]
        if not name:
            return None, None, None
        called = self._called(name)
        under = [u for u in called if not parent or self._is_under(u, parent)]
        at = date.fromisoformat(day) if day else None
        found = [u for u in under if at is None or u.first <= at <= u.last]
        if len(found) == 1:
            return found[0].key, None, None
        if not found:
            near = under or called or self._by_plain.get(_plain(name), [])
            return None, self._as_candidates(near), "unit_unknown"
        return (
            None,
            self._as_candidates(found),
            "unit_ambiguous" if at else "unit_undated",
        )

    def _called(self, text: str) -> Sequence[Unit]:
        """Units of that code, that code and name, that name, that name in short."""
        if text in self._by_code:
            return self._by_code[text]
        both = _CODE_AND_NAME.fullmatch(text)
        if both and both[1] in self._by_code:
            name = heading_key(both[2])
            return [u for u in self._by_code[both[1]] if _is_called(u, name)]
        key = heading_key(text)
        return self._by_name.get(key) or self._by_bare.get(key, [])

    def _is_under(self, unit: Unit, parent: str) -> bool:
        name = heading_key(parent)
        return any(
            above.code == parent or _is_called(above, name)
            for above in self._ancestors(unit)
        )

    def _ancestors(self, unit: Unit) -> list[Unit]:
        found: list[Unit] = []
        level = [unit]
        for _ in range(MAX_LEVELS):
            level = [
                above
                for one in level
                for above in self._by_code.get(one.parent_code or "", [])
                if above.meets(one) and above is not one
            ]
            found += level
        return found

    def _as_candidates(self, units: Sequence[Unit]) -> str:
        shown = [
            " · ".join((u.code, u.name, self._parent_name(u), f"{u.first:%d/%m/%Y}"))
            for u in units[:MAX_CANDIDATES]
        ]
        more = len(units) - MAX_CANDIDATES
        return "; ".join([*shown, f"… +{more}"] if more > 0 else shown) or "–"

    def _parent_name(self, unit: Unit) -> str:
        return next((above.name for above in self._ancestors(unit)), "…")


def _bare(name: str) -> str:
    return _KIND.sub("", heading_key(name))


def _plain(name: str) -> str:
    """Letters alone, without marks: near enough to suggest, never to decide."""
    return "".join(c for c in _PLAIN_KIND.sub("", _unmarked(name)) if c.isalnum())


def _unmarked(text: str) -> str:
    marks = unicodedata.normalize("NFD", heading_key(text).replace("đ", "d"))
    return "".join(char for char in marks if not unicodedata.combining(char))


def _is_called(unit: Unit, key: str) -> bool:
    return key in (heading_key(unit.name), _bare(unit.name))


def _units(
    rows: Sequence[tuple[str, str, str | None, date, date | None]],
    endings: set[tuple[str, date]],
) -> list[Unit]:
    """Units with their last day, as `int_units` reckons it."""
    units = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        code, name, parent, first, end = row
        last = _OPEN_END
        if end is not None:
            one_day = timedelta(days=1)
            last = end if (code, end + one_day) in endings else end - one_day
        if following is not None and following[0] == code:
            last = min(last, following[3] - timedelta(days=1))
        units.append(Unit(code, name, parent, first, last))
    return units


_UNITS = """
select unit_code, unit_name, parent_code, valid_from, valid_to
from raw.unit
qualify row_number() over (
    partition by unit_code, valid_from
    order by stated_on desc nulls last, valid_to is not null desc, _row_md5 desc
) = 1
order by unit_code, valid_from
"""
_ENDINGS = """
select old_code, effective_date from raw.unit_succession
union
select unit_code, valid_from from raw.unit
"""
