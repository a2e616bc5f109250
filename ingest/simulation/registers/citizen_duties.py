"""Meetings with citizens, checks of the model and targets.

Only the last months, and a few of each unit: offices began such registers late.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingest.simulation.clock import N_MONTHS, month_start, to_date
from ingest.simulation.world import World

MEETING_COLUMNS = ["kind", "unit_code", "planned_on", "held_on", "led_by_head"]
MEETING_COLUMNS += ["n_issues_raised", "n_issues_resolved"]
CHECK_COLUMNS = ["unit_code", "requirement_code", "checked_on", "is_met"]
TARGET_COLUMNS = ["unit_code", "indicator", "period", "planned", "achieved"]
REQUIREMENTS = ("HOM_THU", "NUOC_UONG", "NOI_QUY", "LICH_TIEP_DAN", "MAU_THU")
TARGETS = ("HO_SO_TRUC_TUYEN", "THU_NGAN_SACH")
_MEETINGS_OF_A_MONTH = (
    ("reception", 4),
    ("dialogue", 10),
    ("field_visit", 17),
    ("reception", 24),
)
_MONTHS = range(N_MONTHS - 4, N_MONTHS)
_HELD_SHARE, _MET_SHARE = 0.9, 0.8


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
