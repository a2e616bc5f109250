"""Marked cells of an .ods: errors, formulas without a result, zeros by format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from ingest.files.hidden_places import HiddenPlaces
from ingest.files.workbooks.guard import MAX_COLUMNS
from ingest.files.workbooks.marked_cells import (
    CALC_ERROR,
    ERRORS,
    UNCALCULATED,
    Marks,
    no_marks,
    whole,
)

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MAX_REPEAT = 1_000
"""A row or cell repeated more often fills a sheet to its end and says nothing."""
_ERROR = re.compile("|".join([*map(re.escape, ERRORS), CALC_ERROR]))


def ods_marks(path: Path, sheet: str, hidden: HiddenPlaces) -> Marks:
    """Marks of one sheet, and what is hidden."""
    marks = no_marks()
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        name, row, column = "", 0, 0
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                name, row, column = element.get(f"{_TABLE}name", ""), 0, 0
            elif event == "end" and element.tag == f"{_TABLE}table-column":
                last = column + _n_same(element, "columns")
                if name == sheet and _is_hidden(element):
                    hidden.add_columns(range(column, min(last, MAX_COLUMNS)))
                column = last
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                n_same = _n_same(element, "rows")
                if name == sheet:
                    if _is_hidden(element) and _is_filled(element):
                        for hidden_row in range(row, row + min(n_same, _MAX_REPEAT)):
                            hidden.add_row(hidden_row)
                    _mark_rows(element, row, n_same, marks)
                row += n_same
                element.clear()
    return marks


def _n_same(element: ElementTree.Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _is_filled(row: ElementTree.Element) -> bool:
    return any(cell.get(f"{_OFFICE}value-type") is not None for cell in row)


def _mark_rows(
    element: ElementTree.Element, row: int, n_same: int, marks: Marks
) -> None:
    column = 0
    for cell in element:
        n_cells = _n_same(cell, "columns")
        text = _said(cell)
        if text is not None:
            for at in range(row, row + min(n_same, _MAX_REPEAT)):
                for beside in range(column, column + min(n_cells, _MAX_REPEAT)):
                    marks[at].append((beside, text))
        column += n_cells


def _said(cell: ElementTree.Element) -> str | None:
    shown = "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")).strip()
    kind = cell.get(f"{_OFFICE}value-type")
    if cell.get(f"{_TABLE}formula") is not None:
        if _ERROR.fullmatch(shown):
            return shown
        if kind is None and not shown:
            return UNCALCULATED
    number = whole(cell.get(f"{_OFFICE}value", "")) if kind == "float" else None
    if number is not None and shown.isdigit() and shown != str(number):
        return shown if int(shown) == number else None
    return None
