"""The truth about readiness, duties, service at home and targets, for `truth.json`.

Counted from the registers as they were planted, by the shipped rules: a reception a
week, a field visit a month and a dialogue a year in a commune.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from datetime import date, timedelta

import pandas as pd

from ingest.simulation.clock import DAY_ZERO, to_date
from ingest.simulation.registers.books import home_request_rows
from ingest.simulation.registers.citizen_duties import (
    BENEFITS,
    DIRECTIONS,
    meeting_rows,
    target_rows,
)
from ingest.simulation.registers.readiness import (
    LAST_DAY,
    Row,
    begins,
    communes,
    draw_readiness,
)
from ingest.simulation.world import World

_FIRST = date(2024, 1, 1)
_RULES = {"reception": "week", "field_visit": "month", "dialogue": "year"}
RUNNING = "2026"


def life_truth(world: World) -> dict[str, object]:
    """Requirements, duties, home requests and targets of the communes of today."""
    return {
        "requirements": draw_readiness(world).states,
        "duties": _duties(world),
        "field_visits": _field_visits(world),
        "home_requests": _home_requests(world),
        "targets": _targets(world),
        "benefits": _benefits(world),
    }


def _duties(world: World) -> list[Row]:
    held: dict[tuple[str, str], list[date]] = defaultdict(list)
    for one in meeting_rows(world).to_dict("records"):
        if one["held_on"]:
            planned = date.fromisoformat(str(one["planned_on"]))
            held[str(one["unit_code"]), str(one["kind"])].append(planned)
    rows: list[Row] = []
    for unit in communes(world):
        first = max(to_date(begins(unit)), _FIRST)
        for duty, per in _RULES.items():
            windows = _windows(world, per, first)
            days = held[str(unit["unit_code"]), duty]
            kept = sum(any(a <= day <= b for day in days) for a, b in windows)
            what = {"unit_code": unit["unit_code"], "duty": duty}
            rows.append({**what, "n_required": len(windows), "n_kept": kept})
    return rows


def _field_visits(world: World) -> list[Row]:
    """Hamlets that visits of a commune reached, meetings closed and moved, and days."""
    met = meeting_rows(world)
    met = met[met["held_on"].notna()]
    closed = pd.to_datetime(met["issues_closed_on"]) - pd.to_datetime(met["held_on"])
    stated = met.assign(days=closed.dt.days, moved=met["held_on"] != met["planned_on"])
    return [
        {
            "unit_code": str(unit),
            "n_hamlets_reached": int(some["place"].nunique()),
            "n_visits": int(some["place"].notna().sum()),
            "n_meetings_closed": int(some["days"].notna().sum()),
            "n_days_to_close": int(some["days"].sum()),
            "n_meetings_moved": int(some["moved"].sum()),
        }
        for unit, some in stated.groupby("unit_code")
    ]


def _windows(world: World, per: str, first: date) -> list[tuple[date, date]]:
    """Whole weeks, months or years with a working day, from a day to the last."""
    last = to_date(LAST_DAY)
    begun = [
        day
        for day in (first + timedelta(n) for n in range((last - first).days + 1))
        if (per == "week" and day.weekday() == 0)
        or (per == "month" and day.day == 1)
        or (per == "year" and (day.month, day.day) == (1, 1))
    ]
    spans = [(day, _end(per, day)) for day in begun]
    return [(a, b) for a, b in spans if b <= last and _works(world, a, b)]


def _end(per: str, day: date) -> date:
    if per == "week":
        return day + timedelta(6)
    if per == "month":
        return (day + timedelta(32)).replace(day=1) - timedelta(1)
    return day.replace(month=12, day=31)


def _works(world: World, first: date, last: date) -> bool:
    a, b = (first - DAY_ZERO).days, (last - DAY_ZERO).days
    return bool(world.calendar.is_working[a : b + 1].any())


def _home_requests(world: World) -> list[Row]:
    rows = home_request_rows(world)
    served = rows["served_on"].notna()
    days = pd.to_datetime(rows["served_on"]) - pd.to_datetime(rows["requested_on"])
    stated = pd.DataFrame(
        {"unit_code": rows["unit_code"], "served": served, "days": days.dt.days}
    )
    return [
        {
            "unit_code": str(unit),
            "n_home_requested": len(some),
            "n_home_served": int(some["served"].sum()),
            "n_home_days": int(some["days"].sum()),
        }
        for unit, some in stated.groupby("unit_code")
    ]


def _benefits(world: World) -> list[Row]:
    """Per unit and closed quarter, whether benefits came in time and rightly."""
    rows = target_rows(world)
    rows = rows[rows["indicator"].isin(BENEFITS) & (rows["period"] != RUNNING)]
    return [
        {
            "unit_code": str(one["unit_code"]),
            "indicator": str(one["indicator"]),
            "period": str(one["period"]),
            "is_met": _is_met(one),
        }
        for one in rows.to_dict("records")
    ]


def _is_met(one: Mapping[Hashable, object]) -> bool:
    planned, achieved = float(str(one["planned"])), float(str(one["achieved"]))
    is_up = DIRECTIONS[str(one["indicator"])] == "up"
    return achieved >= planned if is_up else achieved <= planned


def _state(one: Mapping[Hashable, object]) -> str:
    if one["achieved"] is None:
        return "not_told"
    if one["period"] == RUNNING:
        return "running"
    return "met" if _is_met(one) else "missed"


def _targets(world: World) -> list[Row]:
    states: Counter[tuple[str, str]] = Counter()
    for one in target_rows(world).to_dict("records"):
        states[str(one["unit_code"]), _state(one)] += 1
    units = sorted({unit for unit, _ in states})
    names = ("met", "missed", "running")
    return [
        {"unit_code": u, **{f"n_targets_{s}": states[u, s] for s in names}}
        for u in units
    ]
