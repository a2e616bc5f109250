"""Small workbooks, honest and hostile, written for the tests."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

Cell = str | int | float | dt.date | None
Rows = Sequence[Sequence[Cell]]

PRINTED: Rows = [
    ["UBND TỈNH MÔ PHỎNG", None, None, None, None, None],
    [None] * 6,
    ["DANH SÁCH HỒ SƠ", None, None, None, None, None],
    ["STT", "Mã hồ sơ", "Ngày, tháng, năm", None, None, "Đơn vị"],
    [None, None, "Nhận", "Hẹn trả", "Trả", None],
    [1, 2, 3, 4, 5, 6],
    [1, "0001", dt.date(2026, 5, 3), dt.datetime(2026, 5, 4, 10, 20, 30), 12, "Hoà"],
    [2, "00012", dt.date(2026, 5, 3), 3.5, 1e11, None],
    [None] * 6,
    ["Tổng cộng", 2, None, None, None, None],
    [None, None, None, None, "Hòa Bình, ngày 03 tháng 5 năm 2026", None],
    [None, "Người lập biểu", None, None, "TM. UBND", None],
    [None, "(Đã ký)", None, None, "Nguyễn Văn Mẫu", None],
]
"""A print-out: title block, two-row header, column numbers, total, signatures."""


def many_rows(n: int) -> list[list[Cell]]:
    """A header and n records."""
    rows: list[list[Cell]] = [[f"H{i}", i] for i in range(n)]
    return [["Mã", "Số"], *rows]


def write_xlsx(path: Path, sheets: Mapping[str, Rows], *merged: str) -> Path:
    """Writes sheets; `merged` are ranges merged in the first."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def write_xls(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Writes an old binary workbook."""
    book = xlwt.Workbook()
    date = xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM:SS")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write(i, j, value, date)
                elif value is not None:
                    sheet.write(i, j, value)
    book.save(str(path))
    return path


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Writes an OpenDocument workbook."""
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = OdfTable(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(_odf_cell(value))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(path)
    return path


def _odf_cell(value: Cell) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def raw_xlsx(
    path: Path,
    sheet_data: str,
    *,
    prolog: str = "",
    extra: Mapping[str, str] | None = None,
) -> Path:
    """An .xlsx with one sheet whose XML is given as it stands."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{mime}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{mime}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="r1" Type="{office}/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}/relationships">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{main}"><sheetData>'
        f"{sheet_data}</sheetData></worksheet>",
    } | dict(extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, head + xml)
    return path


def text_cell(reference: str, text: str) -> str:
    """One inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
