"""Needed columns that no heading names, found by what the cells hold.

An id is the one column of codes of which no two are equal; the day something came in is
the one that no other day of its row comes before; an office is the one column of them.
Where two could be meant, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ingest.drafting.content import holds_units
from ingest.spec.samples import ColumnView
from warehouse.raw.column import DATE, TIMESTAMP, Column, Kind

Cells = Sequence[str | None]
_DAY_FIRST = re.compile(
    r"(?:\d{1,2}:\d\d(?::\d\d)? )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
)
_YEAR_FIRST = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_ALMOST_ALL = 0.9


def needed_by_content(
    kind: Kind,
    placed: Mapping[str, str],
    headings: Sequence[str],
    cells: Mapping[str, Cells],
    views: Mapping[str, ColumnView],
) -> dict[str, str]:
    """Heading by needed column, where exactly one heading can be meant.

    Args:
        kind: What a row is.
        placed: Heading by column that words have placed already.
        headings: Headings that may be taken; those placed are passed over.
        cells: First cells by heading.
        views: What they look like.
    """
    found: dict[str, str] = {}
    for column in kind.columns:
        if column.is_required and column.name not in placed:
            taken = {*placed.values(), *found.values()}
            free = [h for h in headings if h not in taken]
            likely = _likely(column, kind, free, headings, cells, views)
            if len(likely) == 1:
                found[column.name] = likely[0]
    return found


def _likely(
    column: Column,
    kind: Kind,
    free: Sequence[str],
    headings: Sequence[str],
    cells: Mapping[str, Cells],
    views: Mapping[str, ColumnView],
) -> list[str]:
    if column.type in (DATE, TIMESTAMP):
        if kind.day[:1] != (column.name,):
            return []
        days = {h: _days(cells[h]) for h in headings if views[h].looks == "date"}
        return [h for h in free if h in days and _is_first(h, days)]
    if kind.references.get(column.name) == "unit":
        return [h for h in free if holds_units(cells[h])]
    if kind.key[:1] == (column.name,) and column.name.endswith(("_code", "_id")):
        return [h for h in free if _are_ids(views[h])]
    return []


def _are_ids(view: ColumnView) -> bool:
    return view.looks == "code" and 1 < view.n_distinct == view.n_filled


def _is_first(heading: str, days: Mapping[str, Sequence[date | None]]) -> bool:
    """Whether the day of (almost) every row is there, and before its other days."""
    own = days[heading]
    others = [column for name, column in days.items() if name != heading]
    n = len(own)
    n_first = 0
    for i, day in enumerate(own):
        beside = [later for column in others if (later := column[i]) is not None]
        n_first += day is not None and all(day <= later for later in beside)
    return n > 0 and own not in others and n_first >= _ALMOST_ALL * n


def _days(column: Cells) -> list[date | None]:
    return [_day(cell or "") for cell in column]


def _day(text: str) -> date | None:
    try:
        if found := _DAY_FIRST.match(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.match(text):
            return date(*map(int, found.groups()))
    except ValueError:
        return None  # no calendar has it: the load will say so
    return None
