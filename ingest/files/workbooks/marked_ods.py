"""Marked cells of an .ods: errors, formulas without a result, zeros by format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

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


def ods_marks(path: Path, sheet: str) -> Marks:
    """Marks of one sheet."""
    marks = no_marks()
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        name, row = "", 0
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                name, row = element.get(f"{_TABLE}name", ""), 0
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                n_same = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                if name == sheet:
                    _mark_rows(element, row, n_same, marks)
                row += n_same
                element.clear()
    return marks


def _mark_rows(
    element: ElementTree.Element, row: int, n_same: int, marks: Marks
) -> None:
    column = 0
    for cell in element:
        n_cells = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
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
