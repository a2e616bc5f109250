"""Spreadsheets of three kinds give the same table of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table
from ingest.files.text import heading_key
from tests.ingest.files.workbooks import (
    PRINTED,
    Rows,
    many_rows,
    raw_xlsx,
    text_cell,
    write_ods,
    write_xls,
    write_xlsx,
)
from warehouse.errors import SpecError, UnreadableFileError

Writer = Callable[[Path, Mapping[str, Rows]], Path]
WRITERS: dict[str, Writer] = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}


def read(
    path: Path, hints: ReadHints | None = None
) -> list[tuple[Table, list[list[object]]]]:
    out = []
    for table in open_tables(path, hints or ReadHints()):
        rows: list[list[object]] = []
        for batch in table.batches():
            columns = [column.to_pylist() for column in batch.columns]
            rows += [list(row) for row in zip(*columns, strict=True)]
        out.append((table, rows))
    return out


@pytest.mark.parametrize("form", WRITERS)
def test_printed_list_becomes_a_table(tmp_path: Path, form: str) -> None:
    path = WRITERS[form](tmp_path / f"a.{form}", {"Tháng 5": PRINTED})
    ((table, rows),) = read(path)
    assert table.headings == (
        "STT",
        "Mã hồ sơ",
        "Ngày, tháng, năm / Nhận",
        "Ngày, tháng, năm / Hẹn trả",
        "Ngày, tháng, năm / Trả",
        "Đơn vị",
    )
    assert (table.sheet, table.header_line) == ("Tháng 5", 4)
    assert table.title_lines == ("UBND TỈNH MÔ PHỎNG", "DANH SÁCH HỒ SƠ")
    assert rows == [
        [7, "1", "0001", "2026-05-03", "2026-05-04 10:20:30", "12", "Hoà"],
        [8, "2", "00012", "2026-05-03", "3.5", "100000000000", None],
    ]
    assert dict(table.skipped) == {
        "title": 2,
        "blank": 2,
        "column_numbers": 1,
        "total": 1,
        "signature": 3,
    }
    assert table.n_skipped_rows + len(rows) + 2 == len(PRINTED)


def test_all_sheets_that_matter_are_read_and_no_other(tmp_path: Path) -> None:
    list_: Rows = [["Mã hồ sơ", "Ngày nhận"], ["1", "03/05/2026"]]
    sheets: dict[str, Rows] = {
        "Hướng dẫn": [["Cột", "Cách ghi"], ["Mã hồ sơ", "ghi đủ số 0"]],
        "Tháng 1": list_,
        "Trống": [],
        "Tháng 2": list_,
        "Đọc tôi": [["Mỗi dòng một hồ sơ."], ["Không sửa tiêu đề."]],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    assert [table.sheet for table, _ in read(path)] == ["Tháng 1", "Tháng 2"]


def test_sheets_of_another_layout_are_passed_over_when_headings_are_known(
    tmp_path: Path,
) -> None:
    list_: Rows = [["Mã hồ sơ", "Ngày nhận"], ["1", "03/05/2026"]]
    other: Rows = [["Quý", "Tổng thu"], ["I", 12], ["II", 13]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Biểu": other, "T1": list_})
    known = ReadHints(
        known_headings=frozenset(map(heading_key, ("mã hồ sơ", "ngày nhận")))
    )
    assert [table.sheet for table, _ in read(path, known)] == ["T1"]
    assert [table.sheet for table, _ in read(path)] == ["Biểu", "T1"]


def test_spec_may_name_sheets_by_pattern(tmp_path: Path) -> None:
    list_: Rows = [["Mã", "Tên"], ["1", "A"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"T1": list_, "T2": list_, "Khác": list_})
    hints = ReadHints(sheets=(r"T\d",))
    assert [table.sheet for table, _ in read(path, hints)] == ["T1", "T2"]
    with pytest.raises(SpecError, match=r"T1 \| T2 \| Khác"):
        read(path, ReadHints(sheets=("Tháng 1",)))


def test_merged_cells_give_their_value_to_each_row(tmp_path: Path) -> None:
    rows: Rows = [["Đơn vị", "Mã"], ["Xã A", "1"], [None, "2"], [None, "3"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": rows}, "A2:A3")
    ((_, found),) = read(path)
    assert [row[1] for row in found] == ["Xã A", "Xã A", None]


def test_fill_down_repeats_the_cell_above(tmp_path: Path) -> None:
    rows: Rows = [
        ["Đơn vị", "Mã"],
        ["Xã A", "1"],
        [None, "2"],
        ["Xã B", "3"],
        [None, "4"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": rows})
    ((_, found),) = read(path, ReadHints(fill_down=("ĐƠN VỊ",)))
    assert [row[1] for row in found] == ["Xã A", "Xã A", "Xã B", "Xã B"]
    with pytest.raises(SpecError, match="fill_down"):
        read(path, ReadHints(fill_down=("Xã",)))


@pytest.mark.parametrize("form", WRITERS)
def test_a_number_of_three_decimals_is_no_thousands(tmp_path: Path, form: str) -> None:
    numbers = [1.204, 0.125, -12.5, 1204]
    of_numbers: Rows = [[f"H{i}", n] for i, n in enumerate(numbers)]
    rows: Rows = [["Mã", "Số"], *of_numbers]
    ((_, found),) = read(WRITERS[form](tmp_path / f"a.{form}", {"Tháng 5": rows}))
    assert [row[2] for row in found] == ["1.2040", "0.125", "-12.5", "1204"]


def test_true_dates_of_the_1904_calendar(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.utils.datetime import MAC_EPOCH

    book = openpyxl.Workbook()
    book.epoch = MAC_EPOCH
    sheet = book.worksheets[0]
    sheet.append(["Mã", "Ngày"])
    sheet.append(["1", dt.datetime(2026, 5, 3)])
    book.save(tmp_path / "a.xlsx")
    ((_, rows),) = read(tmp_path / "a.xlsx")
    assert rows == [[2, "1", "2026-05-03"]]


def test_table_that_begins_below_and_right_keeps_its_lines(tmp_path: Path) -> None:
    head = f'<row r="4">{text_cell("C4", "Mã")}{text_cell("D4", "Tên")}</row>'
    body = f'<row r="6">{text_cell("C6", "1")}{text_cell("D6", "A")}</row>'
    ((table, found),) = read(raw_xlsx(tmp_path / "a.xlsx", head + body))
    assert (table.headings, table.header_line) == (("Mã", "Tên"), 4)
    assert found == [[6, "1", "A"]]


def test_many_rows_come_in_order_with_their_lines(tmp_path: Path) -> None:
    rows = many_rows(25_000)
    ((_, found),) = read(write_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert found == [[i + 2, f"H{i}", str(i)] for i in range(25_000)]


def test_legacy_font_is_shown_sheet_by_sheet(tmp_path: Path) -> None:
    tcvn3: Rows = [["TØnh", "D©n sè"], ["Hµ néi", 1], ["h­ng yªn", 2], ["§µ n½ng", 3]]
    unicode_: Rows = [["Tỉnh", "Dân số"], ["Hà Nội", 1]]
    vni: Rows = [
        ["Tænh", "Daân soá"],
        ["Haø Noäi", 1],
        ["Höng Yeân", 2],
        ["Ñaø Naüng", 3],
    ]
    sheets = {"cũ": tcvn3, "mới": unicode_, "vni": vni}
    tables = read(write_xls(tmp_path / "a.xls", sheets))
    assert [table.encoding for table, _ in tables] == ["tcvn3", "utf-8", "vni"]
    assert all(heading_key(t.headings[0]) == heading_key("tỉnh") for t, _ in tables)
    assert [row[1] for row in tables[0][1]] == ["Hà nội", "hưng yên", "Đà nẵng"]
    assert [row[1] for row in tables[2][1]] == ["Hà Nội", "Hưng Yên", "Đà Nẵng"]


def test_value_in_a_column_without_heading_refuses_the_file(tmp_path: Path) -> None:
    rows: Rows = [["Mã", "Tên", None], *([str(i), "A", None] for i in range(300))]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [*rows, ["301", "B", "lạc"]]})
    with pytest.raises(UnreadableFileError, match="column 3") as caught:
        read(path)
    assert "line 302" in caught.value.thing
    assert "lạc" not in caught.value.message


def test_leaving_early_ends_the_reading_process(tmp_path: Path) -> None:
    rows = many_rows(30_000)
    tables = open_tables(write_xlsx(tmp_path / "a.xlsx", {"S": rows, "T": rows}))
    next(next(tables).batches())
    tables.close()  # type: ignore[attr-defined]
    assert next(tables, None) is None
