"""A commune's book of petitions: headings over three rows, offices in words.

Days are typed as people type them, one with points and one with a dash; one office is
called by a name that no list has, another is in capitals.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

OFFICES = ("UBND Xã An Bình", "xã Hòa Sơn", "Trụ sở An Bình", "UBND XÃ HÒA SƠN")
NEW_NAME = OFFICES[2]
"""The name no list has; the clerk knows that it is An Bình."""
KINDS = ("Đơn khiếu nại", "Kiến nghị", "Phản ánh")
ENDS = ("Khiếu nại đúng", "Đúng một phần", "Không đúng", "")
FIELDS = ("Đất đai", "Môi trường", "Chế độ chính sách")
SENDERS = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cúc", "Phạm Thị Dung")
TITLES = (
    "UBND TỈNH THỬ - BAN TIẾP CÔNG DÂN",
    "SỔ THEO DÕI ĐƠN THƯ QUÝ IV NĂM 2026",
    "(Số liệu tính đến ngày 30 tháng 11 năm 2026)",
)
HEADINGS = (
    # heading, first line, last line, first column, last column
    ("TT", 1, 3, 1, 1),
    ("Đơn số", 1, 3, 2, 2),
    ("Người đứng đơn", 1, 1, 3, 4),
    ("Họ và tên", 2, 3, 3, 3),
    ("Nơi ở", 2, 3, 4, 4),
    ("Phân loại", 1, 1, 5, 6),
    ("Loại đơn", 2, 3, 5, 5),
    ("Lĩnh vực", 2, 3, 6, 6),
    ("Quá trình giải quyết", 1, 1, 7, 10),
    ("Đơn đến", 2, 3, 7, 7),
    ("Theo luật", 2, 2, 8, 9),
    ("Thụ lý", 3, 3, 8, 8),
    ("Hạn cuối", 3, 3, 9, 9),
    ("Xong", 2, 3, 10, 10),
    ("Giao cho", 1, 3, 11, 11),
    ("Kết quả", 1, 3, 12, 12),
)


def petition_book(n: int = 60) -> bytes:
    """The workbook.

    Args:
        n: Petitions in it.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line, title in enumerate(TITLES, start=1):
        sheet.cell(line, 1, title)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=12)
    top = len(TITLES) + 1
    for text, first, last, left, right in HEADINGS:
        sheet.cell(top + first, left, text)
        sheet.merge_cells(
            start_row=top + first,
            start_column=left,
            end_row=top + last,
            end_column=right,
        )
    for row in rows_of(n):
        sheet.append(row)
    sheet.append([None, f"Cộng: {n} đơn"])
    sheet.append([])
    sheet.append([None] * 8 + ["TM. BAN TIẾP CÔNG DÂN"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(n: int) -> list[list[object]]:
    """The petitions, one a row."""
    return [
        [
            number + 1,
            f"{number + 1:03}/KN-QĐ",
            SENDERS[number % 4],
            f"Thôn {number % 5 + 1}",
            KINDS[number % 3],
            FIELDS[number % 3],
            _day(number, number % 20 + 1, 10),
            _day(number + 1, number % 20 + 8, 10),
            _day(number + 2, number % 20 + 8, 11),
            _day(number, number % 20 + 3, 11) if ENDS[number % 4] else None,
            OFFICES[number % 4],
            ENDS[number % 4] or None,
        ]
        for number in range(n)
    ]


def _day(number: int, day: int, month: int) -> str:
    sign = ("/", "/", ".", "-")[number % 4]
    return f"{day}{sign}{month}{sign}2026"
