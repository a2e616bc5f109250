"""An export of dossiers as an old .xls: a sheet for each month, a sheet of notes.

Below a title with three days stand headings over two rows and a row of column numbers.
The office stands once for several rows, times stand before days, and the words of the
state are the program's own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlwt

STATES = ("Đã trả đúng hẹn", "Đã trả quá hẹn", "Đang làm", "Chờ dân bổ sung")
OFFICES = ("UBND Xã An Bình", "UBND XÃ HÒA SƠN")
APPLICANTS = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cúc", "Phạm Thị Dung")
TITLES = (
    "ỦY BAN NHÂN DÂN TỈNH THỬ",
    "DANH SÁCH HỒ SƠ GIẢI QUYẾT",
    "Từ ngày 01/09/2026 đến ngày 31/10/2026",
    "Kết xuất lúc 17 giờ 05, ngày 31/10/2026",
)
UPPER = ("STT", "Đơn vị", "Hồ sơ", None, "Người nộp", None, "Mốc thời gian", None, None)
LOWER = (None, None, "Số biên nhận", "Mã thủ tục", "Họ tên", "Điện thoại")
TIMES = ("Nhận", "Hẹn", "Trả dân")
LAST = "Tình hình"
_MERGED = ((2, 3), (4, 5), (6, 8))
"""First and last column of the headings that stand over several."""


def dossier_export(n_each: int = 40) -> bytes:
    """The workbook, as the program of an office writes it.

    Args:
        n_each: Dossiers of each office and month.
    """
    book = xlwt.Workbook(encoding="utf-8")
    for month in (9, 10):
        _write_month(book.add_sheet(f"Thang {month:02}"), month, n_each)
    notes = book.add_sheet("Ghi chu")
    for line, text in enumerate(("Ghi chú", "Số liệu do phần mềm kết xuất.")):
        notes.write(line, 0, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(month: int, n_each: int) -> list[list[object]]:
    """The dossiers of a month; the office stands in the first row of its dossiers."""
    rows: list[list[object]] = []
    for place, office in enumerate(OFFICES):
        for n in range(n_each):
            number = place * n_each + n
            received, due = n % 18 + 1, n % 18 + 6
            state = STATES[number % 4]
            done = due + 2 if state == STATES[1] else due - 1
            returned = f"16:20 {done:02}/{month:02}/2026" if number % 4 < 2 else None
            rows.append(
                [
                    number + 1,
                    None if n else office,
                    f"H91-26{month:02}{received:02}-{number + 1:04}",
                    ("1.001193", "2.000488")[number % 2],
                    APPLICANTS[number % 4],
                    f"09120{number:05}",
                    f"08:15 {received:02}/{month:02}/2026",
                    f"17:00 {due:02}/{month:02}/2026",
                    returned,
                    state,
                ]
            )
    return rows


def _write_month(sheet: xlwt.Worksheet, month: int, n_each: int) -> None:
    for line, title in enumerate(TITLES):
        sheet.write_merge(line, line, 0, 9, title)
    top = len(TITLES) + 1
    for place, text in enumerate((*UPPER, LAST)):
        is_over = any(first <= place <= last for first, last in _MERGED)
        if text and not is_over:
            sheet.write_merge(top, top + 1, place, place, text)
    for first, last in _MERGED:
        sheet.write_merge(top, top, first, last, UPPER[first])
    for place, text in enumerate((*LOWER, *TIMES)):
        if text:
            sheet.write(top + 1, place, text)
    _write(sheet, top + 2, [f"({n})" for n in range(1, 11)])
    line = top + 3
    for line, row in enumerate(rows_of(month, n_each), start=top + 3):
        _write(sheet, line, row)
    _write(sheet, line + 1, [None, f"Tổng cộng: {2 * n_each} hồ sơ"])
    _write(sheet, line + 3, [None] * 7 + ["NGƯỜI LẬP BIỂU"])
    _write(sheet, line + 4, [None] * 7 + ["(Ký, ghi rõ họ tên)"])


def _write(sheet: xlwt.Worksheet, line: int, cells: Sequence[object]) -> None:
    for place, cell in enumerate(cells):
        if cell is not None:
            sheet.write(line, place, cell)
