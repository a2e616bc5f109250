"""Report → XLSX: its words, and every table as real numbers, a sheet each.

Number formats are those of the file format; a Vietnamese Excel shows 12.345 and
83,94 %. A hidden or unknown figure is a word, so no formula takes it for a number.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from dashboard.report.parts import Grid, Paragraph, Report, Sheet, Table
from dashboard.report.reproducible import without_clock
from dashboard.theme import LINE, SOFT
from dashboard.words import Words
from warehouse.safe_text import safe_text

FORMATS = {
    "text": "General",
    "count": "#,##0",
    "share": "0.0%",
    "points": "+0.0%;-0.0%;0.0%",
    "score": "0.0",
}
# Format → width in letters.
_WIDTHS = {"text": 22, "count": 12, "share": 12, "points": 13, "score": 16}
_FIRST, _TEXT = 46, 110
_LINE_PT = 15
_COLUMNS_A_PAGE = 10
FONT = "Times New Roman"
_ON_THE_RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
_RULE = Side(style="thin", color=LINE.removeprefix("#"))
_FILL = PatternFill("solid", fgColor=SOFT.removeprefix("#"))

# openpyxl's stubs know cells and sheets only in part.
_Sheet = Any
_Cell = Any


def to_xlsx(report: Report, words: Words) -> bytes:
    """The bytes of the workbook."""
    book = Workbook()
    first = book.active
    _write_text(first, report, words)
    for sheet in sheets_of(report):
        _write_grid(book.create_sheet(sheet.grid.name), sheet, report, words)
    file = io.BytesIO()
    book.save(file)
    return without_clock(file.getvalue(), is_book=True)


def sheets_of(report: Report) -> list[Sheet]:
    """Every table of a report as numbers, in order, then those beside it."""
    tables = [p for s in report.sections for p in s.parts if isinstance(p, Table)]
    return [*(Sheet(t.title, t.note, t.grid) for t in tables), *report.beside]


def _write_text(sheet: _Sheet, report: Report, words: Words) -> None:
    sheet.title = words("report.sheets.text")
    sheet.column_dimensions["A"].width = _TEXT
    lines = [(report.title, True), *_marks(report, words)]
    for section in report.sections:
        lines.append((section.title, True))
        for part in section.parts:
            if isinstance(part, Paragraph):
                draft = f"{words('report.draft')} " if part.is_draft else ""
                lines.append((draft + part.text, False))
            elif isinstance(part, Table):
                where = words("report.on_sheet", name=part.grid.name)
                lines.append((f"{part.title}: {where}", False))
    for nth, (text, is_bold) in enumerate(lines, start=1):
        _put(sheet, nth, 1, text, is_bold=is_bold)
        _set_height(sheet, nth, [(text, _TEXT)])
    _lay_out(sheet, 1, 1)


def _write_grid(sheet: _Sheet, one: Sheet, report: Report, words: Words) -> None:
    grid = one.grid
    above = [(one.title, True), (one.note, False), (report.until, False)]
    above += _marks(report, words)
    for nth, (text, is_bold) in enumerate(above, start=1):
        _put(sheet, nth, 1, text, is_bold=is_bold, is_wrapped=False)
    head = len(above) + 1
    widths = [_FIRST, *(_WIDTHS[form] for form in grid.formats[1:])]
    for column, heading in enumerate(grid.headings, start=1):
        cell = _put(sheet, head, column, heading, is_bold=True)
        cell.fill, cell.border = _FILL, Border(bottom=_RULE, top=_RULE)
        if grid.formats[column - 1] != "text":
            cell.alignment = _ON_THE_RIGHT
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = widths[column - 1]
    _set_height(sheet, head, zip(grid.headings, widths, strict=True))
    for row, cells in enumerate(grid.rows, start=head + 1):
        _put_row(sheet, row, cells, grid)
        words_of_row = (
            (cell, width)
            for cell, width in zip(cells, widths, strict=True)
            if isinstance(cell, str)
        )
        _set_height(sheet, row, words_of_row)
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    _lay_out(sheet, head, math.ceil(len(grid.headings) / _COLUMNS_A_PAGE))


def _put_row(sheet: _Sheet, row: int, cells: Iterable[str | float], grid: Grid) -> None:
    for column, (value, form) in enumerate(
        zip(cells, grid.formats, strict=True), start=1
    ):
        if isinstance(value, str):
            cell = _put(sheet, row, column, value)
            if form != "text":
                cell.alignment = _ON_THE_RIGHT
        else:
            cell = sheet.cell(row, column, value)
            cell.number_format = FORMATS[form]
            cell.alignment, cell.font = Alignment(vertical="top"), Font(name=FONT)
        cell.border = Border(bottom=_RULE)


def _put(
    sheet: _Sheet,
    row: int,
    column: int,
    text: str,
    *,
    is_bold: bool = False,
    is_wrapped: bool = True,
) -> _Cell:
    cell = sheet.cell(row, column)
    cell.value = safe_text(text)
    cell.data_type = "s"  # a text that starts with = is no formula
    cell.font = Font(name=FONT, bold=is_bold)
    cell.alignment = Alignment(wrap_text=is_wrapped, vertical="top")
    return cell


def _marks(report: Report, words: Words) -> list[tuple[str, bool]]:
    return [(words("report.simulated"), True)] if report.is_simulated else []


def _set_height(sheet: _Sheet, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """As many lines as the longest text of a row takes: not every reader counts."""
    n_lines = max(math.ceil(len(text) / (0.9 * width)) for text, width in cells)
    sheet.row_dimensions[row].height = _LINE_PT * max(n_lines, 1)


def _lay_out(sheet: _Sheet, head: int, n_pages_wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = n_pages_wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_title_cols = f"{head}:{head}", "A:A"
