"""Five lines in a hundred of the registers of a simulated province spoilt.

What is added must count for nothing: the same line again, the line of a unit nobody
knows, the line of a year that has not come. What is only written otherwise must count
as before: marks apart from their letters, blanks around.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import openpyxl

SHARE = 0.05
# Register → the column with the day that names its line.
REGISTERS = {
    "11_so_thu_MO_PHONG.csv": "Ngày gửi",
    "12_so_tiep_dan_MO_PHONG.xlsx": "Ngày theo lịch",
    "13_bang_kiem_MO_PHONG.csv": "Ngày kiểm tra",
    "14_chi_tieu_MO_PHONG.csv": "Kỳ",
    "15_van_ban_MO_PHONG.csv": "Ngày ký",
    "18_phuc_vu_tai_nha_MO_PHONG.csv": "Ngày yêu cầu",
}
UNIT = "Mã đơn vị"
Line = list[str | None]
Spoil = Callable[[Line], Line]


def spoil_registers(folder: Path, seed: int) -> dict[str, int]:
    """Writes the registers again with dirt; how many lines each has gained."""
    chance = random.Random(seed)
    return {name: _spoil(folder / name, day, chance) for name, day in REGISTERS.items()}


def _spoil(path: Path, day: str, chance: random.Random) -> int:
    rows = _read(path)
    head = next(i for i, row in enumerate(rows) if UNIT in row)
    headings, lines = rows[head], rows[head + 1 :]
    unit, when = headings.index(UNIT), headings.index(day)

    def unknown(line: Line) -> Line:
        return [*line[:unit], "ZZ-0001", *line[unit + 1 :]]

    def ahead(line: Line) -> Line:
        return [*line[:when], str(line[when]).replace("202", "209"), *line[when + 1 :]]

    ways: tuple[Spoil, ...] = (list, unknown, ahead)
    n = max(len(ways), round(SHARE * len(lines)))
    chosen = [line for line in lines if line[unit] and line[when]]
    added = [
        ways[number % len(ways)](line)
        for number, line in enumerate(chance.sample(chosen, n))
    ]
    for number in chance.sample(range(len(lines)), n):
        lines[number] = [_otherwise(cell) for cell in lines[number]]
    _write(path, [*rows[: head + 1], *lines, *added], head)
    return len(added)


def _otherwise(cell: str | None) -> str | None:
    return f"  {unicodedata.normalize('NFD', cell)} " if cell else cell


def _read(path: Path) -> list[Line]:
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        return [[None if c is None else str(c) for c in row] for row in rows]
    text = path.read_text(encoding="utf-8-sig")
    return [list(row) for row in csv.reader(io.StringIO(text))]


def _write(path: Path, rows: list[Line], head: int) -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for number, row in enumerate(rows[head + 1 :], head + 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        book.save(path)
        return
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
