"""Rows, columns and sheets nobody sees in a workbook are told when they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

from ingest.loading.load import load_files
from ingest.mapping.notices import Notice
from ingest.spec.explain import explain_file
from ingest.spec.explain_text import as_text
from tests.ingest.conftest import Desk

HEADINGS = ["Mã đơn vị", "Chỉ tiêu", "Kỳ", "Kế hoạch", "Thực hiện"]
ROWS: list[list[str | int]] = [
    [f"0900{n}", "THU_NGAN_SACH", "2026", 100, 50 + n] for n in range(1, 8)
]
TITLED: list[list[str | int]] = [["Bảng chỉ tiêu"], [*HEADINGS], *ROWS]
SPEC = """
read: {sheets: ["Tháng .*"]}
kinds:
  - kind: target
    columns:
      unit_code: {from: Mã đơn vị}
      indicator: {from: Chỉ tiêu}
      period: {from: Kỳ}
      planned: {from: Kế hoạch}
      achieved: {from: Thực hiện}
"""


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in TITLED:
        sheet.append(row)
    for place in (1, 4, 5, 7, 9, 12):
        sheet.row_dimensions[place].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["H"].hidden = True
    book.save(path)


def _xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for line, row in enumerate(TITLED):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    for line in (1, 4, 5, 7, 9, 12):
        sheet.row(line - 1).hidden = True
    sheet.col(3).hidden = True
    sheet.col(7).hidden = True
    book.save(str(path))


def _ods(path: Path) -> None:
    hidden = {1: "collapse", 4: "filter", 5: "filter", 7: "collapse", 9: "collapse"}
    book = OpenDocumentSpreadsheet()
    table = Table(name="a")
    table.addElement(TableColumn(numbercolumnsrepeated=3))
    table.addElement(TableColumn(visibility="collapse"))
    table.addElement(TableColumn(numbercolumnsrepeated=3))
    table.addElement(TableColumn(visibility="collapse"))
    for line, row in enumerate(TITLED, start=1):
        odf_row = TableRow(visibility=hidden.get(line, "visible"))
        for value in row:
            number = {} if isinstance(value, str) else {"value": value}
            cell = TableCell(valuetype="float" if number else "string", **number)
            cell.addElement(P(text=str(value)))
            odf_row.addElement(cell)
        table.addElement(odf_row)
    book.spreadsheet.addElement(table)
    book.save(path)


@pytest.mark.parametrize(
    ("ending", "write"), [("xlsx", _xlsx), ("xls", _xls), ("ods", _ods)]
)
def test_hidden_rows_and_columns_are_read_and_told(
    desk: Desk, ending: str, write: Callable[[Path], None]
) -> None:
    path = desk.folder / f"chi_tieu.{ending}"
    write(path)
    (result,) = load_files([path], settings=desk.settings)
    assert desk.raw("select count(*), sum(planned)::int from raw.target") == [(7, 700)]
    assert result.notices == (
        Notice.of("rows_hidden", 4, (4, 5, 7)),
        Notice.of_file("columns_hidden", columns="Kế hoạch"),
    )
    assert "4 dòng đang ẩn" in result.as_text("vi")
    assert "dòng 4, 5, 7, …" in result.as_text("vi")


def test_explain_says_what_nobody_sees(desk: Desk) -> None:
    path = desk.folder / "chi_tieu.xlsx"
    _xlsx(path)
    said = as_text(explain_file(path, desk.settings), "vi")
    assert "số dòng đang ẩn, vẫn đọc như mọi dòng: 4" in said
    assert "cột đang ẩn, vẫn đọc như mọi cột: Kế hoạch" in said


def test_a_hidden_sheet_the_layout_names_is_told_as_read(desk: Desk) -> None:
    book = openpyxl.Workbook()
    for name in ("Tháng 1", "Tháng 2"):
        sheet = book.create_sheet(name)
        for row in TITLED[1:]:
            sheet.append(row)
    book["Tháng 2"].sheet_state = "veryHidden"
    path = desk.folder / "tep.xlsx"
    book.save(path)
    result = desk.load_path(path, SPEC)
    assert result.notices == (Notice.of_file("sheet_hidden_read", sheets="Tháng 2"),)


def test_a_workbook_of_hidden_sheets_alone_is_told_as_read(desk: Desk) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.visibility = 1
    for line, row in enumerate(TITLED[1:]):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    path = desk.folder / "tep.xls"
    book.save(str(path))
    (result,) = load_files([path], settings=desk.settings)
    assert result.notices == (Notice.of_file("sheet_hidden_read", sheets="a"),)
