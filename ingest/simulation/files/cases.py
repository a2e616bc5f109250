"""Writes the case exports: national sync CSV, step log and the monthly print-out.

Large months go through DuckDB's CSV writer, which formats millions of rows from the
Arrow arrays of the model in seconds.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ingest.simulation import names
from ingest.simulation.cases import Cases
from ingest.simulation.clock import month_name, month_start, to_date
from ingest.simulation.people import person_names
from ingest.simulation.planted import Planted
from ingest.simulation.tables import case_table, step_table, without_officer, words
from ingest.simulation.world import World
from warehouse.stores.run_sql import run_sql

REPEATED_EVERY = 400
_BROKEN_MONTHS = (5, 20, 31)

_SYNC = """
select
    case_code as "MaHoSo",
    procedure_code as "MaTTHC",
    case channel when 'counter' then 1 when 'online' then 2 when 'post' then 3
        else 4 end as "KenhThucHien",
    applicant as "ChuHoSo",
    phone as "SoDienThoai",
    case applicant_kind when 'person' then 1 else 2 end as "LoaiDoiTuong",
    receiving_unit_code as "DonViTiepNhan",
    resolving_unit_code as "DonViXuLy",
    residence_unit_code as "MaXaChuHoSo",
    officer_code as "CanBoXuLy",
    strftime(received_at, '%Y%m%d%H%M%S') as "NgayNopHoSo",
    strftime(received_at, '%Y%m%d%H%M%S') as "NgayTiepNhan",
    strftime(due_at, '%Y%m%d%H%M%S') as "NgayHenTra",
    strftime(finished_at, '%Y%m%d%H%M%S') as "NgayKetThucXuLy",
    strftime(returned_at, '%Y%m%d%H%M%S') as "NgayTra",
    case status when 'registered' then 1 when 'received' then 2
        when 'rejected' then 3 when 'processing' then 4 when 'supplementing' then 5
        when 'paying' then 6 when 'withdrawn' then 7 when 'stopped' then 8
        when 'finished' then 9 else 10 end as "TrangThaiHoSo"
from shown
"""
_STEPS = """
select
    case_code as "MaHoSo",
    step as "BuocXuLy",
    case step when '1' then 'Tiếp nhận' when '2' then 'Chờ bổ sung'
        else 'Thẩm định, trả kết quả' end as "TenBuoc",
    officer_code as "NguoiXuLy",
    'Chuyên viên' as "ChucDanh",
    unit_code as "PhongBanXuLy",
    strftime(started_at, '%Y%m%d%H%M%S') as "ThoiDiemBatDau",
    strftime(ended_at, '%Y%m%d%H%M%S') as "ThoiDiemXuLy",
    is_paused::int as "TamDung"
from shown
"""


def copy_csv(table: pa.Table, sql: str, path: Path) -> None:
    """Writes `select … from shown` over a table as CSV, rows in order."""
    with duckdb.connect() as connection:
        connection.register("shown", table)
        target = str(path).replace("'", "''")
        run_sql(connection, f"copy ({sql}) to '{target}' (header, delimiter ',')")


class CaseFiles:
    """Writes the exports of cases month by month.

    Args:
        world: The province.
        folder: Where the files go.
        planted: Notebook of broken and repeated rows.
    """

    def __init__(self, world: World, folder: Path, planted: Planted) -> None:
        self.world = world
        self.folder = folder
        self.planted = planted
        self.files: list[Path] = []
        self._people = person_names(world.rng(51), 2_000)
        self._steps: list[pa.Table] = []
        self._frame: list[pa.Table] = []

    def applicants(self, cases: Cases) -> pa.Array:
        """Invented names of applicants, which no spec lets pass."""
        place = (cases["seq"].astype(np.int64) * 31 + cases["received"] // 60) % 2_000
        return words(place, list(self._people))

    def write_sync(self, month: int, shown: Cases) -> None:
        """Writes one national sync export: its broken and repeated rows included."""
        day = to_date(month_start(month + 1) - 1)
        path = self.folder / f"dong_bo_quoc_gia_MO_PHONG_{day:%Y%m%d}.csv"
        repeated = np.arange(7, len(shown), REPEATED_EVERY)
        shown = np.concatenate([shown, shown[repeated]])
        self.planted.repeats(path, len(repeated))
        copy_csv(self._as_synced(month, shown), _SYNC, path)
        if month in _BROKEN_MONTHS:
            self._append_broken(path, f"{day:%Y%m}")
        self.files.append(path)

    def _as_synced(self, month: int, shown: Cases) -> pa.Table:
        table = case_table(self.world, without_officer(self.world, shown), month)
        table = table.append_column("applicant", self.applicants(shown))
        phones = [f"0900 000 {i:03d}" for i in range(1_000)]
        return table.append_column("phone", words(shown["seq"] % 1_000, list(phones)))

    def keep_for_frame(self, month: int, shown: Cases) -> None:
        """Keeps what all exports of a month show, for the frame of a wave."""
        self._frame.append(self._as_synced(month, shown))

    def write_frame(self, wave_code: str) -> tuple[Path, pa.Table]:
        """Writes the dossiers kept as one list to draw a wave from, and gives them."""
        path = self.folder / f"khung_rut_mau_MO_PHONG_{wave_code}.csv"
        table = pa.concat_tables(self._frame)
        copy_csv(table, _SYNC, path)
        return path, table

    def _append_broken(self, path: Path, month: str) -> None:
        """Three rows no one may load: a 31st hour, an unknown status, no date."""
        code = self.world.procedures.code[0]
        head = f",{code},1,Người Mô Phỏng,0900 000 000,1,09900,09900,,CB0700"
        bad = (
            ("9001", f"{month}01300000", "4", "received_at", f"{month}01300000"),
            ("9002", f"{month}01080000", "11", "status", "11"),
            ("9003", "", "4", "received_at", ""),
        )
        with path.open("a", encoding="utf-8", newline="") as out:
            for number, received, status, column, value in bad:
                key = f"000.00.00.H09-{month[2:]}01-{number}"
                out.write(f"{key}{head},{received},{received},,,,{status}\n")
                self.planted.breaks(path, "case", key, column, value)

    def write_steps(self, month: int, shown: Cases) -> None:
        """Collects the steps of a month; writes them at the end of each half-year."""
        self._steps.append(step_table(self.world, shown, month))
        if month % 6 < 5 and month < len(self.world.month_cases) - 1:
            return
        half = f"{month_name(month)[:4]}-H{month % 12 // 6 + 1}"
        path = self.folder / f"nhat_ky_xu_ly_MO_PHONG_{half}.csv"
        copy_csv(pa.concat_tables(self._steps), _STEPS, path)
        self._steps = []
        self.files.append(path)


def province_label(unit_code: str, unit_name: str) -> str:
    """A unit as printed lists show it: '09001 - UBND Xã An Hoà'."""
    owner = "" if unit_name == names.CENTRE_NAME else "UBND "
    return f"{unit_code} - {owner}{unit_name}"
