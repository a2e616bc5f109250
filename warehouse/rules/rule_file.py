"""Reading one file of rules: every row typed, every fault named with its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse.errors import RuleError
from warehouse.rules.tables import FROM, TO, RuleColumn, RuleTable

Value = str | int | float | date | None
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)/(\d\d?)/(\d{4})")


@dataclass(frozen=True)
class RuleRow:
    """One row of a file of rules.

    Attributes:
        file_name: Name of the file it stands in.
        line: Line of the file, the headings being line 1.
        values: Column → value, without the two dates.
        valid_from: First day.
        valid_to: Last day; None while it is open.
    """

    file_name: str
    line: int
    values: dict[str, Value]
    valid_from: date
    valid_to: date | None


def read_rule_file(
    path: Path, table: RuleTable
) -> tuple[list[RuleRow], list[RuleError]]:
    """The good rows of a file and what is wrong with the others.

    Args:
        path: A CSV file in UTF-8, parted by commas or semicolons.
        table: What the file must hold.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        rule, step = "the file must be UTF-8", "save it as CSV UTF-8"
        return [], [RuleError(path.name, f"byte {error.start}", rule, step)]
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter)
    headings = [heading.strip() for heading in next(reader, [])]
    faults = list(_faults_of_headings(path.name, headings, table))
    if faults:
        return [], faults
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row, wrong = _read_row(path.name, reader.line_num, headings, cells, table)
        faults += wrong
        if row is not None:
            rows.append(row)
    return rows, faults + list(_faults_between(rows, table))


def columns_of(table: RuleTable) -> tuple[RuleColumn, ...]:
    """All columns of a table, the two dates last."""
    return (*table.columns, FROM, TO)


def _faults_of_headings(
    name: str, headings: list[str], table: RuleTable
) -> Iterator[RuleError]:
    known = {column.name for column in columns_of(table)}
    place = f"{name} line 1"
    for heading in headings:
        if heading not in known:
            rule = f"a heading must be one of {', '.join(sorted(known))}"
            yield RuleError(
                place, heading, rule, f"thanthien rules template {table.name}"
            )
    for heading in sorted({h for h in headings if headings.count(h) > 1}):
        rule, step = "a heading stands once", "remove one of the two columns"
        yield RuleError(place, heading, rule, step)
    for column in columns_of(table):
        if column.is_required and column.name not in headings:
            rule = "this column must be there"
            yield RuleError(
                place, column.name, rule, f"thanthien rules template {table.name}"
            )


def _read_row(
    name: str, line: int, headings: list[str], cells: list[str], table: RuleTable
) -> tuple[RuleRow | None, list[RuleError]]:
    place = f"{name} line {line}"
    if len(cells) > len(headings):
        rule = f"a row has {len(headings)} cells"
        step = "put quotes around a text that holds the separator"
        return None, [RuleError(place, f"{len(cells)}", rule, step)]
    given = dict(zip(headings, cells, strict=False))
    values: dict[str, Value] = {}
    faults = []
    for column in columns_of(table):
        try:
            values[column.name] = _read_cell(given.get(column.name, ""), column, place)
        except RuleError as error:
            faults.append(error)
    faults += _faults_together(values, table, place)
    if faults:
        return None, faults
    begins, ends = values.pop(FROM.name), values.pop(TO.name)
    assert isinstance(begins, date)
    assert ends is None or isinstance(ends, date)
    if ends is not None and ends < begins:
        rule = f"the last day must not come before the first ({begins:%d/%m/%Y})"
        step = "correct one of the two days"
        return None, [
            RuleError(f"{place}, column {TO.name}", f"{ends:%d/%m/%Y}", rule, step)
        ]
    return RuleRow(name, line, values, begins, ends), []


def _faults_together(
    values: dict[str, Value], table: RuleTable, place: str
) -> Iterator[RuleError]:
    """Cells that another cell of the row asks for, or rules out."""
    for column in table.columns:
        if column.only_with is None or column.name not in values:
            continue
        other, words = column.only_with
        is_asked, value = values.get(other) in words, values[column.name]
        if is_asked == (value is not None):
            continue
        thing = f"{place}, column {column.name}"
        if is_asked:
            rule = f"{values[other]} needs this cell"
            yield RuleError(thing, "", rule, "fill it in")
        else:
            rule = f"only with {', '.join(words)}"
            yield RuleError(thing, str(value), rule, "leave the cell empty")


def _read_cell(text: str, column: RuleColumn, place: str) -> Value:
    text, thing = text.strip(), f"{place}, column {column.name}"
    if not text:
        if column.is_required:
            raise RuleError(thing, "", "this cell must be filled", "fill it in")
        return None
    if column.type == "date":
        return _read_day(text, thing)
    if column.type == "text":
        if column.words and text not in column.words:
            rule = f"one of {', '.join(column.words)}"
            raise RuleError(thing, text, rule, "write one of these words")
        return text
    if not _NUMBER.fullmatch(text):
        raise RuleError(thing, text, "a number", "write it in digits, as 0.85 or 0,85")
    number = float(text.replace(",", "."))
    if column.type == "integer" and number != int(number):
        raise RuleError(thing, text, "a whole number", "write it without a fraction")
    if column.least is not None and number < column.least:
        rule = f"a number of {column.least:g} or more"
        raise RuleError(thing, text, rule, "correct the number")
    return int(number) if column.type == "integer" else number


def _read_day(text: str, thing: str) -> date:
    found = _DAY.fullmatch(text)
    if found:
        year, month, day = (
            found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
        )
        try:
            read = date(int(year), int(month), int(day))
        except ValueError:
            read = FIRST_DAY
        if 1945 <= read.year <= 2200:
            return read
    rule, step = "a day of the calendar from 1945 to 2200", "write it as 23/11/2026"
    raise RuleError(thing, text, rule, step)


def _faults_between(rows: list[RuleRow], table: RuleTable) -> Iterator[RuleError]:
    """Rows that name one thing twice, and editions whose rows end on several days."""
    seen: dict[tuple[Value, ...], RuleRow] = {}
    ends: dict[tuple[Value, ...], RuleRow] = {}
    for row in rows:
        key = (*(row.values[name] for name in table.key), row.valid_from)
        first = seen.setdefault(key, row)
        place = f"{row.file_name} line {row.line}"
        if first is not row:
            named = ", ".join(str(part) for part in key)
            what = ", ".join(table.key)
            rule = f"one row for each {what} and first day, as in line {first.line}"
            yield RuleError(place, named, rule, "remove one of the two lines")
        edition = ends.setdefault((row.values[table.group], row.valid_from), row)
        if edition.valid_to != row.valid_to:
            rule = (
                f"rows of one {table.group} that begin together end together,"
                f" as in line {edition.line}"
            )
            day = "" if row.valid_to is None else f"{row.valid_to:%d/%m/%Y}"
            yield RuleError(
                f"{place}, column {TO.name}", day, rule, "write the same last day"
            )
