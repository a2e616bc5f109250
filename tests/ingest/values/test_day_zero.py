"""Day numbers of a workbook that counts from 1904, under a date format or bare."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CalculationSettings, NullDate, TableCell, TableRow
from odf.table import Table as OdfTable
from odf.text import P
from openpyxl.utils.datetime import MAC_EPOCH

from ingest.desk.mending.mend_book import book_of, faults_of
from ingest.files.text import heading_key
from tests.ingest.conftest import Desk

DAY = dt.date(2026, 5, 3)
NUMBER = (DAY - dt.date(1904, 1, 1)).days
BAD = "chưa"
CODES = ("H1", "H2", "H3")
SPEC = """
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã hồ sơ"}
      received_at: {from: "Ngày nhận", dates: ["dd/MM/yyyy", "excel"]}
      finished_at: {from: "Ngày trả", dates: ["dd/MM/yyyy", "excel"]}
      extracted_on: {constant: 2026-07-01}
"""
HEAD = ("Mã hồ sơ", "Ngày nhận", "Ngày trả")


def of_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = MAC_EPOCH
    sheet = book.worksheets[0]
    sheet.append(HEAD)
    sheet.append(("H1", DAY, NUMBER))
    sheet.append(("H2", NUMBER, None))
    sheet.append(("H3", NUMBER, BAD))
    book.save(path)


def of_xls(path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("S")
    for column, heading in enumerate(HEAD):
        sheet.write(0, column, heading)
    for row, code in enumerate(CODES, start=1):
        sheet.write(row, 0, code)
        sheet.write(row, 1, NUMBER)
    sheet.write(1, 2, NUMBER, xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(3, 2, BAD)
    book.save(str(path))


def of_ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    settings = CalculationSettings()
    settings.addElement(NullDate(datevalue="1904-01-01"))
    book.spreadsheet.addElement(settings)
    table = OdfTable(name="S")
    day = {"valuetype": "date", "datevalue": DAY.isoformat()}
    number = {"valuetype": "float", "value": NUMBER}
    texts = [HEAD, ("H1", day, number), ("H2", number, None), ("H3", number, BAD)]
    for cells in texts:
        line = TableRow()
        for said in cells:
            cell = TableCell(**(said if isinstance(said, dict) else {}))
            if isinstance(said, str):
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=said))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(path)


@pytest.mark.parametrize("write", [of_xlsx, of_xls, of_ods])
def test_a_bare_day_number_counts_from_the_day_of_its_workbook(
    desk: Desk, tmp_path: Path, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"ho_so.{write.__name__.removeprefix('of_')}"
    write(path)
    result = desk.load_path(path, SPEC)
    assert (result.n_refused, desk.counts()) == (1, [("case", 3, 2, 0, 1)])
    found = desk.raw(
        "select case_code, received_at::date, finished_at::date"
        ' from raw."case" order by 1'
    )
    assert found == [("H1", DAY, DAY), ("H2", DAY, None)]


def test_a_row_to_mend_keeps_the_day_its_number_means(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "ho_so.xlsx"
    of_xlsx(path)
    sha256 = desk.load_path(path, SPEC).sha256
    faults = faults_of(desk.settings, sha256)
    mended = {heading_key("Ngày trả"): ""}
    book, n_rows = book_of(desk.settings, sha256, faults, "vi", mended=mended)
    assert n_rows == 1
    content = io.BytesIO()
    book.save(content)
    (tmp_path / "da_sua.xlsx").write_bytes(content.getvalue())
    assert desk.load_path(tmp_path / "da_sua.xlsx", SPEC).n_refused == 0
    found = desk.raw(
        "select received_at::date from raw.\"case\" where case_code = 'H3'"
    )
    assert found == [(DAY,)]
