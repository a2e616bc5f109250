"""Exports: nothing runs, all rows, numbers stay numbers, the second sheet tells all."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from warehouse.errors import ThanThienError
from warehouse.safe_text import safe_text
from warehouse.table_files import Column, Export, to_csv, to_xlsx

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "|cmd",
    "%0A=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    '=HYPERLINK("http://example.invalid/?"&A1,"x")',
    "=cmd|'/C calc'!A0",
    "\u00a0-2+3",
    "'\u200b",
)

COLUMNS = (
    Column("unit", "Đơn vị"),
    Column("share", "Tỷ lệ hài lòng", "share", "Số phiếu hài lòng chia số phiếu"),
    Column("mean", "Điểm trung bình", "decimal"),
    Column("n", "Số phiếu", "whole"),
    Column("day", "Ngày", "date"),
)


def export_of(rows: list[dict[str, object]], **changes: object) -> Export:
    fields: dict[str, object] = {
        "title": "Hài lòng theo đơn vị",
        "columns": COLUMNS,
        "rows": rows,
        "build_id": "b1",
        "exported_by": "anna",
        "exported_at": datetime(2026, 11, 23, 8, 5, tzinfo=UTC),
        "data_as_of": date(2026, 9, 30),
        "filters": {"Kỳ": "2026-Q3"},
        "reason": "họp giao ban",
    }
    return Export(**{**fields, **changes})  # type: ignore[arg-type]


ROW = {
    "unit": "Xã Đông",
    "share": 0.8394,
    "mean": Decimal("4.25"),
    "n": 1234,
    "day": date(2026, 9, 1),
}


def read_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("text", FORMULAS[:-1])
def test_a_formula_is_marked_as_text(text: str) -> None:
    assert safe_text(text).startswith("'")
    assert not set("\t\r\n") & set(safe_text(text))


@pytest.mark.parametrize("text", ["Xã Đông", "", "5 - 3", "a=b", "(không)", "3,5"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe_text(text) == text


def test_xlsx_has_no_formula_cell_and_keeps_every_row() -> None:
    rows = [{**ROW, "unit": text} for text in FORMULAS]
    book = load_workbook(io.BytesIO(to_xlsx(export_of(rows))))
    cells = [cell for sheet in book for line in sheet for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert book.worksheets[0].max_row == len(FORMULAS) + 1


def test_headings_filters_and_names_are_as_safe_as_rows() -> None:
    hostile = export_of(
        [ROW],
        title="=1",
        exported_by="=2",
        reason="=3",
        filters={"=4": "=5"},
        columns=(Column("unit", "=6", definition="=7"),),
    )
    book = load_workbook(io.BytesIO(to_xlsx(hostile)))
    cells = [cell for sheet in book for line in sheet for cell in line]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [c.value for c in cells if str(c.value).startswith("=")]


def test_xlsx_keeps_types_formats_and_the_filter() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(export_of([ROW]))))
    sheet = book.worksheets[0]
    unit, share, mean, n, day = next(iter(sheet.iter_rows(min_row=2)))
    assert (unit.value, n.value) == ("Xã Đông", 1234)
    assert share.value == pytest.approx(0.8394)
    assert share.number_format == "0.00%"
    assert mean.value == pytest.approx(4.25)
    assert day.value == datetime(2026, 9, 1)
    assert day.number_format == "dd/mm/yyyy"
    assert sheet.auto_filter.ref == "A1:E2"
    assert sheet.freeze_panes == "A2"


def test_the_second_sheet_tells_where_the_figures_come_from() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(export_of([ROW], is_simulated=True))))
    lines = {line[0]: line[1] for line in book["Thông tin"].values if line[0]}
    assert lines["Bản dựng"] == "b1"
    assert lines["Số liệu tính đến"] == "30/09/2026"
    assert lines["Người xuất"] == "anna"
    assert lines["Xuất lúc"] == "23/11/2026 08:05"
    assert lines["Lý do xuất"] == "họp giao ban"
    assert lines["Kỳ"] == "2026-Q3"
    assert lines["Tỷ lệ hài lòng"] == "Số phiếu hài lòng chia số phiếu"
    assert "MÔ PHỎNG" in str(next(iter(lines)))
    assert "MÔ PHỎNG" in str(book["Dữ liệu"]["A1"].value)


def test_hidden_and_undefined_figures_stay_empty() -> None:
    row = {**ROW, "share": None, "mean": float("nan"), "n": float("inf")}
    book = load_workbook(io.BytesIO(to_xlsx(export_of([row]))))
    assert [c.value for c in book.worksheets[0][2]][1:4] == [None, None, None]
    assert read_csv(to_csv(export_of([row])))[1][1:4] == ["", "", ""]


def test_csv_opens_in_vietnamese_excel() -> None:
    content = to_csv(export_of([ROW]))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = read_csv(content)
    assert lines[0][0] == "Đơn vị"
    assert lines[1] == ["Xã Đông", "83,94%", "4,25", "1234", "01/09/2026"]


def test_csv_of_simulated_data_says_so_in_every_row() -> None:
    lines = read_csv(to_csv(export_of([ROW, ROW], is_simulated=True)))
    assert all("MÔ PHỎNG" in line[-1] for line in lines)


def test_a_negative_number_is_a_number_not_a_marked_text() -> None:
    row = {**ROW, "mean": -1.5}
    assert read_csv(to_csv(export_of([row])))[1][2] == "-1,5"


def test_too_many_rows_are_refused_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.table_files.MAX_ROWS", 1)
    with pytest.raises(ThanThienError, match="at most 1 rows"):
        to_xlsx(export_of([ROW, ROW]))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_runs_none_of_the_formulas(kind: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    rows: list[dict[str, object]] = [{"unit": text} for text in FORMULAS]
    export = export_of(rows, columns=(Column("unit", "Đơn vị"),))
    source = tmp_path / f"bang.{kind}"
    source.write_bytes(to_xlsx(export) if kind == "xlsx" else to_csv(export))
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    # 59 = `;` between fields, 34 = `"`, 76 = UTF-8, and values are evaluated.
    reading = ["--infilter=CSV:59,34,76,1,,0,false,true"] if kind == "csv" else []
    writing = ["--convert-to", "fods", "--outdir", str(tmp_path), str(source)]
    subprocess.run([*command, *reading, *writing], check=True, timeout=120)
    opened = (tmp_path / "bang.fods").read_text("utf-8")
    assert "Đơn vị" in opened
    assert "table:formula=" not in opened
