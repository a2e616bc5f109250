"""Meetings with citizens and targets.

Only the last months, and a few of each unit: offices began such registers late.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ingest.simulation.clock import N_MONTHS, month_start, to_date, to_day
from ingest.simulation.world import World

MEETING_COLUMNS = ["kind", "unit_code", "planned_on", "held_on", "led_by_head"]
MEETING_COLUMNS += ["n_issues_raised", "n_issues_resolved", "place", "issues_closed_on"]
TARGET_COLUMNS = ["unit_code", "indicator", "period", "planned", "achieved"]
PLANS = {"HO_SO_TRUC_TUYEN": "up", "THU_NGAN_SACH": "up", "HO_NGHEO": "down"}
BENEFITS = {"AN_SINH_DUNG_HAN": "up", "AN_SINH_SAI_DOI_TUONG": "down"}
OWN_SHARES = {
    "HO_SO_DUNG_HAN": (95, 98, 99),
    "TRE_LOI_HEN_DAU": (2, 5, 10, 15),
    "HAI_LONG": (70, 85, 90),
}
"""What the warehouse counts itself → targets, in percent; nobody reports a result."""
DIRECTIONS = PLANS | BENEFITS
"""Indicators and which way is good, as the shipped registry has them."""
_PERIODS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026")
_YEARS = ("2025", "2026")
_MEETINGS_OF_A_MONTH = (
    ("reception", 4),
    ("dialogue", 10),
    ("field_visit", 17),
    ("reception", 24),
)
_MONTHS = range(N_MONTHS - 4, N_MONTHS)
_HELD_SHARE = 0.9
_N_HAMLETS, _NOT_NAMED = 9, 0.1
_MOST_DAYS_TO_CLOSE = 20


def meeting_rows(world: World) -> pd.DataFrame:
    """Raw-shaped meetings: two receptions, a dialogue and a visit a month."""
    rng, more = world.rng(65), world.rng(68)
    rows = [
        (
            *(row := _meeting(world, rng, kind, unit, month_start(month) + after)),
            *_reached(more, row),
        )
        for unit in _communes(world)
        for month in _MONTHS
        for kind, after in _MEETINGS_OF_A_MONTH
    ]
    return pd.DataFrame(rows, columns=MEETING_COLUMNS, dtype=object)


def _meeting(
    world: World, rng: np.random.Generator, kind: str, unit: str, number: int
) -> tuple[object, ...]:
    day = to_date(number).isoformat()
    if rng.random() >= _HELD_SHARE:
        return kind, unit, day, None, None, None, None
    held = day if world.calendar.is_working[number] else _next_day(world, number)
    raised = int(rng.poisson(4))
    solved = int(rng.binomial(raised, 0.8))
    return kind, unit, day, held, bool(rng.random() < 0.7), raised, solved


def _reached(rng: np.random.Generator, row: tuple[object, ...]) -> tuple[object, ...]:
    """The hamlet a visit went to, and the day the last issue was closed."""
    kind, _, _, held, _, raised, solved = row
    is_named = kind == "field_visit" and rng.random() >= _NOT_NAMED
    place = f"Xóm {int(rng.integers(1, _N_HAMLETS + 1))}" if is_named else None
    closed = None
    if held is not None and raised and raised == solved:
        number = to_day(str(held)) + int(rng.integers(0, _MOST_DAYS_TO_CLOSE))
        closed = to_date(number).isoformat() if number < month_start(N_MONTHS) else None
    return place, closed


def _next_day(world: World, number: int) -> str:
    """The working day a meeting planned for a day off moves to."""
    [found] = world.calendar.after(np.array([number]), np.array([1]))
    return to_date(int(found)).isoformat()


def target_rows(world: World) -> pd.DataFrame:
    """Raw-shaped targets of quarters and of the running year, some missed."""
    rows = [*_plans(world), *_benefits(world), *_own_shares(world)]
    return pd.DataFrame(rows, columns=TARGET_COLUMNS, dtype=object)


def _own_shares(world: World) -> Iterator[tuple[object, ...]]:
    """The province asks the same of all communes together, some ask more or less."""
    rng = world.rng(81)
    units = world.places.units
    top = units.loc[units["level"] == "province", "unit_code"].iloc[0]
    for unit in (str(top), *_communes(world)):
        for indicator, asked in OWN_SHARES.items():
            for period in _YEARS:
                planned = asked[1] if unit == top else int(rng.choice(asked))
                yield unit, indicator, period, float(planned), None


def _benefits(world: World) -> Iterator[tuple[object, ...]]:
    """All benefits are to be paid in time, and none to the wrong people."""
    rng = world.rng(77)
    for unit in _communes(world):
        for period in _PERIODS:
            in_time = 100.0 - float(rng.choice((0, 0, 0, 1, 2, 5)))
            yield unit, "AN_SINH_DUNG_HAN", period, 100.0, in_time
            n_wrong = float(rng.poisson(0.4))
            yield unit, "AN_SINH_SAI_DOI_TUONG", period, 0.0, n_wrong


def _plans(world: World) -> Iterator[tuple[object, ...]]:
    rng = world.rng(67)
    for unit in _communes(world):
        for indicator in PLANS:
            for period in _PERIODS:
                planned = float(rng.integers(40, 100))
                achieved = float(np.round(planned * rng.uniform(0.85, 1.15)))
                yield unit, indicator, period, planned, achieved


def _communes(world: World) -> list[str]:
    units = world.places.units
    is_asked = units["valid_to"].isna() & (units["level"] == "commune")
    return [str(code) for code in units.loc[is_asked, "unit_code"]]
