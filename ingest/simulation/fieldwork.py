"""Who asked the visitors, when and how often; one interviewer of them invents answers.

Ballots of a unit are dealt to a team in turn. The interviewer who invents ticks one
level straight down, in three minutes, one ballot begun before the last has ended, and
meets nobody who refuses; the shares of the units stay what is planted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ingest.simulation.ballots import SHARE_OF_TOP
from ingest.simulation.clock import Flags, Ints, to_date
from ingest.simulation.files.lists import write_delimited
from ingest.simulation.files.workbook import Cell
from ingest.simulation.planted import Planted
from ingest.simulation.surveys import INDEPENDENT, Ballots
from ingest.simulation.world import World
from warehouse.waves.contact_book import COLUMNS

UNITS_PER_TEAM = 6
LEAST_TEAM, MOST_TEAM, BALLOTS_EACH = 4, 12, 20
INVENTOR = 5
INVENTED_IN = INDEPENDENT[-1][0]
OUTCOME_WORDS = {
    "answered": "Đã trả lời",
    "refused": "Từ chối",
    "not_home": "Vắng nhà",
    "call_back": "Hẹn lại",
    "moved": "Chuyển đi",
}
_UNKNOWN_OUTCOME = "Bận việc đột xuất"
CONTACT_HEADINGS = (
    "Mã đợt",
    "Số phiếu",
    "Mã đơn vị",
    "Mã điều tra viên",
    "Ngày giờ hỏi",
    "Lần hỏi",
    "Kết quả hỏi",
    "Số phút",
)
_MORNING, _DAY_MINUTES = 450, 600
_NOT_AT_FIRST = 0.15


def interviewers_of(ballots: Ballots) -> Ints:
    """Number of the interviewer of each ballot."""
    _, first, place, n = np.unique(
        ballots.unit, return_index=True, return_inverse=True, return_counts=True
    )
    within = np.arange(len(ballots.unit)) - first[place]
    size = team_size(int(n.max()))
    return np.asarray(place // UNITS_PER_TEAM * size + within % size, dtype=np.int64)


def team_size(ballots_per_unit: int) -> int:
    """Interviewers who go to one unit."""
    return int(np.clip(-(-ballots_per_unit // BALLOTS_EACH), LEAST_TEAM, MOST_TEAM))


def interviewer_code(number: int) -> str:
    """How the book calls an interviewer."""
    return f"DTV{number + 1:03d}"


def is_invented(ballots: Ballots) -> Flags:
    """Ballots that nobody was asked."""
    is_wave = ballots.wave == INVENTED_IN
    return np.asarray((interviewers_of(ballots) == INVENTOR) & is_wave, dtype=bool)


def with_invented(world: World, ballots: Ballots) -> Ballots:
    """The wave with the answers that one interviewer made up."""
    made_up = is_invented(ballots)
    if not made_up.any():
        return ballots
    rng = world.rng(26)
    n = int(made_up.sum())
    is_good = rng.random(n) < ballots.share[made_up].mean(axis=1)
    top = np.where(rng.random(n) < SHARE_OF_TOP, 5, 4)
    levels = ballots.levels.copy()
    levels[made_up] = np.where(is_good, top, 3)[:, None]
    return replace(ballots, levels=levels)


def contact_rows(
    world: World, waves: Sequence[Ballots], handed_out: pd.DataFrame
) -> pd.DataFrame:
    """One row per attempt, raw-shaped.

    Args:
        world: The province.
        waves: Waves asked by interviewers.
        handed_out: Forms by wave and unit: those that no ballot came back of were
            refused, lost, or nobody was met.
    """
    found = []
    for place, ballots in enumerate(waves):
        rng = world.rng(27, place)
        found += [_answered(world, rng, ballots)]
        found += [_silent(world, rng, ballots, handed_out)]
    rows = pd.concat(found, ignore_index=True)
    rows["minutes"] = rows["minutes"].astype("Int64")
    return rows[list(COLUMNS)]


def _answered(world: World, rng: np.random.Generator, ballots: Ballots) -> pd.DataFrame:
    who, made_up = interviewers_of(ballots), is_invented(ballots)
    n = len(who)
    queue = pd.DataFrame({"who": who, "day": ballots.day}).groupby(["who", "day"])[
        "day"
    ]
    place, of = queue.cumcount().to_numpy(), queue.transform("size").to_numpy()
    slot = _DAY_MINUTES / of
    began = _MORNING + (slot * place).astype(np.int64)
    minutes = np.clip(np.exp(rng.normal(2.4, 0.25, n)), 5, np.maximum(slot - 1, 5))
    began = np.where(made_up, _MORNING + 2 * place, began)
    rows = _rows(world, ballots, who, ballots.unit, ballots.day, began)
    rows["ballot_id"] = ballots.ids()
    rows["minutes"] = np.where(made_up, 3, minutes).astype(np.int64)
    rows["outcome"] = "answered"
    is_second = (rng.random(n) < _NOT_AT_FIRST) & ~made_up
    rows["attempt"] = np.where(is_second, 2, 1)
    first = rows[is_second].copy()
    first["asked_at"] -= pd.Timedelta(days=1)
    first["attempt"] = 1
    first["minutes"] = None
    is_met = rng.random(len(first)) < 0.4
    first["outcome"] = np.where(is_met, "call_back", "not_home")
    return pd.concat([rows, first])


def _silent(
    world: World,
    rng: np.random.Generator,
    ballots: Ballots,
    handed_out: pd.DataFrame,
) -> pd.DataFrame:
    codes = world.places.units["unit_code"].tolist()
    mine = handed_out[handed_out["wave_code"] == ballots.wave]
    forms = dict(zip(mine["unit_code"], mine["n_offered"], strict=True))
    who = interviewers_of(ballots)
    units, first, n = np.unique(ballots.unit, return_index=True, return_counts=True)
    left = np.array([forms[codes[unit]] for unit in units.tolist()]) - n
    each = np.repeat(np.arange(len(units)), left)
    asker = who[first[each] + rng.integers(0, n[each])]
    if ballots.wave == INVENTED_IN:
        asker = np.where(asker == INVENTOR, asker - 1, asker)
    began = _MORNING + rng.integers(0, _DAY_MINUTES, len(each))
    rows = _rows(world, ballots, asker, units[each], ballots.day[first[each]], began)
    rows["ballot_id"] = [f"{ballots.wave}-K{i + 1:05d}" for i in range(len(each))]
    rows["minutes"] = None
    kinds = np.array(["refused", "moved", "not_home"])
    rows["outcome"] = kinds[rng.choice(3, len(each), p=(0.6, 0.15, 0.25))]
    rows["attempt"] = 1
    return rows


def _rows(
    world: World, ballots: Ballots, who: Ints, unit: Ints, day: Ints, began: Ints
) -> pd.DataFrame:
    codes = world.places.units["unit_code"].to_numpy()
    days = pd.to_datetime([to_date(one) for one in day.tolist()])
    return pd.DataFrame(
        {
            "wave_code": ballots.wave,
            "unit_code": codes[unit],
            "interviewer_code": [interviewer_code(one) for one in who.tolist()],
            "asked_at": days + pd.to_timedelta(began, unit="min"),
        }
    )


def write_contacts(
    world: World,
    waves: Sequence[Ballots],
    handed_out: pd.DataFrame,
    folder: Path,
    planted: Planted,
) -> Path:
    """Writes the book of attempts, with a line twice and one that must be refused."""
    path = folder / "23_luot_hoi_phieu_MO_PHONG.csv"
    rows = contact_rows(world, waves, handed_out).sort_values("asked_at", kind="stable")
    lines: list[list[Cell]] = [
        [
            *row[:4],
            f"{row[4]:%d/%m/%Y %H:%M}",
            row[5],
            OUTCOME_WORDS[row[6]],
            None if row[7] is pd.NA else row[7],
        ]
        for row in rows.itertuples(index=False, name=None)
    ]
    broken = [*lines[0]]
    broken[1], broken[6] = f"{waves[0].wave}-K99999", _UNKNOWN_OUTCOME
    planted.breaks(path, "contact", str(broken[1]), "outcome", _UNKNOWN_OUTCOME)
    planted.repeats(path, 1)
    planted.invented = _inventor(waves)
    return write_delimited(path, CONTACT_HEADINGS, [*lines, lines[0], broken])


def _inventor(waves: Sequence[Ballots]) -> dict[str, object]:
    n = sum(int(is_invented(ballots).sum()) for ballots in waves)
    return {
        "wave_code": INVENTED_IN,
        "interviewer_code": interviewer_code(INVENTOR),
        "n_ballots": n,
    }
