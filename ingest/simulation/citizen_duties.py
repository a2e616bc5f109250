"""Letters to citizens, meetings with them, checks of the model and targets.

Only the last months, and a few of each unit: offices began such registers late.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingest.simulation.cases import Cases, draw_month
from ingest.simulation.clock import N_MONTHS, days_of, month_start, seconds, to_date
from ingest.simulation.tables import case_codes
from ingest.simulation.world import World

LETTER_COLUMNS = ["letter_kind", "unit_code", "sent_on", "case_code", "handed_over"]
MEETING_COLUMNS = ["kind", "unit_code", "planned_on", "held_on", "led_by_head"]
MEETING_COLUMNS += ["n_issues_raised", "n_issues_resolved"]
CHECK_COLUMNS = ["unit_code", "requirement_code", "checked_on", "is_met"]
TARGET_COLUMNS = ["unit_code", "indicator", "period", "planned", "achieved"]
REQUIREMENTS = ("HOM_THU", "NUOC_UONG", "NOI_QUY", "LICH_TIEP_DAN", "MAU_THU")
TARGETS = ("HO_SO_TRUC_TUYEN", "THU_NGAN_SACH")
_EVENT_LETTERS = {
    "birth": "congratulation",
    "marriage": "congratulation",
    "death": "condolence",
}
_MEETINGS_OF_A_MONTH = (
    ("reception", 4),
    ("dialogue", 10),
    ("field_visit", 17),
    ("reception", 24),
)
_MONTHS = range(N_MONTHS - 4, N_MONTHS)
_LETTER_SHARE = 0.4
_MAX_LETTERS_A_MONTH = 400
_HELD_SHARE, _MET_SHARE = 0.9, 0.8


def letter_rows(world: World) -> pd.DataFrame:
    """Raw-shaped letters: apologies for late dossiers, others for life events."""
    rng = world.rng(64)
    events = _events(world)
    rows: list[tuple[str, str, str, str, bool]] = []
    for month in _MONTHS:
        cases = draw_month(world, month)
        cases = cases[cases["finished"] < seconds(np.array(month_start(N_MONTHS)), 0)]
        is_late = cases["finished"] > cases["due"]
        is_event = events[cases["procedure"]] != ""
        for chosen, word in ((is_late, "apology"), (is_event, "")):
            found = cases[chosen & (rng.random(len(cases)) < _LETTER_SHARE)]
            found = found[:_MAX_LETTERS_A_MONTH]
            is_given = rng.random(len(found)) < 0.5
            rows += _letters(world, found, is_given, word, events)
    return pd.DataFrame(sorted(rows), columns=LETTER_COLUMNS)


def _events(world: World) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Kind of letter by procedure; empty where its result brings none."""
    listed = world.procedures.rows.drop_duplicates("procedure_code")
    event = dict(zip(listed["procedure_code"], listed["life_event"], strict=True))
    codes = world.procedures.code
    return np.array([_EVENT_LETTERS.get(str(event[code]), "") for code in codes])


def _letters(
    world: World,
    cases: Cases,
    is_given: np.ndarray[tuple[int], np.dtype[np.bool_]],
    word: str,
    events: np.ndarray[tuple[int], np.dtype[np.str_]],
) -> Iterator[tuple[str, str, str, str, bool]]:
    units = world.places.units["unit_code"].tolist()
    codes = case_codes(world, cases).to_pylist()
    for case, code, given in zip(cases, codes, is_given.tolist(), strict=True):
        day = to_date(int(days_of(case["finished"]))).isoformat()
        what = word or str(events[case["procedure"]])
        yield what, str(units[int(case["unit"])]), day, str(code), given


def meeting_rows(world: World) -> pd.DataFrame:
    """Raw-shaped meetings: two receptions, a dialogue and a visit a month."""
    rng = world.rng(65)
    rows = [
        _meeting(rng, kind, unit, month_start(month) + after)
        for unit in _communes(world)
        for month in _MONTHS
        for kind, after in _MEETINGS_OF_A_MONTH
    ]
    return pd.DataFrame(rows, columns=MEETING_COLUMNS, dtype=object)


def _meeting(
    rng: np.random.Generator, kind: str, unit: str, number: int
) -> tuple[object, ...]:
    day = to_date(number).isoformat()
    if rng.random() >= _HELD_SHARE:
        return kind, unit, day, None, None, None, None
    raised = int(rng.poisson(4))
    solved = int(rng.binomial(raised, 0.8))
    return kind, unit, day, day, bool(rng.random() < 0.7), raised, solved


def check_rows(world: World) -> pd.DataFrame:
    """Raw-shaped checks: each requirement once a commune."""
    rng = world.rng(66)
    day = to_date(month_start(N_MONTHS - 2) + 14).isoformat()
    rows = [
        (unit, requirement, day, bool(rng.random() < _MET_SHARE))
        for unit in _communes(world)
        for requirement in REQUIREMENTS
    ]
    return pd.DataFrame(rows, columns=CHECK_COLUMNS)


def target_rows(world: World) -> pd.DataFrame:
    """Raw-shaped targets of the year, some missed."""
    rng = world.rng(67)
    rows = []
    for unit in _communes(world):
        for indicator in TARGETS:
            planned = float(rng.integers(40, 100))
            achieved = float(np.round(planned * rng.uniform(0.85, 1.15)))
            rows.append((unit, indicator, "2026", planned, achieved))
    return pd.DataFrame(rows, columns=TARGET_COLUMNS)


def _communes(world: World) -> list[str]:
    units = world.places.units
    is_asked = units["valid_to"].isna() & (units["level"] == "commune")
    return [str(code) for code in units.loc[is_asked, "unit_code"]]
