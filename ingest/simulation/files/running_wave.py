"""A wave of the Front that is still in the field when the data end.

It is planted beside the province, for the demo: its list, its ballots so far, and its
book of attempts, whose numbers are places in a draw that the demo keeps afterwards. In
some units asking is slow, so that they will lack answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from ingest.simulation.ballots import draw_levels, drop_answers
from ingest.simulation.clock import Ints, month_start, to_date
from ingest.simulation.fieldwork import (
    CONTACT_HEADINGS,
    OUTCOME_WORDS,
    interviewer_code,
)
from ingest.simulation.files.ballots import BallotFiles
from ingest.simulation.files.cases import CaseFiles
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.workbook import Cell
from ingest.simulation.respondents import draw_respondents
from ingest.simulation.surveys import (
    INDEPENDENT,
    INSTRUMENT,
    SERVICE_ITEMS,
    Ballots,
    service_share,
    visited_officers,
)
from ingest.simulation.world import World
from warehouse.stores.run_sql import run_sql
from warehouse.waves.ballot_numbers import ballot_number

RUNNING = "DL-2026-Q4"
FIRST_MONTH, MONTH = 31, 33
"""The months whose returned results it is about; it opens in the last of them."""
OPENED, CLOSED = "12/10/2026", "20/11/2026"
_FIRST_DAY, _DAYS_GONE = 11, 19
_ASKED_SHARE, _SLOW_SHARE, _MOST_ASKED = 0.6, 0.2, 45
_SLOW_EVERY = 7
_TEAM = 3
_MORNING, _DAY_MINUTES, _MINUTES = 450, 540, 9
_FIRST_NUMBER = 100
"""Interviewers of this wave are others than those of the waves before."""
_OUTCOMES = {
    "answered": 0.8,
    "refused": 0.07,
    "not_home": 0.06,
    "call_back": 0.05,
    "moved": 0.02,
}
WAVE_HEADINGS = (
    "Mã đợt",
    "Loại khảo sát",
    "Cơ quan chủ trì",
    "Hình thức",
    "Ngày bắt đầu",
    "Ngày kết thúc",
    "Số phiếu dự kiến",
    "Mã bộ câu hỏi",
)
_RETURNED = """
select receiving_unit_code, count(distinct case_code) as n
from frame
where returned_at >= $first and returned_at < $end
group by receiving_unit_code
order by receiving_unit_code
"""


@dataclass(frozen=True)
class Asked(Ballots):
    """Ballots that have the numbers of a draw."""

    numbers: tuple[str, ...]

    def ids(self) -> list[str]:
        """Their numbers."""
        return list(self.numbers)


@dataclass(frozen=True)
class RunningWave:
    """What was written of it.

    Attributes:
        wave_code: The wave.
        since: The wave before it.
        frame: The list of dossiers it is drawn from; it is not loaded.
        files: Its list, its ballots, its book of attempts.
        n_ballots: Ballots so far.
        returned: Code of a unit → results it returned in the months it is about.
        truth: What is planted, for `truth.json`.
    """

    wave_code: str
    since: str
    frame: Path
    files: tuple[Path, ...]
    n_ballots: int
    returned: dict[str, int]
    truth: dict[str, object]


def write_running_wave(world: World, cases: CaseFiles, out: BallotFiles) -> RunningWave:
    """Writes the wave.

    Args:
        world: The province.
        cases: Has kept what the exports of its months show.
        out: Writes its ballots.
    """
    frame, table = cases.write_frame(RUNNING)
    with duckdb.connect() as connection:
        connection.register("frame", table)
        days = {
            "first": to_date(month_start(FIRST_MONTH)),
            "end": to_date(month_start(MONTH + 1)),
        }
        returned = dict(run_sql(connection, _RETURNED, days).fetchall())
    contacts, slow = _contacts(world, returned)
    ballots = _ballots(world, contacts)
    n_before = len(out.files)
    out.independent(ballots)
    book = _write_contacts(contacts, frame.parent)
    wave = _write_list(sum(returned.values()), frame.parent)
    last = contacts.drop_duplicates("ballot_id", keep="last")
    counted = last["outcome"].value_counts()
    truth: dict[str, object] = {
        "wave_code": RUNNING,
        "n_asked": len(last),
        **{f"n_{one}": int(counted.get(one, 0)) for one in _OUTCOMES},
        "slow_units": slow,
    }
    files = (wave, *out.files[n_before:], book)
    n_ballots = len(ballots.unit)
    return RunningWave(
        RUNNING, INDEPENDENT[-1][0], frame, files, n_ballots, returned, truth
    )


def _contacts(world: World, returned: dict[str, int]) -> tuple[pd.DataFrame, list[str]]:
    """One row per attempt in the order of asking, and the units that are slow."""
    rng = world.rng(28)
    rows: list[dict[str, object]] = []
    slow = list(returned)[_SLOW_EVERY // 2 :: _SLOW_EVERY]
    for number, (unit, n) in enumerate(returned.items()):
        part = _SLOW_SHARE if unit in slow else _ASKED_SHARE
        n_asked = min(int(np.ceil(part * n)), _MOST_ASKED)
        team = _FIRST_NUMBER + number // 6 * _TEAM
        for place in range(1, n_asked + 1):
            outcome = str(rng.choice([*_OUTCOMES], p=[*_OUTCOMES.values()]))
            day = month_start(MONTH) + _FIRST_DAY + int(rng.integers(1, _DAYS_GONE))
            line = {
                "ballot_id": ballot_number(RUNNING, unit, place),
                "unit_code": unit,
                "interviewer": interviewer_code(team + place % _TEAM),
                "day": day,
                "minute": int(rng.integers(0, _DAY_MINUTES)),
                "attempt": 1,
                "outcome": outcome,
            }
            if outcome == "answered" and rng.random() < 0.15:
                rows.append({**line, "day": day - 1, "outcome": "not_home"})
                line["attempt"] = 2
            rows.append(line)
    return pd.DataFrame(rows), slow


def _ballots(world: World, contacts: pd.DataFrame) -> Asked:
    """A ballot of each who answered, by officers as busy as the unit's cases."""
    rng = world.rng(29)
    met = contacts[contacts["outcome"] == "answered"].sort_values(
        ["unit_code", "ballot_id"], kind="stable"
    )
    codes = world.places.units["unit_code"].tolist()
    # today's unit of a code is the last of its rows
    row_of = {code: place for place, code in enumerate(codes)}
    unit: Ints = np.array([row_of[code] for code in met["unit_code"]], dtype=np.int64)
    officer = visited_officers(world, rng, MONTH, unit)
    share = service_share(world, officer)
    n = len(unit)
    return Asked(
        wave=RUNNING,
        items=SERVICE_ITEMS,
        unit=unit,
        levels=drop_answers(rng, draw_levels(rng, share), SERVICE_ITEMS),
        day=met["day"].to_numpy(dtype=np.int64),
        officer=np.where(rng.random(n) < 0.7, officer, -1),
        people=draw_respondents(rng.spawn(1)[0], n),
        share=share,
        numbers=tuple(met["ballot_id"]),
    )


def _write_contacts(contacts: pd.DataFrame, folder: Path) -> Path:
    lines: list[list[Cell]] = []
    rows = contacts.sort_values(["day", "minute"], kind="stable")
    for ballot, unit, who, day, began, attempt, outcome in rows.itertuples(
        index=False, name=None
    ):
        hour, minute = divmod(_MORNING + began, 60)
        at = f"{to_date(day):%d/%m/%Y} {hour:02d}:{minute:02d}"
        minutes = _MINUTES if outcome == "answered" else None
        known: list[Cell] = [RUNNING, ballot, unit, who, at, attempt]
        lines.append([*known, OUTCOME_WORDS[outcome], minutes])
    path = folder / f"24_luot_hoi_phieu_MO_PHONG_{RUNNING}.csv"
    return write_delimited(path, CONTACT_HEADINGS, lines)


def _write_list(n_planned: int, folder: Path) -> Path:
    row: list[Cell] = [RUNNING, "Khảo sát độc lập", "Mặt trận Tổ quốc", "Phiếu giấy"]
    row += [OPENED, CLOSED, n_planned, INSTRUMENT]
    path = folder / "24_dot_dang_hoi_MO_PHONG.csv"
    return write_delimited(path, WAVE_HEADINGS, [row])
