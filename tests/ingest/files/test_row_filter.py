"""Rows left out below the header, across batches, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import csv_reader
from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table

HEAD = "Mã,Tên,Số,Xã,Ngày,Kênh\n"
DATA = "1,A,2,X,3,Y\n"


def read(
    folder: Path, text: str, hints: ReadHints | None = None
) -> tuple[list[int], dict[str, int], Table]:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    table = next(open_tables(path, hints or ReadHints()))
    lines = [n for b in table.batches() for n in b.column(0).to_pylist()]
    return lines, dict(table.skipped), table


@pytest.fixture(autouse=True, params=[1, 3, 50_000])
def batch_rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reader, "MAX_BATCH_ROWS", request.param)


def test_footer_ends_the_table(tmp_path: Path) -> None:
    text = HEAD + DATA + "Tổng cộng,,2,,,\n,Người lập,,,TM. UBND,\n,An,,,Bình,\n"
    lines, skipped, _ = read(tmp_path, text)
    assert (lines, skipped) == ([2], {"total": 1, "signature": 2})


def test_printed_pages_repeat_header_and_signatures(tmp_path: Path) -> None:
    page = DATA + ",Người lập,,,,\n,An,,,,\n"
    lines, skipped, _ = read(tmp_path, HEAD + page + HEAD + page)
    assert (lines, skipped) == ([2, 6], {"signature": 4, "repeated_header": 1})


@pytest.mark.parametrize(
    "head", [HEAD.upper(), HEAD.lower(), "MÃ,tên,SỐ,Xã,ngày,Kênh\n"]
)
def test_a_header_printed_again_in_other_capitals_is_no_data(
    tmp_path: Path, head: str
) -> None:
    lines, skipped, _ = read(tmp_path, HEAD + DATA + head + DATA)
    assert (lines, skipped) == ([2, 4], {"repeated_header": 1})


def test_a_next_page_may_number_its_columns_where_the_first_did_not(
    tmp_path: Path,
) -> None:
    text = HEAD + DATA + HEAD + "1,2,3,4,5,6\n" + DATA + "1,2,3,4,5,6\n"
    lines, skipped, _ = read(tmp_path, text)
    assert (lines, skipped) == ([2, 5, 6], {"repeated_header": 1, "column_numbers": 1})


def test_full_row_after_a_signature_is_data_again(tmp_path: Path) -> None:
    lines, skipped, _ = read(tmp_path, HEAD + "Nơi nhận,,,,,\n" + DATA)
    assert (lines, skipped) == ([3], {"signature": 1})


def test_sparse_row_that_is_no_signature_stays_to_be_judged(tmp_path: Path) -> None:
    lines, skipped, _ = read(tmp_path, HEAD + "I. Phường A,,,,,\n" + DATA)
    assert (lines, skipped) == ([2, 3], {})


def test_spec_may_keep_totals_and_signatures(tmp_path: Path) -> None:
    text = HEAD + DATA + "Cộng,,2,,,\nGhi chú,,,,,\n"
    hints = ReadHints(skip_totals=False, skip_signatures=False)
    assert read(tmp_path, text, hints)[0] == [2, 3, 4]


def test_group_rows_go_only_where_the_spec_says_so(tmp_path: Path) -> None:
    text = HEAD + "I,Vùng,9,,,\n" + DATA
    assert read(tmp_path, text)[0] == [2, 3]
    lines, skipped, _ = read(tmp_path, text, ReadHints(skip_groups=True))
    assert (lines, skipped) == ([3], {"group": 1})


def test_read_and_skipped_rows_make_up_the_file(tmp_path: Path) -> None:
    text = (
        HEAD + DATA * 5 + "\n" + ",,,,,\n" + "Cộng,,2,,,\n" + DATA + "Nơi nhận,,,,,\n"
    )
    lines, _, table = read(tmp_path, text)
    assert len(lines) + table.n_skipped_rows + 1 == text.count("\n")


def test_total_after_a_footer_ends_in_another_batch(tmp_path: Path) -> None:
    text = HEAD + DATA * 2 + "Nơi nhận,,,,,\n" + DATA * 2 + "Cộng,,2,,,\n" + DATA
    lines, skipped, _ = read(tmp_path, text)
    assert (lines, skipped) == ([2, 3, 5, 6, 8], {"signature": 1, "total": 1})


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("total", ["Tổng cộng", "TỔNG", "Cộng", "CỘNG", "cộng"])
def test_totals_among_records_of_figures(
    tmp_path: Path, total: str, column: int
) -> None:
    cells = ["", "", "2", "", "", ""]
    cells[column] = total
    lines, skipped, _ = read(tmp_path, f"{HEAD}{DATA}{','.join(cells)}\n")
    assert (lines, skipped) == ([2], {"total": 1})


@pytest.mark.parametrize(
    "opening",
    [
        "Người lập",
        "NƠI NHẬN",
        "TM. UBND",
        "* Ghi chú",
        "(Ký tên)",
        "ký, đóng dấu",
        "Hòa Bình, ngày 3 tháng 5",
        "Page 1",
        "in ngày 3",
        "KT. Chủ tịch",
        "Lập biểu",
        "Xác nhận của",
    ],
)
def test_signatures_among_records_of_figures(tmp_path: Path, opening: str) -> None:
    lines, skipped, _ = read(tmp_path, f'{HEAD}{DATA}"{opening}",,,,,\n')
    assert (lines, skipped) == ([2], {"signature": 1})


@pytest.mark.parametrize(
    "row",
    [
        "Tỷ lệ %,,2,,,",
        "TỶ LỆ (%),,2,,,",
        "Cộng,,2,,,",
        ",CỘNG:,2,,,",
        "Lũy kế,,2,,,",
        "LUỸ KẾ NĂM 2026,,2,,,",
        ",Cộng dồn,2,,,",
        "*,Tổng cộng,2,,,",
        ",Mang sang,2,,,",
        ",CỘNG CHUYỂN SANG TRANG,2,,,",
        "T.CỘNG,,2,,,",
        "tong cong,,2,,,",
        ",So với cùng kỳ (%),2,,,",
        "NGƯỜI GHI SỔ,,,,,",
        ",Người lập biểu,,,THỦ TRƯỞNG,",
        ",Kế toán trưởng,,,,",
        ",,,,TRƯỞNG PHÒNG,",
        "TRƯỞNG PHÒNG NỘI VỤ,,,,,",
        ",,PHÓ CHỦ TỊCH,,,",
        "Người lập,,TRƯỞNG PHÒNG,,,",
        "CHỦ TỊCH UBND XÃ,,,,,",
        ",GIÁM ĐỐC TRUNG TÂM,,,,",
        "Q. CHÁNH VĂN PHÒNG,,,,,",
        ",,,CÔNG CHỨC TIẾP NHẬN,,",
        "Đại diện Mặt trận,,,,,",
        "VĂN THƯ,,,LÃNH ĐẠO,,",
        "truong phong,,,,,",
        "Cộng sổ: 20 đơn,,,,,",
        ",Cộng trang: 12 phiếu,,,,",
        "Tổng số đơn: 20,,,,,",
        "Tổng cộng có 20 thư,,,,,",
        "Cộng lượt: 15,,,,,",
        "Tổng các đơn đã nhận: 20,,,,,",
        ",Chuyển trang sau,2,,,",
        "Trang trước chuyển sang,,2,,,",
        "Số trang trước mang sang,,2,,,",
        "Danh sách này có 20 người,,,,,",
        "(Sổ gồm 20 đơn),,,,,",
        "Ấn định danh sách có 20 hồ sơ,,,,,",
        "-- Hết --,,,,,",
    ],
)
def test_rows_that_are_no_records_go_wherever_they_stand(
    tmp_path: Path, row: str
) -> None:
    lines, skipped, _ = read(tmp_path, HEAD + DATA + row + "\n" + DATA)
    assert lines == [2, 4]
    assert sum(skipped.values()) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Tỷ lệ hộ nghèo",
        "Tỷ lệ hài lòng",
        "Trung bình",
        "Cộng Hòa",
        "Tổng Cọt",
        "Tong Van",
        "Trưởng phòng",
        "Chủ tịch UBND xã",
        "Danh sách hộ nghèo",
        "Sổ hộ khẩu",
        "Hết hạn",
        "Đại diện hộ",
        "Tổng đài 1022: trả lời",
    ],
)
def test_a_record_that_only_begins_like_one_stays(tmp_path: Path, name: str) -> None:
    lines, _, _ = read(tmp_path, HEAD + f"{name},A,2,X,3,Y\n" + DATA)
    assert lines == [2, 3]
