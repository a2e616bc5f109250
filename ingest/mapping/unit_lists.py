"""Which unit a text means, by the unit lists loaded before and a day.

A name stands for several units, and after 1 July 2025 nearly every code does too. So
a text is looked up as of a day, by comparison key, and what is not one unit is
refused with the candidates: code, name, parent, first day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

import duckdb

from ingest.files.text import heading_key
from ingest.mapping.unit_names import (
    bare,
    code_behind,
    code_in,
    has_kind,
    parted,
    plain,
    unmarked,
    written_out,
)
from warehouse.errors import SpecError
from warehouse.stores.run_sql import run_sql

UNIT_KINDS = ("unit", "unit_alias", "unit_succession")
"""Kinds that the lists are read from."""
Verdict = tuple[str | None, str | None, str | None]
"""Value, reason (of no answer) or candidates, broken rule."""
PART = "\x1f"
"""Stands between name, parent and day in a text that is looked up."""
MAX_CANDIDATES = 5
MAX_LEVELS = 4
NEAR = 0.75
"""How like two names are, from 0 to 1, that one is a candidate for the other."""

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

    def __init__(
        self, units: Iterable[Unit], aliases: Mapping[str, str] | None = None
    ) -> None:
        self._aliases = aliases or {}
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._by_bare: dict[str, list[Unit]] = defaultdict(list)
        self._by_plain: dict[str, list[Unit]] = defaultdict(list)
        self._by_unmarked: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(units, key=lambda u: (u.code, u.first)):
            self._by_code[unit.code].append(unit)
            self._by_name[heading_key(unit.name)].append(unit)
            self._by_bare[bare(unit.name)].append(unit)
            self._by_plain[plain(unit.name)].append(unit)
            self._by_unmarked[unmarked(unit.name)].append(unit)

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> UnitLists:
        """Reads the lists in raw; of two that differ, one counts as in `stg_units`.

        Raises:
            SpecError: No list is loaded.
        """
        found = cls.read_any(connection)
        if found is None:
            rule = "a unit named in words is looked up in the unit list"
            step = "load the unit list first, then this file again"
            raise SpecError("unit list", "not loaded", rule, step)
        return found

    @classmethod
    def read_any(cls, connection: duckdb.DuckDBPyConnection) -> UnitLists | None:
        """Reads the lists in raw; None if there are none."""
        rows = run_sql(connection, _UNITS).fetchall()
        if not rows:
            return None
        endings = set(run_sql(connection, _ENDINGS).fetchall())
        aliases = run_sql(connection, _ALIASES).fetchall()
        return cls(
            _units(rows, endings), {heading_key(text): code for text, code in aliases}
        )

    def verdict(self, text: str) -> Verdict:
        """Says which unit `name PART parent PART day` means.

        Returns:
            Its key; else the candidates and the broken rule.
        """
        name, parent, day = (*text.split(PART), "", "")[:3]
        if not name:
            return None, None, None
        found, near = self._meant(name, parent, day)
        if len(found) == 1:
            return found[0].key, None, None
        if not found:
            return None, self._as_candidates(near), "unit_unknown"
        return (
            None,
            self._as_candidates(found),
            "unit_ambiguous" if day else "unit_undated",
        )

    def kept_or_named(self, text: str, *, is_plain: bool) -> Verdict:
        """A code as it stands, or that of the unit a name means.

        The warehouse reads a code by the day of its row; where a row has no day, a
        name becomes the key of its unit.

        Args:
            text: As for `verdict`; a code may stand alone.
            is_plain: Whether a unit's plain code is wanted instead of its key.
        """
        name, _, day = (*text.split(PART), "", "")[:3]
        code = name if name in self._by_code else code_in(name)
        if code:
            return code, None, None
        key, candidates, rule = self.verdict(text)
        # of a row's own day its code says the same, so a row is told once, not twice
        if key and (is_plain or day):
            key = key.partition("@")[0]
        return key, candidates, rule

    def _meant(
        self, name: str, parent: str, day: str
    ) -> tuple[Sequence[Unit], Sequence[Unit]]:
        """The units a text may mean, and those near it where it means none."""
        at = date.fromisoformat(day) if day else None
        called = self._called(name)
        parents = [parent] if parent else []
        if not called:
            first, behind = parted(name)
            called, parents = self._called(first), [*parents, *behind]
        under = [u for u in called if all(self._is_under(u, p) for p in parents)]
        found = [u for u in under if at is None or u.first <= at <= u.last]
        return found, under or called or self._near(name)

    def _near(self, text: str) -> Sequence[Unit]:
        """Units whose names are spelt much like a text, or whose code it holds."""
        parts = re.split(r"[^\w.]+", text)
        for code in ("".join(text.split()), *parts):
            if code in self._by_code:
                return self._by_code[code]
        wanted = plain(written_out(parted(text)[0]))
        if wanted in self._by_plain:
            return self._by_plain[wanted]
        close = get_close_matches(wanted, self._by_plain, MAX_CANDIDATES, NEAR)
        return [unit for key in close for unit in self._by_plain[key]]

    def _called(self, text: str) -> Sequence[Unit]:
        """Units of that code, that code and name, that name, that name in short."""
        if text in self._by_code:
            return self._by_code[text]
        both = _CODE_AND_NAME.fullmatch(text)
        if both and both[1] in self._by_code:
            name = heading_key(both[2])
            return [u for u in self._by_code[both[1]] if _is_called(u, name)]
        behind = code_behind(text)
        if behind and behind[1] in self._by_code:
            name = written_out(behind[0])
            return [u for u in self._by_code[behind[1]] if _is_called(u, name)]
        key = heading_key(text)
        if key in self._aliases:
            return self._by_code.get(self._aliases[key], [])
        for spelt in dict.fromkeys((key, written_out(text))):
            found = self._by_name.get(spelt) or self._by_bare.get(spelt)
            if found:
                return found
            if spelt.isascii():
                found = self._by_unmarked.get(spelt)
                if not found and not has_kind(spelt):
                    found = self._by_plain.get(plain(spelt))
                if found:
                    return found
        return []

    def _is_under(self, unit: Unit, parent: str) -> bool:
        name = written_out(parent)
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


def _is_called(unit: Unit, key: str) -> bool:
    if key in (heading_key(unit.name), bare(unit.name)):
        return True
    return key.isascii() and key in (unmarked(unit.name), plain(unit.name))


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
_ALIASES = """
select alias, unit_code from raw.unit_alias
qualify row_number() over (
    partition by lower(alias) order by stated_on desc nulls last, _row_md5 desc
) = 1
"""
_ENDINGS = """
select old_code, effective_date from raw.unit_succession
union
select unit_code, valid_from from raw.unit
"""
