"""Writes the lists of reminders, of signed commitments and of marks."""

from __future__ import annotations

from pathlib import Path

from ingest.simulation.files.dirt import mixed_date
from ingest.simulation.files.lists import (
    SIGNATURES,
    day,
    records,
    title,
    write_delimited,
)
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.registers.duties import commitment_rows, mark_rows, reminder_rows
from ingest.simulation.world import World

_KINDS = {"reminder": "Nhắc nhở", "measure": "Biện pháp"}
_REASONS = {
    "disrespect": "Thiếu tôn trọng",
    "harassment": "Phiền hà, sách nhiễu",
    "evasion": "Né tránh trách nhiệm",
    "lateness": "Trễ hẹn",
    "poor_guidance": "Hướng dẫn không đầy đủ",
    "other": "Khác",
}
_SOURCES = {"citizen": "Người dân", "inspection": "Kiểm tra", "head": "Thủ trưởng"}


def write_duties(world: World, folder: Path) -> list[Path]:
    """Writes the lists and returns the paths."""
    return [
        _write_reminders(world, folder),
        _write_commitments(world, folder),
        _write_marks(world, folder),
    ]


def _write_reminders(world: World, folder: Path) -> Path:
    rng, chance = world.rng(62), world.rng(69)
    rows: list[list[Cell]] = [
        [
            number,
            str(one["officer_code"]),
            mixed_date(rng, day(one["given_on"])),
            _KINDS[str(one["kind"])],
            _REASONS[str(one["reason"])],
            _SOURCES[str(one["source"])],
            mixed_date(chance, day(one["incident_on"])),
        ]
        for number, one in enumerate(records(reminder_rows(world)), 1)
    ]
    headings = ["STT", "Mã cán bộ", "Ngày nhắc nhở", "Hình thức xử lý", "Lý do"]
    path = folder / "08_nhac_nho_MO_PHONG.xlsx"
    lines = title("SỔ NHẮC NHỞ CÁN BỘ, CÔNG CHỨC (MÔ PHỎNG)")
    headings = [*headings, "Nguồn phát hiện", "Ngày xảy ra"]
    sheet = Sheet("Nhắc nhở", headings, rows, lines, footer=SIGNATURES)
    write_workbook(path, [sheet])
    return path


def _write_commitments(world: World, folder: Path) -> Path:
    rows: list[list[Cell]] = []
    for one in records(commitment_rows(world)):
        signed_on = day(one["signed_on"])
        assert signed_on is not None
        rows.append([str(one["officer_code"]), signed_on.strftime("%d/%m/%Y")])
    return write_delimited(
        folder / "09_cam_ket_MO_PHONG.csv", ["Mã cán bộ", "Ngày ký cam kết"], rows
    )


def _write_marks(world: World, folder: Path) -> Path:
    rows: list[list[Cell]] = [
        [
            number,
            str(one["unit_code"]),
            None if one["officer_code"] is None else str(one["officer_code"]),
            str(one["period"]),
            str(one["component"]),
            str(one["self_score"]).replace(".", ","),
            str(one["verified_score"]).replace(".", ","),
        ]
        for number, one in enumerate(records(mark_rows(world)), 1)
    ]
    headings = ["STT", "Mã đơn vị", "Mã cán bộ", "Kỳ đánh giá", "Chỉ số"]
    headings += ["Điểm tự chấm", "Điểm thẩm định"]
    path = folder / "10_phieu_cham_diem_MO_PHONG.xlsx"
    lines = title("PHIẾU CHẤM ĐIỂM GIẢI QUYẾT TTHC (MÔ PHỎNG)")
    write_workbook(path, [Sheet("Chấm điểm", headings, rows, lines)])
    return path
