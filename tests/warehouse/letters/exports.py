"""An office's own export with planted names, and the letters it is owed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from warehouse.rules.tables import FAULTS

UNIT = key("91001")
HEADINGS: tuple[str, ...] = (
    "STT",
    "Đơn vị tiếp nhận",
    "Mã TTHC",
    "Mã hồ sơ",
    "Trạng thái",
)
HEADINGS += ("Hình thức nộp", "Người nộp", "Chủ hồ sơ", "Địa chỉ", "Đối tượng")
HEADINGS += ("Cán bộ thụ lý", "Ngày nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")
HEADINGS += ("Ngày trả",)

Person = tuple[str, str, str, str, str]
"""Code, applicant, owner, address, kind of applicant."""


def code(number: int) -> str:
    return f"000.00.01.H91-261001-{number:04d}"


def write_export(path: Path, people: Sequence[Person]) -> Path:
    """A dossier list; each row is about one person."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỒ SƠ. Tính đến ngày 31/10/2026"])
    sheet.append(HEADINGS)
    for number, (case, applicant, owner, address, kind) in enumerate(people, 1):
        row = [number, "Phường An Bình", "1.000001.000.00.00.H91", case]
        row += ["Đã trả kết quả", "Trực tiếp", applicant, owner, address, kind]
        row += ["CB001", "01/10/2026 08:00", "05/10/2026 17:00"]
        row += ["07/10/2026 09:00", "07/10/2026 10:00"]
        sheet.append(row)
    book.save(path)
    return path


PETITION_HEAD = "Mã đơn;Loại đơn;Ngày nhận;Mã đơn vị;Lĩnh vực;Kênh tiếp nhận;"
PETITION_HEAD += "Ngày thụ lý;Hạn giải quyết;Ngày giải quyết;Ngày thông báo;"
PETITION_HEAD += "Kết quả giải quyết;Cấp nhận đơn;Cấp có thẩm quyền;Xem xét lại;"
PETITION_HEAD += "Họ tên;Địa chỉ"


def write_petitions(path: Path, people: Sequence[tuple[str, str, str]]) -> Path:
    """A register of petitions; each row says code, who wrote it, and the address."""
    rows = [
        f"{one};Phản ánh;01/10/2026;91001;Thất lạc giấy tờ;Trực tiếp;;;05/10/2026;;"
        f"Đúng;Xã;Xã;Không;{name};{address}"
        for one, name, address in people
    ]
    path.write_text("\n".join([PETITION_HEAD, *rows, ""]), encoding="utf-8")
    return path


def owe(
    build: Path, codes: Iterable[str], kind: str = "apology", occasion: str = ""
) -> None:
    """Puts letters of one kind that the unit owes in place of the build's own."""
    is_of_petitions = kind == "thanks" or occasion in FAULTS
    rows = [
        {
            "owed_key": f"{kind}/{one}",
            "letter_kind": kind,
            "occasion": occasion or "late_case",
            "about": "petition" if is_of_petitions else "case",
            "matter_code": one,
            "unit_key": UNIT,
            "answering_unit_key": UNIT,
            "procedure_code": None,
            "occasion_on": date(2026, 10, 5),
            "due_on": date(2026, 10, 8),
            "sent_on": None,
            "exempt_reason": None,
            "state": "missing",
        }
        for one in codes
    ]
    with changed(build) as connection:
        connection.register("owed", pd.DataFrame(rows))
        connection.sql(f"delete from fct_owed_letters where letter_kind = '{kind}'")
        connection.sql("insert into fct_owed_letters by name select * from owed")
