"""Needed columns that no heading names, found by what the cells hold.

An id is the one column of codes of which no two are equal; the day something came in is
the one that no other day of its row comes before; an office is the one column of them.
A deadline stands in every row and never before the first day, where the days of what
happened stand only in rows where it did. Where two could be meant, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ingest.drafting.content import are_communes, holds_units, made_by_machine
from ingest.spec.samples import ColumnView
from warehouse.raw.column import DATE, TIMESTAMP, Column, Kind

Cells = Sequence[str | None]
_DAY_FIRST = re.compile(
    r"(?:\d{1,2}:\d\d(?::\d\d)? )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d(?!\d))"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)")
_ALMOST_ALL = 0.9
_DEADLINES = ("due_at", "due_on")


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
    return found | _deadline(kind, {**placed, **found}, headings, cells, views)


def _deadline(
    kind: Kind,
    placed: Mapping[str, str],
    headings: Sequence[str],
    cells: Mapping[str, Cells],
    views: Mapping[str, ColumnView],
) -> dict[str, str]:
    """The one whole column of later days, beside days that not all rows have."""
    first = placed.get(kind.day[0]) if kind.day else None
    due = [c.name for c in kind.columns if c.name in _DEADLINES]
    if first is None or not due or due[0] in placed:
        return {}
    days = {h: _days(cells[h]) for h in headings if views[h].looks == "date"}
    start = days.pop(first, None)
    if start is None:
        return {}  # empty, or no days: nothing is later than it
    whole = [
        heading
        for heading, own in days.items()
        if all(a and b and a <= b for a, b in zip(start, own, strict=True))
    ]
    has_others = any(None in own for own in days.values())
    likely = [h for h in whole if h not in placed.values()]
    return {due[0]: likely[0]} if len(whole) == len(likely) == 1 and has_others else {}


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
        return _offices_among(free, cells)
    own = [name for name in kind.key if name not in kind.references]
    names_rows = own[:1] == [column.name]  # not the number of something else
    if names_rows and column.name.endswith(("_code", "_id")):
        ids = [h for h in free if _are_ids(views[h]) and not _are_rows(cells[h])]
        ids = [h for h in ids if not made_by_machine(cells[h])]
        return [h for h in ids if views[h].looks == "code"] or ids
    return []


def _offices_among(free: Sequence[str], cells: Mapping[str, Cells]) -> list[str]:
    """Columns of names of offices; else of the five figures of a commune."""
    named = [h for h in free if holds_units(cells[h])]
    return named or [h for h in free if are_communes(cells[h])]


def _are_ids(view: ColumnView) -> bool:
    is_number = view.looks in ("code", "number")
    return is_number and 1 < view.n_distinct == view.n_filled


def _are_rows(column: Cells) -> bool:
    return list(column) == [str(n) for n in range(1, len(column) + 1)]


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
    return [day_of(cell) for cell in column]


def day_of(cell: str | None) -> date | None:
    """The day a cell begins with, day before month; None where it has none."""
    text = cell or ""
    try:
        if found := _DAY_FIRST.match(text):
            century = 2000 if len(found[3]) == 2 else 0
            return date(century + int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.match(text):
            return date(*map(int, found.groups()))
    except ValueError:
        return None  # no calendar has it: the load will say so
    return None
