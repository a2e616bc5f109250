"""Marked cells of an old .xls: errors, formulas without a result, zeros by format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xlrd

from ingest.files.hidden_places import HiddenPlaces
from ingest.files.workbooks.marked_cells import (
    UNCALCULATED,
    Marks,
    no_marks,
    zeros_shown,
)

_CALCULATED = b"\xc1\x01\x08\x00\xc1\x01"
"""The record by which Excel says with which version it calculated the workbook."""


_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def xls_marks(path: Path, sheet: str, hidden: HiddenPlaces) -> Marks:
    """Marks of one sheet, and what is hidden."""
    content = path.read_bytes()
    # Excel, too, stores an empty text as "no result"; others that do never calculated
    is_calculated = _CALCULATED in content
    with xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True
    ) as book:
        found = book.sheet_by_name(sheet)
        shown = _zero_formats(book)
        marks = no_marks()
        hidden.add_columns(n for n, how in found.colinfo_map.items() if how.hidden)
        for row in range(found.nrows):
            if _is_hidden(found, row):
                hidden.add_row(row)
            styles = zip(found.row_types(row), found.row_values(row), strict=True)
            for column, (kind, value) in enumerate(styles):
                if kind == xlrd.XL_CELL_ERROR:
                    text = xlrd.error_text_from_code.get(value, "#N/A")
                    marks[row].append((column, text))
                elif kind == xlrd.XL_CELL_TEXT and not value and not is_calculated:
                    marks[row].append((column, UNCALCULATED))
                elif kind == xlrd.XL_CELL_NUMBER and shown:
                    say = shown.get(found.cell_xf_index(row, column))
                    if say and value >= 0 and value == int(value):
                        marks[row].append((column, say(int(value))))
    return marks


def _is_hidden(sheet: xlrd.sheet.Sheet, row: int) -> bool:
    how = sheet.rowinfo_map.get(row)
    is_filled = any(kind not in _NOTHING for kind in sheet.row_types(row))
    return is_filled and how is not None and bool(how.hidden)


def _zero_formats(book: xlrd.Book) -> dict[int, Callable[[int], str]]:
    """How a cell's style shows a number, by the style's number."""
    found = {}
    for number, style in enumerate(book.xf_list):
        code = book.format_map[style.format_key].format_str
        shown = zeros_shown(code)
        if shown:
            found[number] = shown
    return found
