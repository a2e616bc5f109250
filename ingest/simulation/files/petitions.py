"""Writes petition lists with personal columns, and denunciation counts without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from ingest.simulation.clock import month_name, month_start, to_date
from ingest.simulation.files.dirt import mixed_date, spoil_text
from ingest.simulation.files.lists import title, write_delimited
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.people import person_names
from ingest.simulation.petitions import (
    DENUNCIATION,
    Petitions,
    half_years,
    petition_table,
    shown_in,
    years,
)
from ingest.simulation.planted import Planted
from ingest.simulation.world import World

MAX_SHEET_ROWS = 1_500
KIND_WORDS = {
    "complaint": "Khiếu nại",
    "request": "Kiến nghị",
    "feedback": "Phản ánh",
}
OUTCOME_WORDS = {
    "upheld": "Đúng",
    "partly_upheld": "Đúng một phần",
    "rejected": "Sai",
    "withdrawn": "Rút đơn",
}
CHANNEL_WORDS = {
    "counter": "Trực tiếp",
    "online": "Cổng dịch vụ công",
    "post": "Bưu chính",
    "phone": "Điện thoại",
}
LEVEL_WORDS = {
    "province": "Tỉnh",
    "district": "Huyện",
    "commune": "Xã",
    "centre": "Trung tâm",
}
_DATES = ("received_on", "accepted_on", "due_on", "resolved_on", "informed_on")
_HEADINGS = (
    "STT",
    "Mã đơn",
    "Loại đơn",
    "Họ tên người gửi",
    "Số điện thoại",
    "Địa chỉ",
    "Nội dung",
    "Lĩnh vực",
    "Mã đơn vị",
    "Cán bộ bị phản ánh",
    "Kênh tiếp nhận",
    "Ngày nhận",
    "Ngày thụ lý",
    "Hạn giải quyết",
    "Ngày giải quyết",
    "Ngày thông báo",
    "Kết quả giải quyết",
    "Cấp nhận đơn",
    "Cấp có thẩm quyền",
    "Xem xét lại",
)
_DENUNCIATION_HEADINGS = (
    "Mã vụ việc",
    "Lĩnh vực",
    "Mã đơn vị",
    "Ngày nhận",
    "Ngày thụ lý",
    "Hạn giải quyết",
    "Ngày kết luận",
    "Ngày thông báo",
    "Kết luận",
    "Cấp nhận đơn",
    "Cấp có thẩm quyền",
)


def write_petitions(
    world: World, petitions: Petitions, folder: Path, planted: Planted
) -> list[Path]:
    """Writes one list per half-year, denunciations apart; returns the paths."""
    rng = world.rng(55)
    people = person_names(rng, 500)
    is_denunciation = petitions["kind"] == DENUNCIATION
    files = []
    for first, month in half_years():
        shown = shown_in(petitions[~is_denunciation], month, first)
        table = petition_table(world, shown, month).to_pylist()
        rows = [_row(rng, n, one, people) for n, one in enumerate(table, 1)]
        day = to_date(month_start(month + 1) - 1)
        path = folder / f"don_thu_MO_PHONG_{day:%Y%m%d}.xlsx"
        if len(rows) > MAX_SHEET_ROWS:
            path = path.with_suffix(".csv")
        if rows:
            rows += _spoiled(rows, month, path, planted)
            files.append(_write_list(path, rows, day))
    for first, month in years():
        shown = shown_in(petitions[is_denunciation], month, first)
        table = petition_table(world, shown, month).to_pylist()
        day = to_date(month_start(month + 1) - 1)
        path = folder / f"to_cao_MO_PHONG_{day:%Y%m%d}.csv"
        bare = [_denunciation(one) for one in table]
        if bare:
            files.append(write_delimited(path, _DENUNCIATION_HEADINGS, bare))
    return files


def _row(
    rng: np.random.Generator, number: int, one: dict[str, object], people: list[str]
) -> list[Cell]:
    days = [one[c] for c in _DATES]
    dated = [mixed_date(rng, d) if isinstance(d, date) else None for d in days]
    return [
        number,
        str(one["petition_code"]),
        spoil_text(rng, KIND_WORDS[str(one["kind"])]),
        people[number % 500],
        f"0900 000 {number % 1000:03d}",
        f"Tổ {number % 20 + 1}, Tỉnh Mô Phỏng",
        "Nội dung mô phỏng",
        spoil_text(rng, str(one["field"])),
        str(one["unit_code"]),
        _text(one["officer_code"]),
        CHANNEL_WORDS[str(one["channel"])],
        *dated,
        _word(one["outcome"], OUTCOME_WORDS),
        LEVEL_WORDS[str(one["lodged_level"])],
        LEVEL_WORDS[str(one["competent_level"])],
        "Có" if one["is_reopened"] else "Không",
    ]


def _spoiled(
    rows: Sequence[list[Cell]], month: int, path: Path, planted: Planted
) -> list[list[Cell]]:
    """A row that stands twice; an impossible day; an outcome nobody knows."""
    name = month_name(month)
    impossible, unknown = list(rows[0]), list(rows[0])
    impossible[1], impossible[11] = f"HONG-{name}-1", f"30/02/{name[:4]}"
    unknown[1], unknown[16] = f"HONG-{name}-2", "Chờ xin ý kiến"
    unknown[11] = f"01/{name[5:]}/{name[:4]}"
    key, day = str(impossible[1]), str(impossible[11])
    planted.breaks(path, "petition", key, "received_on", day)
    planted.breaks(path, "petition", str(unknown[1]), "outcome", str(unknown[16]))
    planted.repeats(path, 1)
    return [list(rows[-1]), impossible, unknown]


def _write_list(path: Path, rows: list[list[Cell]], day: date) -> Path:
    if path.suffix == ".csv":
        printed = [
            [f"{c:%d/%m/%Y}" if isinstance(c, date) else c for c in row] for row in rows
        ]
        return write_delimited(path, _HEADINGS, printed)
    lines = title(
        "SỔ THEO DÕI ĐƠN THƯ, PHẢN ÁNH, KIẾN NGHỊ (MÔ PHỎNG)",
        f"(Tính đến ngày {day:%d/%m/%Y})",
    )
    total: list[Cell] = [None, "Tổng cộng", f"{len(rows)} đơn"]
    write_workbook(path, [Sheet("Đơn thư", _HEADINGS, rows, lines, True, [total])])
    return path


def _denunciation(one: dict[str, object]) -> list[Cell]:
    days = [one[c] for c in _DATES]
    return [
        str(one["petition_code"]),
        str(one["field"]),
        str(one["unit_code"]),
        *[f"{d:%d/%m/%Y}" if isinstance(d, date) else None for d in days],
        _word(one["outcome"], OUTCOME_WORDS),
        LEVEL_WORDS[str(one["lodged_level"])],
        LEVEL_WORDS[str(one["competent_level"])],
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _word(value: object, words: dict[str, str]) -> str | None:
    return None if value is None else words[str(value)]
