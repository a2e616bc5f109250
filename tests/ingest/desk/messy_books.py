"""Office books that no spec fits: title blocks, merged headers, marks, signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LEVELS = (
    "Rất không hài lòng",
    "Không hài lòng",
    "Bình thường",
    "Hài lòng",
    "Rất hài lòng",
)
QUESTIONS = ("Cán bộ chào hỏi, niềm nở", "Trả kết quả đúng ngày đã hẹn")
ANSWERS = ((5, 4), (4, 4), (2, None), (1, 3), (5, 5), (3, 4))
"""Level of each question, ballot by ballot."""
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cúc", "Phạm Thị Dung")


def _start(titles: Sequence[str]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line, title in enumerate(titles, start=1):
        sheet.cell(line, 1, title)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=8)
    return book, sheet


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ballot_book(n_times: int = 1) -> bytes:
    """A book of ballots with a cross in one of five columns of each question."""
    book, sheet = _start(("ỦY BAN NHÂN DÂN XÃ", "SỔ TỔNG HỢP PHIẾU GÓP Ý CỦA DÂN"))
    fixed = ("Số thứ tự phiếu", "Họ tên người góp ý", "Góp ý về nơi nào", "Hôm ghi")
    for place, heading in enumerate(fixed, start=1):
        sheet.cell(4, place, heading)
        sheet.merge_cells(start_row=4, start_column=place, end_row=5, end_column=place)
    for n, question in enumerate(QUESTIONS):
        first = len(fixed) + 1 + n * len(LEVELS)
        sheet.cell(4, first, question)
        sheet.merge_cells(
            start_row=4, start_column=first, end_row=4, end_column=first + 4
        )
        for level, word in enumerate(LEVELS):
            sheet.cell(5, first + level, word)
    for number, levels in enumerate(ANSWERS * n_times):
        unit = "UBND xã An Bình" if number % 2 else "UBND xã Hòa Sơn"
        row = [
            f"P{number + 1:04}",
            NAMES[number % 4],
            unit,
            f"{number % 28 + 1:02}/10/2026",
        ]
        marks: list[str | None] = [None] * (2 * len(LEVELS))
        for place, given in enumerate(levels):
            if given:
                marks[place * len(LEVELS) + given - 1] = "x"
        sheet.append([*row, *marks])
    sheet.append(["Tổng cộng", None, None, None, 9])
    sheet.append([])
    sheet.append([None, None, None, None, "Người lập biểu"])
    return _bytes(book)


def dossier_book() -> bytes:
    """A book of dossiers under headings of its own, with days as text."""
    titles = ("UBND XÃ AN BÌNH", "SỔ GHI VIỆC CỦA DÂN", "Tính đến ngày 31/10/2026")
    book, sheet = _start(titles)
    sheet.append([])
    heads = ("TT", "Ký hiệu hồ sơ", "Tên công dân", "Số di động", "Hôm nhận")
    sheet.append([*heads, "Hẹn dân", "Hôm trả dân", "Nơi làm", "Giờ ra sao"])
    states = ("Trả rồi", "Còn làm")
    for n in range(8):
        done = f"{n + 4:02}/10/2026" if n % 2 == 0 else ""
        sheet.append(
            [
                n + 1,
                f"AB-{n + 1:03}",
                NAMES[n % 4],
                f"09120001{n:02}",
                f"{n + 1:02}/10/2026",
                f"{n + 6:02}/10/2026",
                done,
                "UBND xã An Bình",
                states[n % 2],
            ]
        )
    sheet.append([None, "Cộng: 8 hồ sơ"])
    sheet.append([None, None, None, None, None, "TM. ỦY BAN NHÂN DÂN"])
    return _bytes(book)


UNITS = (
    "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ\n"
    "91,Tỉnh Thử,Tỉnh,,01/07/2025\n"
    "91001,Xã An Bình,Xã,91,01/07/2025\n"
    "91002,Xã Hòa Sơn,Xã,91,01/07/2025\n"
)
