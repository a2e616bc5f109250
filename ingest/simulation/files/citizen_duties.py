"""Writes the registers of letters and meetings, the checklist and the targets."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ingest.simulation.files.lists import day, records, title, write_delimited
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.registers.citizen_duties import meeting_rows, target_rows
from ingest.simulation.registers.letters import letter_rows
from ingest.simulation.registers.readiness import draw_readiness
from ingest.simulation.world import World

_LETTERS = {
    "apology": "Thư xin lỗi",
    "thanks": "Thư cảm ơn",
    "congratulation": "Thư chúc mừng",
    "condolence": "Thư chia buồn",
}
_REASONS = {
    "force_majeure": "Bất khả kháng",
    "security": "An ninh, quốc phòng",
    "applicant_papers": "Người nộp chưa bổ sung giấy tờ",
    "declined": "Người dân từ chối nhận",
    "other": "Khác",
}
_MEETINGS = {
    "reception": "Tiếp công dân",
    "dialogue": "Đối thoại",
    "field_visit": "Đi cơ sở",
}


def write_citizen_duties(world: World, folder: Path) -> list[Path]:
    """Writes the files and returns their paths."""
    return [
        _write_letters(letter_rows(world), folder),
        _write_meetings(meeting_rows(world), folder),
        _write_checks(draw_readiness(world).checks, folder),
        _write_targets(target_rows(world), folder),
    ]


def _date(text: object) -> str | None:
    found = day(text)
    return found.strftime("%d/%m/%Y") if found else None


def _write_letters(rows: pd.DataFrame, folder: Path) -> Path:
    headings = ["STT", "Loại thư", "Mã đơn vị", "Ngày gửi", "Mã hồ sơ"]
    headings += ["Mã phản ánh", "Hình thức gửi", "Lý do miễn gửi"]
    lines: list[list[Cell]] = [
        [
            number,
            _LETTERS[str(one["letter_kind"])],
            str(one["unit_code"]),
            _date(one["sent_on"]),
            _text(one["case_code"]),
            _text(one["petition_code"]),
            "Trao trực tiếp" if one["handed_over"] else "Gửi bưu chính",
            _REASONS.get(str(one["exempt_reason"])),
        ]
        for number, one in enumerate(records(rows), 1)
    ]
    path = folder / "11_so_thu_MO_PHONG.csv"
    return write_delimited(path, headings, lines)


def _write_meetings(rows: pd.DataFrame, folder: Path) -> Path:
    headings = ["STT", "Loại buổi", "Mã đơn vị", "Ngày theo lịch", "Ngày thực hiện"]
    headings += ["Người đứng đầu chủ trì", "Số ý kiến", "Số ý kiến đã giải quyết"]
    headings += ["Thôn, xóm, tổ dân phố", "Ngày giải quyết xong ý kiến"]
    lines: list[list[Cell]] = [
        [
            number,
            _MEETINGS[str(one["kind"])],
            str(one["unit_code"]),
            _date(one["planned_on"]),
            _date(one["held_on"]),
            {True: "Có", False: "Không"}.get(one["led_by_head"]),  # type: ignore[call-overload]
            _number(one["n_issues_raised"]),
            _number(one["n_issues_resolved"]),
            _text(one["place"]),
            _date(one["issues_closed_on"]),
        ]
        for number, one in enumerate(records(rows), 1)
    ]
    path = folder / "12_so_tiep_dan_MO_PHONG.xlsx"
    above = title("SỔ TIẾP DÂN, ĐỐI THOẠI, ĐI CƠ SỞ (MÔ PHỎNG)")
    write_workbook(path, [Sheet("Gặp dân", headings, lines, above)])
    return path


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _write_checks(rows: pd.DataFrame, folder: Path) -> Path:
    lines: list[list[Cell]] = [
        [
            str(one["unit_code"]),
            str(one["requirement_code"]),
            _date(one["checked_on"]),
            "Đạt" if one["is_met"] else "Không đạt",
        ]
        for one in records(rows)
    ]
    headings = ["Mã đơn vị", "Mã yêu cầu", "Ngày kiểm tra", "Đạt"]
    return write_delimited(folder / "13_bang_kiem_MO_PHONG.csv", headings, lines)


def _write_targets(rows: pd.DataFrame, folder: Path) -> Path:
    lines: list[list[Cell]] = [
        [
            str(one["unit_code"]),
            str(one["indicator"]),
            str(one["period"]),
            f"{one['planned']:.0f}",
            None if one["achieved"] is None else f"{one['achieved']:.0f}",
        ]
        for one in records(rows)
    ]
    headings = ["Mã đơn vị", "Chỉ tiêu", "Kỳ", "Kế hoạch", "Thực hiện"]
    return write_delimited(folder / "14_chi_tieu_MO_PHONG.csv", headings, lines)
