"""Writes the lists: units, succession, officers, procedures, calendar, surveys."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from ingest.simulation import surveys
from ingest.simulation.files.dirt import mixed_date, spoil_text
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.people import officer_rows
from ingest.simulation.places import succession_rows
from ingest.simulation.questions import item_rows
from ingest.simulation.tables import calendar_rows
from ingest.simulation.world import World

OWNER = "UBND TỈNH MÔ PHỎNG — DỮ LIỆU MÔ PHỎNG"
SIGNATURES: tuple[tuple[Cell, ...], ...] = (
    (None, None, None, None, "Tỉnh Mô Phỏng, ngày 01 tháng 11 năm 2026"),
    (None, "NGƯỜI LẬP BIỂU", None, None, "THỦ TRƯỞNG ĐƠN VỊ"),
    (None, "(Ký, ghi rõ họ tên)", None, None, "(Ký, đóng dấu)"),
)
_LEVEL_WORDS = {
    "province": "Tỉnh",
    "district": "Huyện",
    "centre": "Trung tâm Phục vụ hành chính công",
}
_KIND_WORDS = {
    "same": "Giữ nguyên",
    "merge": "Sáp nhập",
    "split": "Chia tách",
    "abolished": "Bãi bỏ",
}
_STREAM_WORDS = {
    "before": "Trước khi thực hiện mô hình",
    "after": "Sau khi thực hiện mô hình",
    "service": "Sau khi trả kết quả",
    "independent": "Khảo sát độc lập",
    "supervision": "Giám sát việc thực hiện mô hình",
}
_OWNER_WORDS = {"front": "Mặt trận Tổ quốc", "head": "Thủ trưởng đơn vị"}
_MODE_WORDS = {
    "paper": "Phiếu giấy",
    "tablet": "Máy tính bảng",
    "phone": "Điện thoại",
    "web": "Biểu mẫu mạng",
}


def write_lists(world: World, shares: surveys.Shares, folder: Path) -> list[Path]:
    """Writes every list file and returns the paths."""
    rng = world.rng(50)
    return [
        _write_units(world, rng, folder),
        _write_succession(world, folder),
        _write_officers(world, rng, folder),
        _write_procedures(world, rng, folder),
        _write_calendar(world, folder),
        _write_waves(world, shares, folder),
        _write_items(folder),
    ]


def write_delimited(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """Writes a delimited text file with Windows line ends."""
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def title(*lines: str) -> list[str]:
    """Title block of a printed list, with an empty line below."""
    return [OWNER, *lines, ""]


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows of a frame with None for every missing value."""
    clean = frame.astype(object).where(frame.notna(), None)
    return [
        {str(key): value for key, value in row.items()}
        for row in clean.to_dict("records")
    ]


def day(text: object) -> date | None:
    """The date of an ISO text; None for None."""
    return date.fromisoformat(text) if isinstance(text, str) else None


def _write_units(world: World, rng: np.random.Generator, folder: Path) -> Path:
    rows: list[list[Cell]] = []
    for number, unit in enumerate(records(world.places.units), 1):
        name = str(unit["unit_name"])
        level = _LEVEL_WORDS.get(str(unit["level"])) or (
            "Thị trấn" if name.startswith("Thị trấn") else name.split(" ")[0]
        )
        row: list[Cell] = [number, str(unit["unit_code"]), spoil_text(rng, name), level]
        row.append(None if unit["parent_code"] is None else str(unit["parent_code"]))
        for column in ("valid_from", "valid_to", "model_start_date"):
            row.append(mixed_date(rng, day(unit[column])))
        rows.append(row)
    headings = ["STT", "Mã đơn vị", "Tên đơn vị", "Cấp", "Mã đơn vị cấp trên"]
    headings += ["Có hiệu lực từ", "Hết hiệu lực", "Ngày bắt đầu mô hình"]
    path = folder / "01_danh_muc_don_vi_MO_PHONG.xlsx"
    lines = title("DANH MỤC ĐƠN VỊ HÀNH CHÍNH (MÔ PHỎNG)")
    sheet = Sheet("Đơn vị", headings, rows, lines, footer=SIGNATURES)
    write_workbook(path, [sheet])
    return path


def _write_succession(world: World, folder: Path) -> Path:
    rows: list[list[Cell]] = []
    for part in records(succession_rows(world.places)):
        weight = part["weight"]
        effective = day(part["effective_date"])
        rows.append(
            [
                str(part["old_code"]),
                str(part["new_code"]),
                effective.strftime("%d/%m/%Y") if effective else None,
                _KIND_WORDS[str(part["kind"])],
                None if weight is None else f"{weight:.2f}".replace(".", ","),
            ]
        )
    headings = ["Mã đơn vị cũ", "Mã đơn vị mới", "Ngày hiệu lực", "Hình thức"]
    return write_delimited(
        folder / "02_chuyen_tiep_don_vi_MO_PHONG.csv",
        [*headings, "Tỷ lệ dân số chuyển"],
        rows,
        delimiter=";",
        encoding="utf-8-sig",
    )


def _write_officers(world: World, rng: np.random.Generator, folder: Path) -> Path:
    rows: list[list[Cell]] = []
    for number, post in enumerate(records(officer_rows(world.people, world.places)), 1):
        rows.append(
            [
                number,
                str(post["officer_code"]),
                spoil_text(rng, str(post["officer_name"])),
                spoil_text(rng, str(post["position"])),
                str(post["unit_code"]),
                mixed_date(rng, day(post["valid_from"])),
                mixed_date(rng, day(post["valid_to"])),
            ]
        )
    headings = ["STT", "Mã cán bộ", "Họ và tên", "Chức danh", "Mã đơn vị"]
    headings += ["Thời gian công tác / Từ ngày", "Thời gian công tác / Đến ngày"]
    path = folder / "03_can_bo_MO_PHONG.xlsx"
    lines = title("DANH SÁCH CÁN BỘ, CÔNG CHỨC MỘT CỬA (MÔ PHỎNG)")
    total: list[Cell] = [None, "Tổng cộng", f"{len(rows)} lượt bố trí"]
    footer = [total, *SIGNATURES]
    sheet = Sheet("Cán bộ", headings, rows, lines, True, footer)
    write_workbook(path, [sheet])
    return path


def _write_procedures(world: World, rng: np.random.Generator, folder: Path) -> Path:
    events = {"birth": "Khai sinh", "marriage": "Kết hôn", "death": "Khai tử"}
    rows: list[list[Cell]] = []
    for number, one in enumerate(records(world.procedures.rows), 1):
        limit = one["limit_working_days"]
        rows.append(
            [
                number,
                str(one["procedure_code"]),
                spoil_text(rng, str(one["procedure_name"])),
                str(one["field"]),
                str(one["procedure_group"]),
                "Không quy định" if limit is None else int(str(limit).split(".")[0]),
                None if one["life_event"] is None else events[str(one["life_event"])],
                mixed_date(rng, day(one["valid_from"])),
                mixed_date(rng, day(one["valid_to"])),
            ]
        )
    headings = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Nhóm thủ tục"]
    headings += ["Thời hạn giải quyết (ngày làm việc)", "Sự kiện hộ tịch"]
    headings += ["Áp dụng từ", "Hết áp dụng"]
    path = folder / "04_thu_tuc_MO_PHONG.xlsx"
    lines = title("DANH MỤC THỦ TỤC HÀNH CHÍNH (MÔ PHỎNG)")
    write_workbook(path, [Sheet("TTHC", headings, rows, lines, True)])
    return path


def _write_calendar(world: World, folder: Path) -> Path:
    """One sheet per year, as offices keep it."""
    frame = calendar_rows(world)
    sheets = []
    for year in range(2023, 2027):
        here = frame[frame["day"].str.startswith(str(year))]
        rows: list[list[Cell]] = [
            [f"{iso[8:]}/{iso[5:7]}/{iso[:4]}", "Làm việc" if works else "Nghỉ"]
            for iso, works in zip(here["day"], here["is_working"], strict=True)
        ]
        lines = title(f"LỊCH LÀM VIỆC NĂM {year} (MÔ PHỎNG)")
        sheets.append(Sheet(f"Năm {year}", ["Ngày", "Trạng thái"], rows, lines))
    path = folder / "05_lich_lam_viec_MO_PHONG.xlsx"
    write_workbook(path, sheets)
    return path


def _write_waves(world: World, shares: surveys.Shares, folder: Path) -> Path:
    rows: list[list[Cell]] = []
    for wave in records(surveys.wave_rows(world, shares)):
        planned = wave["planned_n"]
        rows.append(
            [
                str(wave["wave_code"]),
                _STREAM_WORDS[str(wave["stream"])],
                _OWNER_WORDS[str(wave["owner"])],
                _MODE_WORDS[str(wave["mode"])],
                day(wave["opened_on"]),
                day(wave["closed_on"]),
                None if planned is None else int(str(planned)),
                str(wave["instrument"]),
            ]
        )
    headings = ["Mã đợt", "Loại khảo sát", "Cơ quan chủ trì", "Hình thức"]
    headings += ["Ngày bắt đầu", "Ngày kết thúc", "Số phiếu dự kiến", "Mã bộ câu hỏi"]
    path = folder / "06_dot_khao_sat_MO_PHONG.xlsx"
    lines = title("CÁC ĐỢT KHẢO SÁT (MÔ PHỎNG)")
    write_workbook(path, [Sheet("Đợt khảo sát", headings, rows, lines)])
    return path


def _write_items(folder: Path) -> Path:
    """Excel's "Unicode text": UTF-16 with tabs."""
    rows: list[list[Cell]] = []
    for item in records(item_rows()):
        row: list[Cell] = [str(item[c]) for c in ("instrument", "item_code")]
        row += [str(item["text_vi"]), str(item["criterion_code"])]
        row += [str(item["scale_min"]), str(item["scale_max"])]
        row += ["Không", str(item["satisfied_from"])]
        rows.append(row)
    headings = ["Mã bộ câu hỏi", "Mã câu hỏi", "Nội dung câu hỏi", "Tiêu chí"]
    headings += ["Mức thấp nhất", "Mức cao nhất", "Thang ngược", "Hài lòng từ mức"]
    path = folder / "07_cau_hoi_MO_PHONG.txt"
    return write_delimited(path, headings, rows, delimiter="\t", encoding="utf-16")
