"""Cells a reader would give wrongly: errors, uncalculated formulas, zeros by format."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from ingest.files.workbooks.marked_cells import zeros_shown
from ingest.loading.load import load_files
from tests.ingest.conftest import Desk

CASES = Path(__file__).parents[2] / "cases"
ERRORS = [
    (5, "Ngày trả", "#N/A", "error_cell"),
    (6, "Cán bộ thụ lý", "#REF!", "error_cell"),
    (7, "Ngày kết thúc xử lý", "#VALUE!", "error_cell"),
    (8, "Ngày hẹn trả", "#NAME?", "error_cell"),
]
SPEC = """
kinds:
  - kind: target
    columns:
      unit_code: {from: Mã}
      indicator: {constant: thu}
      period: {constant: "2025"}
      planned: {from: Thu}
"""


def load_case(desk: Desk, name: str) -> None:
    load_files([CASES / name], settings=desk.settings)


def test_errors_of_a_workbook_are_refused_with_their_cell(desk: Desk) -> None:
    load_case(desk, "03_error_cells/ho_so_01.xlsx")
    assert desk.refused() == ERRORS
    assert desk.counts() == [("case", 6, 2, 0, 4)]


def test_a_number_under_a_format_of_zeros_comes_out_as_shown(desk: Desk) -> None:
    load_case(desk, "05_zeros_by_format/ho_so_14.xlsx")
    query = 'select distinct receiving_unit_code from raw."case"'
    assert desk.raw(query) == [("09001",)]


def test_a_formula_nobody_calculated_is_no_blank(desk: Desk) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["Mã", "Thu"], ["01", "=1+1"], ["02", 7]):
        sheet.append(row)
    path = desk.folder / "tep.xlsx"
    book.save(path)
    desk.load_path(path, SPEC)
    assert desk.refused() == [(2, "Thu", "#FORMULA?", "formula_cell")]
    assert desk.raw("select planned::int from raw.target") == [(7,)]


def test_old_workbooks_tell_errors_formulas_and_zeros(desk: Desk) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    zeros = xlwt.easyxf(num_format_str="00000")
    for row in range(4):
        sheet.write(row + 1, 0, 9001 + row, zeros)
    sheet.write(0, 0, "Mã")
    sheet.write(0, 1, "Thu")
    sheet.write(1, 1, xlwt.Formula("1+1"))
    sheet.row(2).set_cell_error(1, 0x2A)
    sheet.write(3, 1, 5)
    path = desk.folder / "tep.xls"
    book.save(str(path))
    desk.load_path(path, SPEC)
    assert desk.refused() == [
        (2, "Thu", "#FORMULA?", "formula_cell"),
        (3, "Thu", "#N/A", "error_cell"),
    ]
    found = desk.raw("select unit_code, planned::int from raw.target order by 1")
    assert found == [("09003", 5), ("09004", None)]


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
_TEXT = (
    '<table:table-cell office:value-type="string"><text:p>{}</text:p>'
    "</table:table-cell>"
)
_NUMBER = (
    '<table:table-cell office:value-type="float" office:value="{}"{}>'
    "<text:p>{}</text:p></table:table-cell>"
)


def test_opendocument_tells_errors_formulas_and_zeros(desk: Desk) -> None:
    formula = ' table:formula="of:=1/0"'
    rows = [
        _TEXT.format("Mã") + _TEXT.format("Thu"),
        _NUMBER.format(9001, "", "09001") + _NUMBER.format(0, formula, "#DIV/0!"),
        _NUMBER.format(9002, "", "09002") + _NUMBER.format(0, formula, "Err:502"),
        _NUMBER.format(9003, "", "09003") + f"<table:table-cell{formula}/>",
        _NUMBER.format(9004, "", "09004") + _NUMBER.format(5, "", "5"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    path = desk.folder / "tep.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows=body))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
            'xmlns:manifest:1.0"/>',
        )
    desk.load_path(path, SPEC)
    assert [row[2:] for row in desk.refused()] == [
        ("#DIV/0!", "error_cell"),
        ("Err:502", "error_cell"),
        ("#FORMULA?", "formula_cell"),
    ]
    found = desk.raw("select unit_code, planned::int from raw.target")
    assert found == [("09004", 5)]


def test_an_error_of_a_text_file_is_no_value_of_any_kind(desk: Desk) -> None:
    desk.load(SPEC, "Mã,Thu\n#REF!,5\n01,#N/A\n02,3\n")
    assert desk.refused() == [
        (2, "Mã", "#REF!", "error_cell"),
        (3, "Thu", "#N/A", "error_cell"),
    ]


def test_an_error_where_rows_are_chosen_refuses_the_row(desk: Desk) -> None:
    spec = SPEC.replace(
        "    columns:", '    where: {heading: Loại, in: ["A"]}\n    columns:'
    )
    desk.load(spec, "Mã,Thu,Loại\n01,5,A\n02,6,B\n03,7,#NAME?\n")
    assert desk.refused() == [(4, "Loại", "#NAME?", "error_cell")]
    assert desk.counts() == [("target", 2, 1, 0, 1)]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("00000", "09001"),
        ("000-000", "009-001"),
        ('"H"00000', "H09001"),
        ("0", None),
        ("0.00", None),
        ("#,##0", None),
        ("dd/mm/yyyy", None),
        ("000", "9001"),
    ],
)
def test_what_a_number_format_shows(code: str, shown: str | None) -> None:
    say = zeros_shown(code)
    assert (say(9001) if say else None) == shown


TCVN3 = ["NguyÔn V¨n An", "TrÇn ThÞ B×nh", "Lª Hång Phong", "Ph¹m Ngäc Th¹ch"]


def test_a_column_in_an_old_font_beside_unicode_is_turned_alone(desk: Desk) -> None:
    spec = SPEC.replace("{constant: thu}", "{from: Tên}")
    rows = "".join(f"Xã Hà Nội {i},5,{name}\n" for i, name in enumerate(TCVN3))
    desk.load(spec, "Mã,Thu,Tên\n" + rows)
    found = [row[0] for row in desk.raw("select indicator from raw.target order by 1")]
    assert found == [
        "Lê Hồng Phong",
        "Nguyễn Văn An",
        "Phạm Ngọc Thạch",
        "Trần Thị Bình",
    ]
    assert desk.raw("select min(unit_code) from raw.target") == [("Xã Hà Nội 0",)]


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac_roman", "utf-16-be"])
def test_any_codec_may_be_named(desk: Desk, codec: str) -> None:
    spec = f"read: {{encoding: {codec}}}" + SPEC.replace("Mã", "Code")
    desk.load(spec, "Code,Thu\ncafé,5\n".encode(codec))
    assert desk.raw("select unit_code from raw.target") == [("café",)]
