"""Writes what the counters export: service ballots, tablet taps, forms offered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.simulation.answers import service_ids
from ingest.simulation.ballots import draw_levels
from ingest.simulation.clock import month_start, to_date
from ingest.simulation.files.cases import copy_csv
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.workbook import Cell
from ingest.simulation.people import officer_code
from ingest.simulation.places import FIRST_NEW
from ingest.simulation.planted import Planted
from ingest.simulation.service import Counter, ServiceBallots, quarter_place
from ingest.simulation.surveys import SERVICE_ITEMS, TABLET, service_quarters
from ingest.simulation.tables import case_codes, dates, officer_words, words
from ingest.simulation.world import World

TABLET_MONTHS = (30, 31, 32, 33)
N_TABLET_UNITS = 4
_TABLET_WORDS = ("KHÔNG HÀI LÒNG", "HÀI LÒNG", "RẤT HÀI LÒNG")
_CODES_ON_FORM = ["", "KTL", "KB", "KAD"]


class ServiceFiles:
    """Writes service ballots quarter by quarter.

    Args:
        world: The province.
        folder: Where the files go.
        planted: Notebook of broken and repeated rows.
    """

    def __init__(self, world: World, folder: Path, planted: Planted) -> None:
        self.world, self.folder, self.planted = world, folder, planted
        self.files: list[Path] = []
        self.n_ballots = 0
        self._codes = [str(c) for c in world.places.units["unit_code"]]
        self._quarter: list[pa.Table] = []
        self._offered: list[list[Cell]] = []

    def write(self, month: int, counter: Counter) -> None:
        """Takes the ballots answered in a month; writes at a quarter's end."""
        ballots = counter.answered(month)
        self.n_ballots += len(ballots)
        self._quarter.append(self._table(month, ballots))
        self._offer(month, counter)
        is_last = month == len(self.world.month_cases) - 1
        if month % 3 == 2 or is_last:
            wave = service_quarters()[quarter_place(month)]
            path = self.folder / f"phieu_tai_quay_MO_PHONG_{wave}.csv"
            copy_csv(pa.concat_tables(self._quarter), "select * from shown", path)
            self.files.append(path)
            self._quarter = []
        if is_last:
            self._write_offered()

    def _table(self, month: int, ballots: ServiceBallots) -> pa.Table:
        n = len(ballots)
        wave = service_quarters()[quarter_place(month)]
        cases = ballots.cases
        days = dates(ballots.day).cast(pa.timestamp("s"))
        columns = {
            "Mã phiếu": pa.array(service_ids(month, n), pa.string()),
            "Mã đợt": pa.array([wave] * n, pa.string()),
            "Mã đơn vị": words(cases["unit"], list(self._codes)),
            "Mã cán bộ": officer_words(cases["officer"]),
            "Mã hồ sơ": case_codes(self.world, cases),
            "Đối tượng": words(cases["applicant_kind"], ["Cá nhân", "Tổ chức"]),
            "Ngày trả lời": pc.strftime(days, format="%d/%m/%Y"),
        }
        forms = [*reversed(_CODES_ON_FORM), "1", "2", "3", "4", "5"]
        for place, item in enumerate(SERVICE_ITEMS):
            shown = ballots.levels[:, place].astype(np.int64) + 3
            columns[item] = words(shown, list(forms))
        return pa.table(columns)

    def _offer(self, month: int, counter: Counter) -> None:
        wave = service_quarters()[quarter_place(month)]
        unit, day, offered = counter.offered(month)
        for u, d, n in zip(unit.tolist(), day.tolist(), offered.tolist(), strict=True):
            self._offered.append([wave, self._codes[u], f"{to_date(d):%d/%m/%Y}", n])

    def _write_offered(self) -> None:
        path = self.folder / "phieu_phat_ra_MO_PHONG.csv"
        head = ["Mã đợt", "Mã đơn vị", "Ngày", "Số phiếu phát ra"]
        self.files.append(write_delimited(path, head, self._offered))

    def write_tablets(self) -> None:
        """Taps on counter tablets: one question, three levels, in capitals."""
        units = range(FIRST_NEW + 5, FIRST_NEW + 5 + N_TABLET_UNITS)
        rows: list[list[Cell]] = []
        for month in TABLET_MONTHS:
            rng = self.world.rng(54, month)
            active = self.world.people.postings.active(month_start(month))
            for unit in units:
                here = active[self.world.people.postings.unit[active] == unit]
                officer = rng.choice(self.world.people.postings.officer[here], 60)
                share = self.world.people.true_share[officer][:, None]
                levels = draw_levels(rng, share)[:, 0]
                days = np.sort(rng.integers(0, 28, 60)) + month_start(month)
                for tap in range(60):
                    word = _TABLET_WORDS[max(int(levels[tap]) - 3, 0)]
                    day = to_date(days[tap])
                    rows.append(
                        [
                            f"MTB{unit:03d}{month:02d}{tap:03d}",
                            f"{day:%d/%m/%Y} {8 + tap % 9:02d}:{tap % 60:02d}:00",
                            f"TB-{unit:03d}",
                            self._codes[unit],
                            officer_code(int(officer[tap])),
                            word,
                        ]
                    )
        head = ["Mã lượt", "Thời gian", "Mã thiết bị", "Mã đơn vị"]
        head += ["Tài khoản cán bộ", "Mức đánh giá"]
        path = self.folder / f"may_tinh_bang_MO_PHONG_{TABLET}.csv"
        self.files.append(write_delimited(path, head, rows))
