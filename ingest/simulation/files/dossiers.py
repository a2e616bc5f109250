"""Writes hand-printed dossier lists (XLSX) and the monthly statistics print-out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.simulation.cases import Cases, as_exported, export_end
from ingest.simulation.clock import (
    MONTH_STARTS,
    NEVER,
    Ints,
    days_of,
    month_start,
    to_date,
)
from ingest.simulation.files.cases import province_label
from ingest.simulation.files.dirt import mixed_time, respell, spoil_text
from ingest.simulation.files.lists import SIGNATURES, title
from ingest.simulation.files.workbook import Cell, Sheet, write_workbook
from ingest.simulation.people import person_names
from ingest.simulation.places import CENTRE, FIRST_NEW, FIRST_OLD
from ingest.simulation.planted import Planted
from ingest.simulation.tables import case_table
from ingest.simulation.world import World

MAX_SHEET_ROWS = 1_500
REPORT_MONTHS = (31, 32, 33)
LONGEST_COURSE_MONTHS = 9
# Months whose lists are one workbook with a sheet per month, and single ones.
_QUARTER = (12, 13, 14)
_SINGLE = (31, 32)
STATUS_WORDS = {
    "received": "Đã tiếp nhận",
    "rejected": "Từ chối tiếp nhận",
    "processing": "Đang xử lý",
    "supplementing": "Chờ bổ sung",
    "paying": "Chờ nộp phí, lệ phí",
    "withdrawn": "Rút hồ sơ",
    "stopped": "Dừng xử lý",
    "finished": "Đã xử lý xong",
    "returned": "Đã trả kết quả",
}
CHANNEL_WORDS = {
    "counter": "Trực tiếp",
    "online": "Trực tuyến",
    "post": "Bưu chính công ích",
    "home": "Tại nhà",
}
HEADINGS = (
    "STT",
    "Đơn vị tiếp nhận",
    "Tên thủ tục hành chính",
    "Mã TTHC",
    "Mã hồ sơ",
    "Trạng thái",
    "Hình thức nộp",
    "Người nộp",
    "Địa chỉ",
    "Số điện thoại",
    "Đối tượng",
    "Mã đơn vị xử lý",
    "Mã xã của người nộp",
    "Cán bộ thụ lý",
    "Ngày, tháng, năm / Nhận",
    "Ngày, tháng, năm / Hẹn trả",
    "Ngày, tháng, năm / Kết thúc xử lý",
    "Ngày, tháng, năm / Trả kết quả",
    "Tình trạng",
    "Ghi chú",
)


class DossierLists:
    """Keeps a few units' cases out of the sync export and prints them instead.

    Args:
        world: The province.
        folder: Where the files go.
        planted: Notebook of broken and repeated rows.
    """

    def __init__(self, world: World, folder: Path, planted: Planted) -> None:
        self.world, self.folder, self.planted = world, folder, planted
        self.files: list[Path] = []
        self._rng = world.rng(52)
        self._people = person_names(self._rng, 500)
        self._sheets: list[Sheet] = []
        units = np.array([FIRST_OLD + 1, FIRST_OLD + 40, FIRST_OLD + 77])
        self._old_units = np.setdiff1d(units, world.plan.step_units)
        units = np.array([FIRST_NEW + 2, FIRST_NEW + 20, FIRST_NEW + 41])
        self._new_units = np.setdiff1d(units, world.plan.step_units)

    def printed(self, month: int, shown: Cases) -> npt.NDArray[np.bool_]:
        """Which cases of an export are printed instead of synchronised."""
        none = np.zeros(len(shown), dtype=bool)
        if month not in (*_QUARTER, *_SINGLE):
            return none
        units = self._old_units if month in _QUARTER else self._new_units
        chosen = np.isin(shown["unit"], units)
        return chosen if chosen.sum() <= MAX_SHEET_ROWS else none

    def write(self, month: int, shown: Cases) -> None:
        """Prints the list of a month; three months of 2025 share a workbook."""
        if not len(shown):
            return
        if month in _QUARTER:
            name = f"Tháng {month - 11}"
            path = self.folder / "danh_sach_ho_so_MO_PHONG_quy_1_2025.xlsx"
            self._sheets.append(self._sheet(name, month, shown, path))
            if month == _QUARTER[-1]:
                write_workbook(path, self._sheets)
                self.files.append(path)
            return
        day = to_date(month_start(month + 1) - 1)
        path = self.folder / f"danh_sach_ho_so_MO_PHONG_{day:%Y%m%d}.xlsx"
        write_workbook(path, [self._sheet("Danh sách", month, shown, path)])
        self.files.append(path)

    def _sheet(self, name: str, month: int, shown: Cases, path: Path) -> Sheet:
        shown = shown[np.argsort(shown["unit"], kind="stable")]
        rows = self._rows(month, shown)
        merged = []
        units = shown["unit"]
        starts = np.flatnonzero(np.r_[True, units[1:] != units[:-1]]).tolist()
        for first, end in zip(starts, [*starts[1:], len(units)], strict=True):
            if end - first > 1:
                merged.append((1, first, end - 1))
            for row in rows[first + 1 : end]:
                row[1] = None
        rows += self._spoiled(month, rows, path)
        day = to_date(month_start(month + 1) - 1)
        lines = title(
            "DANH SÁCH HỒ SƠ TIẾP NHẬN TẠI BỘ PHẬN MỘT CỬA (MÔ PHỎNG)",
            f"(Tính đến ngày {day:%d/%m/%Y})",
        )
        total: list[Cell] = [None, f"Tổng cộng: {len(rows)} hồ sơ"]
        return Sheet(name, HEADINGS, rows, lines, True, [total, *SIGNATURES], merged)

    def _rows(self, month: int, shown: Cases) -> list[list[Cell]]:
        table = case_table(self.world, shown, month).to_pylist()
        procedures = self.world.procedures.rows.drop_duplicates("procedure_code")
        named = dict(
            zip(procedures["procedure_code"], procedures["procedure_name"], strict=True)
        )
        units = dict(enumerate(self.world.places.units["unit_name"]))
        rows = []
        for number, (case, unit) in enumerate(
            zip(table, shown["unit"].tolist(), strict=True), 1
        ):
            row = self._row(number, case, str(units[unit]))
            row[2] = spoil_text(self._rng, str(named[case["procedure_code"]]))
            rows.append(row)
        return rows

    def _row(self, number: int, case: dict[str, object], unit: str) -> list[Cell]:
        rng = self._rng
        person = case["applicant_kind"] == "person"
        head: list[Cell] = [
            number,
            province_label(str(case["receiving_unit_code"]), unit),
            None,
            str(case["procedure_code"]),
            str(case["case_code"]),
            spoil_text(rng, STATUS_WORDS[str(case["status"])]),
            CHANNEL_WORDS[str(case["channel"])],
            self._people[int(rng.integers(0, 500))],
            f"Tổ {number % 20 + 1}, {unit}",
            f"0900 000 {number % 1000:03d}",
            "Cá nhân" if person else "Tổ chức",
            str(case["resolving_unit_code"]),
            _text(case["residence_unit_code"]),
            _text(case["officer_code"]),
        ]
        moments = [case[f"{c}_at"] for c in ("received", "due", "finished", "returned")]
        head += [
            mixed_time(rng, m) if isinstance(m, datetime) else None for m in moments
        ]
        finished, due = case["finished_at"], case["due_at"]
        late = None
        if isinstance(finished, datetime) and isinstance(due, datetime):
            late = "Trễ hạn" if finished > due else "Đúng hạn"
        return [*head, late, None]

    def _spoiled(
        self, month: int, rows: list[list[Cell]], path: Path
    ) -> list[list[Cell]]:
        """A row that stands twice, and rows no one may load."""
        twice = list(rows[min(3, len(rows) - 1)])
        first = list(rows[0])
        twice[1] = twice[1] or self._label_above(rows, min(3, len(rows) - 1))
        self.planted.repeats(path, 1)
        day = to_date(month_start(month))
        found = [twice]
        for number, column, value in (
            (14, "received_at", f"31/02/{day:%Y} 08:00"),
            (5, "status", "Đang chờ sếp duyệt"),
        ):
            bad = list(first)
            key = f"000.00.00.H09-{day:%y%m%d}-{9100 + number}"
            bad[4], bad[number] = key, value
            bad[0] = len(rows) + len(found) + 1
            self.planted.breaks(path, "case", key, column, value)
            found.append(bad)
        return found

    def _label_above(self, rows: list[list[Cell]], place: int) -> Cell:
        return next(row[1] for row in reversed(rows[: place + 1]) if row[1])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


class MonthlyReports:
    """Counts cases for the II.06a print-outs of the last three months.

    Args:
        world: The province.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        n = world.places.n_units
        self.counts: dict[int, npt.NDArray[np.int64]] = {
            month: np.zeros((n, 5), dtype=np.int64) for month in REPORT_MONTHS
        }

    def count(self, month_received: int, received: Cases) -> None:
        """Adds the cases received in one month to every report they belong to."""
        if month_received < REPORT_MONTHS[0] - LONGEST_COURSE_MONTHS:
            return
        for month, counts in self.counts.items():
            end = export_end(month)
            here = received[received["received"] <= end]
            shown = as_exported(here, month)
            finished = days_of(shown["finished"])
            is_done = (shown["finished"] < NEVER) & (finished >= MONTH_STARTS[month])
            late = shown["finished"] > shown["due"]
            is_open = (here["finished"] > end) & (here["closed"] > end)
            overdue = is_open & (shown["due"] <= end)
            is_received = days_of(here["received"]) >= MONTH_STARTS[month]
            columns: Iterable[npt.NDArray[np.bool_]] = (
                is_received,
                is_done & ~late,
                is_done & late,
                is_open & ~overdue,
                overdue,
            )
            for column, chosen in enumerate(columns):
                counts[:, column] += _per_unit(shown["unit"][chosen], len(counts))

    def write(self, folder: Path) -> list[Path]:
        """Writes the print-outs."""
        files = []
        units = self.world.places.units
        rows_of = [CENTRE, *range(FIRST_NEW, len(units))]
        headings = ["STT", "Mã đơn vị", "Đơn vị", "Số hồ sơ nhận giải quyết / Mới"]
        headings += ["Đã giải quyết / Trước và đúng hạn", "Đã giải quyết / Quá hạn"]
        headings += ["Đang giải quyết / Trong hạn", "Đang giải quyết / Quá hạn"]
        for month, counts in self.counts.items():
            rows: list[list[Cell]] = []
            for number, unit in enumerate(rows_of, 1):
                code, name = units["unit_code"][unit], units["unit_name"][unit]
                cells: list[Cell] = [number, str(code), respell(str(name))]
                rows.append([*cells, *counts[unit].tolist()])
            first = to_date(month_start(month))
            lines = title(
                "Biểu số II.06a/VPCP/KSTT (MÔ PHỎNG)",
                "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
                f"Kỳ báo cáo: tháng {first:%m/%Y}",
            )
            total: list[Cell] = [None, None, "Tổng cộng"]
            total += counts[rows_of].sum(axis=0).tolist()
            path = folder / f"bao_cao_II06a_MO_PHONG_{first:%Y%m}.xlsx"
            footer = [total, *SIGNATURES]
            write_workbook(path, [Sheet("II.06a", headings, rows, lines, True, footer)])
            files.append(path)
        return files


def _per_unit(units: Ints, n: int) -> Ints:
    return np.bincount(units, minlength=n).astype(np.int64)
