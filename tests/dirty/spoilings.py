"""Which cells of which files are spoilt, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ingest.files.text import heading_key
from ingest.spec.spec import ColumnRule, Spec
from tests.dirty.source_table import SourceTable
from warehouse.raw.column import DATE, DECIMAL, INTEGER, LEVEL, TIMESTAMP, Kind

ALLOWED = ("blank", "other_unit", "other_encoding")
"""Sorts that may leave a row as good as any other."""
LISTED = ("unit", "officer", "procedure", "wave", "item", "criterion", "case")
"""What a list names, so that an unknown code can be known as such."""
OTHER_UNIT = "09900"


@dataclass(frozen=True, eq=False)
class Sort:
    """One way to spoil one column, or the whole file.

    Attributes:
        table: The file as it was.
        spec: How it is read.
        kind: Raw kind of its rows.
        column: Column of the kind; empty for a whole row or file.
        name: What is wrong.
        place: Place of the column in the file.
        is_read: The value is kept, and not free text or left out by the spec.
    """

    table: SourceTable
    spec: Spec
    kind: Kind
    column: str
    name: str
    place: int = 0
    is_read: bool = True

    def fits(self, row: int) -> bool:
        """Whether a row holds something to spoil."""
        cells = self.table.rows[row]
        n_filled = sum(1 for cell in cells if cell not in (None, ""))
        # a row of column numbers, a total or a signature holds fewer cells
        if n_filled < 0.5 * len(self.table.headings) or self.place >= len(cells):
            return False
        if all(str(cell).isdigit() and len(str(cell)) < 3 for cell in cells if cell):
            return False
        old = cells[self.place]
        if not self.column:
            return True
        return old not in (None, "") and self.spoilt(row, 0) != old

    def spoilt(self, row: int, number: int) -> Any:
        """The value that stands there instead; `number` tells unknown codes apart."""
        old = self.table.rows[row][self.place]
        if self.name in ("year_1900", "year_2099"):
            year = int(self.name[-4:])
            if isinstance(old, date | datetime):
                return old.replace(year=year, month=1, day=1)
            return re.sub(r"(19|20)\d\d", str(year), str(old), count=1)
        return {
            "swapped": _swapped(old),
            "wrong_type": "mười hai",
            "blank": None if not isinstance(old, str) else "",
            "error": "#REF!",
            "minus_one": "-1",
            "huge": "1000000000000",
            "unknown_word": "Không có chữ này",
            "unknown_code": f"ZZ-{number:04}",
            "other_unit": OTHER_UNIT,
        }.get(self.name)


@dataclass(frozen=True, eq=False)
class Spoiling:
    """One way to spoil, in one row.

    Attributes:
        sort: What is wrong, and where.
        row: Place of the row.
        value: What stands there instead.
    """

    sort: Sort
    row: int
    value: Any

    @property
    def line(self) -> int:
        """Line of the row in its file."""
        return self.sort.table.line(self.row)

    def cells(self) -> list[Any]:
        """All the row held and holds."""
        return [*self.sort.table.rows[self.row], self.value]


def sorts_of(table: SourceTable, spec: Spec) -> Iterator[Sort]:
    """Every way to spoil one file."""
    keys = [heading_key(text) for text in table.headings]
    for rule in spec.kinds:
        for column in rule.columns:
            places = [
                keys.index(heading_key(text))
                for source in column.sources
                for text in source.headings
                if heading_key(text) in keys
            ]
            if not places or len(column.sources) != 1:
                continue
            is_read = _is_read(rule.kind, column)
            for name in _values(rule.kind, column):
                yield Sort(
                    table, spec, rule.kind, column.name, name, places[0], is_read
                )
    if not table.sheet:
        for name in ("doubled_row", "other_encoding"):
            yield Sort(table, spec, spec.kinds[-1].kind, "", name)


def _values(kind: Kind, column: ColumnRule) -> tuple[str, ...]:
    type_ = kind.column(column.name).type
    if type_ in (DATE, TIMESTAMP):
        return ("year_1900", "year_2099", "swapped", "wrong_type", "blank", "error")
    if type_ in (INTEGER, DECIMAL, LEVEL):
        # what a system writes where there is none says so, and spoils nothing
        is_unset = kind.column(column.name).unset == -1
        below = () if is_unset else ("minus_one",)
        return (*below, "huge", "wrong_type", "blank", "error")
    if _is_listed(kind, column):
        return ("unknown_word", "blank", "error")
    named = kind.references.get(column.name)
    if named == "unit":
        return ("unknown_code", "other_unit", "blank", "error")
    return ("unknown_code", "blank", "error") if named in LISTED else ("blank", "error")


def _is_read(kind: Kind, column: ColumnRule) -> bool:
    """Whether a wrong value can be known: not so for what nobody lists."""
    return (
        kind.column(column.name).type != "varchar"
        or _is_listed(kind, column)
        or kind.references.get(column.name) in LISTED
    )


def _is_listed(kind: Kind, column: ColumnRule) -> bool:
    """Whether only listed words are known; where others are kept it is free text."""
    is_open = column.otherwise == "keep"
    return bool(kind.column(column.name).words or (column.values and not is_open))


def _swapped(old: Any) -> Any:
    """Day and month turned round where that is no day any more."""
    if isinstance(old, date | datetime):
        return old
    text = str(old)
    found = re.search(r"(\d\d)/(\d\d)/(\d{4})", text)
    if found and int(found[1]) > 12:
        return text.replace(found[0], f"{found[2]}/{found[1]}/{found[3]}", 1)
    found = re.match(r"(\d{4})(-?)(\d\d)(-?)(\d\d)", text)
    if found and int(found[5]) > 12 and _is_date(found):
        swapped = f"{found[1]}{found[2]}{found[5]}{found[4]}{found[3]}"
        return text.replace(found[0], swapped, 1)
    return old


def _is_date(found: re.Match[str]) -> bool:
    try:
        datetime(int(found[1]), int(found[3]), int(found[5]))
    except ValueError:
        return False
    return True
