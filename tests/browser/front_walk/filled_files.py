"""A keying workbook and a book of attempts, filled in as an office fills them in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.keying_workbook import N_ROWS

ANSWERED, REFUSED, AWAY = "Đã trả lời", "Từ chối", "Vắng nhà"
SHARE_CONTENT = 0.9
Asked = Mapping[str, tuple[str, date]]
"""Number of a ballot → its unit and the day it was answered."""


def fill_attempts(lists: Path, out: Path, first: date, days: int) -> Asked:
    """Fills the book of attempts; who answered.

    The largest units are asked, as long as one keying workbook takes all answers.
    """
    with ZipFile(lists) as archive:
        [name] = [n for n in archive.namelist() if "luot_hoi" in n]
        out.write_bytes(archive.read(name))
    book, chance = load_workbook(out), random.Random(19)
    sheet, answered = book.worksheets[0], {}
    head = _head(sheet, "Số phiếu")
    at = {str(cell.value): cell.column or 0 for cell in sheet[head]}
    rows = range(head + 1, sheet.max_row + 1)
    size = Counter(str(sheet.cell(row, at["Mã đơn vị"]).value) for row in rows)
    asked: set[str] = set()
    for unit, n in size.most_common():
        if n + sum(size[one] for one in asked) <= N_ROWS:
            asked.add(unit)
    for row in rows:
        ballot = str(sheet.cell(row, at["Số phiếu"]).value or "")
        unit = str(sheet.cell(row, at["Mã đơn vị"]).value or "")
        if unit not in asked or "-R" in ballot:
            continue  # nobody has come there so far, and nobody had to stand in
        day = first + timedelta(days=chance.randrange(days))
        moment = datetime(day.year, day.month, day.day, 8 + row % 9, row % 60)
        outcome = chance.choices((ANSWERED, REFUSED, AWAY), (86, 8, 6))[0]
        sheet.cell(row, at["Ngày giờ hỏi"]).value = moment
        sheet.cell(row, at["Kết quả hỏi"]).value = outcome
        if outcome == ANSWERED:
            sheet.cell(row, at["Số phút"]).value = chance.randrange(8, 16)
            answered[ballot] = (unit, day)
    book.save(out)
    return answered


def key_answers(path: Path, answered: Asked) -> None:
    """Keys one ballot per answer; formulas hold what a spreadsheet makes of them."""
    book, chance = load_workbook(path), random.Random(21)
    sheet = book.worksheets[0]
    at = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    items = [name for name in at if name.startswith("danh_gia/")]
    fixed = {name: _written(sheet, at[name]) for name in ("dot", "phien_ban")}
    for row, (ballot, (unit, day)) in enumerate(answered.items(), 2):
        given: dict[str, Any] = {
            "ma_phieu": ballot,
            "thong_tin/ma_xa": unit,
            "end": day,
            **fixed,
        }
        given |= {f.path: chance.choice(list(f.choices)) for f in FIELDS}
        is_content = chance.random() < SHARE_CONTENT
        given |= dict.fromkeys(items, "5" if is_content else "3")
        for name, value in given.items():
            sheet.cell(row, at[name]).value = value
    for row in range(len(answered) + 2, sheet.max_row + 1):
        for name in fixed:
            sheet.cell(row, at[name]).value = None
    book.save(path)


def _written(sheet: Worksheet, column: int) -> str:
    """The text that the formula of a column writes beside each number."""
    return str(sheet.cell(2, column).value).rsplit('"', 2)[1]


def _head(sheet: Worksheet, heading: str) -> int:
    """The line of the headings, below the title."""
    rows = range(1, sheet.max_row + 1)
    return next(
        row for row in rows if any(cell.value == heading for cell in sheet[row])
    )
