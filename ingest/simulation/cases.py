"""Cases month by month, and what each monthly export says of them.

A case is one record of `CASE`; an export of a month holds every case received in it
and every earlier case that changed in it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.simulation.clock import (
    MONTH_STARTS,
    N_MONTHS,
    NEVER,
    REFORM_MONTH,
    Flags,
    Ints,
    days_of,
    month_of,
    seconds,
)
from ingest.simulation.people import LIMIT_CHANGE_DAY
from ingest.simulation.places import CENTRE, FIRST_DISTRICT, FIRST_OLD
from ingest.simulation.world import LATE_FACTOR_AFTER_START, REWRITE_SHARE, World

CASE = np.dtype(
    [
        ("unit", "i2"),
        ("resolving", "i2"),
        ("residence", "i2"),
        ("officer", "i2"),
        ("procedure", "i2"),
        ("channel", "i1"),
        ("applicant_kind", "i1"),
        ("received", "i8"),
        ("due", "i8"),
        ("finished", "i8"),
        ("returned", "i8"),
        ("closed", "i8"),
        ("end_status", "i1"),
        ("open_status", "i1"),
        ("rewrite", "i1"),
        ("pause_days", "i2"),
        ("seq", "i4"),
    ]
)
Cases = npt.NDArray[np.void]
REWRITES_FINISH, REWRITES_DUE = 1, 2
NO_UNIT = -1
# Positions in warehouse.raw.cases.CASE_STATUSES.
RECEIVED, REJECTED, PROCESSING, SUPPLEMENTING, PAYING = 1, 2, 3, 4, 5
WITHDRAWN, STOPPED, FINISHED, RETURNED = 6, 7, 8, 9
_CLOSINGS = np.array([RETURNED, FINISHED, WITHDRAWN, REJECTED, STOPPED], dtype=np.int8)
_CLOSING_SHARES = (0.932, 0.04, 0.012, 0.01, 0.006)


def export_end(month: int) -> np.int64:
    """Last second an export of a month knows of."""
    return np.int64(seconds(MONTH_STARTS[month + 1], 0) - 1)


def draw_month(world: World, month: int) -> Cases:
    """Draws the cases received in one month."""
    rng = world.rng(10, month)
    n = int(world.month_cases[month])
    cases = np.zeros(n, dtype=CASE)
    cases["unit"] = _draw_units(world, rng, month, n)
    cases["officer"] = _draw_officers(world, rng, month, cases["unit"])
    cases["procedure"] = rng.choice(
        len(world.procedures.code), n, p=world.procedures.popularity
    )
    online = min(0.25 + 0.008 * month, 0.5)
    shares = np.cumsum([0.93 - online, online, 0.05])
    cases["channel"] = np.searchsorted(shares, rng.random(n))
    cases["applicant_kind"] = rng.random(n) < 0.12
    _draw_other_units(world, rng, month, cases)
    _draw_received(world, rng, month, cases)
    cases = cases[np.lexsort((cases["received"], cases["unit"]))]
    cases["seq"] = _sequence(cases)
    _draw_course(world, rng, cases)
    return cases


def _draw_units(world: World, rng: np.random.Generator, month: int, n: int) -> Ints:
    rows = world.places.receiving(month >= REFORM_MONTH)
    weight = world.places.population[rows].copy()
    weight /= weight.sum()
    is_district = (rows >= FIRST_DISTRICT) & (rows < FIRST_OLD)
    weight *= 0.85 - 0.12 * is_district.any()
    weight[is_district] = 0.12 / max(is_district.sum(), 1)
    weight[rows == CENTRE] = 0.15
    return rows[rng.choice(len(rows), n, p=weight / weight.sum())]


def _draw_officers(
    world: World, rng: np.random.Generator, month: int, units: Ints
) -> Ints:
    """An officer posted at the unit that month, the busier the likelier."""
    postings = world.people.postings
    active = postings.active(int(MONTH_STARTS[month]))
    unit, weight = postings.unit[active], postings.weight[active]
    total = np.bincount(unit, weight, minlength=world.places.n_units)
    share = weight / total[unit]
    before = np.cumsum(share) - share
    first = np.searchsorted(unit, unit)
    edge = unit + np.minimum(before - before[first], 1.0 - 1e-9)
    place = np.searchsorted(edge, units + rng.random(len(units)), side="right") - 1
    return postings.officer[active[place]]


def _draw_other_units(
    world: World, rng: np.random.Generator, month: int, cases: Cases
) -> None:
    """Resolving unit and the applicant's commune, mostly the receiving one."""
    n = len(cases)
    rows = world.places.receiving(month >= REFORM_MONTH)
    communes = rows[rows >= FIRST_OLD]
    weight = world.places.population[communes]
    elsewhere = rng.choice(communes, n, p=weight / weight.sum())
    cases["resolving"] = cases["unit"]
    moved = (cases["unit"] != CENTRE) & (rng.random(n) < 0.10)
    cases["resolving"][moved] = CENTRE
    is_commune = cases["unit"] >= FIRST_OLD
    stays = is_commune & (rng.random(n) < 0.93)
    cases["residence"] = np.where(stays, cases["unit"], elsewhere)
    unknown = (cases["applicant_kind"] == 1) & (rng.random(n) < 0.5)
    cases["residence"][unknown] = NO_UNIT


def _draw_received(
    world: World, rng: np.random.Generator, month: int, cases: Cases
) -> None:
    """Office hours on working days; some online cases at any hour of any day."""
    n = len(cases)
    first, end = int(MONTH_STARTS[month]), int(MONTH_STARTS[month + 1])
    office_days = world.calendar.working_days
    office_days = office_days[(office_days >= first) & (office_days < end)]
    day = rng.choice(office_days, n)
    slot = 60 * rng.integers(0, 360, n)
    hour = np.where(slot < 3 * 3600, 27_000 + slot, 48_600 + slot - 3 * 3600)
    at_night = (cases["channel"] == 1) & (rng.random(n) < 0.12)
    day = np.where(at_night, rng.integers(first, end, n), day)
    hour = np.where(at_night, 60 * rng.integers(0, 1_440, n), hour)
    cases["received"] = seconds(day, hour)


def _sequence(cases: Cases) -> Ints:
    """Running number per unit and day; cases are ordered by unit and time."""
    key = cases["unit"].astype(np.int64) * 100_000 + days_of(cases["received"])
    place = np.arange(len(key))
    is_first = np.ones(len(key), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    return place - np.maximum.accumulate(np.where(is_first, place, 0)) + 1


def _draw_course(world: World, rng: np.random.Generator, cases: Cases) -> None:
    """Due date, pause, finish, return, closing and rewriting."""
    n = len(cases)
    day = days_of(cases["received"])
    column = (day >= LIMIT_CHANGE_DAY).astype(np.int64)
    limit = world.procedures.limits[cases["procedure"], column]
    has_limit = limit > 0
    due_day = world.calendar.after(day, np.maximum(limit, 1))
    cases["due"] = np.where(has_limit, seconds(due_day, 61_200), NEVER)
    cases["open_status"] = rng.choice(
        np.array([PROCESSING, SUPPLEMENTING, PAYING], dtype=np.int8),
        n,
        p=[0.88, 0.08, 0.04],
    )
    cases["end_status"] = rng.choice(_CLOSINGS, n, p=_CLOSING_SHARES)
    is_late = has_limit & (rng.random(n) < _late_probability(world, cases, day))
    working, pause = _working_days(world, rng, cases, limit, is_late)
    cases["pause_days"] = pause
    done_day = world.calendar.after(day, working)
    done = seconds(done_day, 60 * rng.integers(480, 990, n))
    back = rng.choice(4, n, p=[0.5, 0.3, 0.15, 0.05])
    back_day = world.calendar.after(done_day, np.maximum(back, 1))
    later = seconds(back_day, 60 * rng.integers(480, 990, n))
    returned = np.where(back == 0, done + 60 * rng.integers(5, 30, n), later)
    is_done = cases["end_status"] >= FINISHED
    cases["finished"] = np.where(is_done, done, NEVER)
    cases["returned"] = np.where(cases["end_status"] == RETURNED, returned, NEVER)
    cases["closed"] = np.where(is_done, NEVER, done)
    cases["rewrite"] = _draw_rewrites(world, rng, cases)


def _late_probability(world: World, cases: Cases, day: Ints) -> npt.NDArray[np.float64]:
    probability = world.plan.late_probability[cases["unit"]]
    probability = probability * world.people.late_factor[cases["officer"]]
    if world.has_effect:
        has_started = day >= world.plan.start_day[cases["unit"]]
        probability = probability * np.where(has_started, LATE_FACTOR_AFTER_START, 1)
    return np.asarray(np.minimum(probability, 0.6), dtype=np.float64)


def _working_days(
    world: World,
    rng: np.random.Generator,
    cases: Cases,
    limit: Ints,
    is_late: Flags,
) -> tuple[Ints, Ints]:
    """Working days to the finish, and the paused ones among them.

    A paused case is on time, or late, whether or not the pause stops the clock, so
    that the planted lateness does not hang on that rule.
    """
    n = len(cases)
    on_time = np.maximum(np.ceil(limit * rng.uniform(0.2, 1.0, n)), 1).astype(np.int64)
    free = 1 + np.minimum(rng.exponential(4.0, n), 30).astype(np.int64)
    over = rng.geometric(0.25, n)
    pause = rng.integers(2, 6, n)
    is_paused = np.isin(cases["unit"], world.plan.step_units) & (limit >= 5)
    is_paused &= rng.random(n) < 0.08
    is_paused &= is_late | (on_time >= pause + 2)
    pause = np.where(is_paused, pause, 0)
    late = limit + pause + over
    return np.where(is_late, late, np.where(limit > 0, on_time, free)), pause


def _draw_rewrites(world: World, rng: np.random.Generator, cases: Cases) -> Ints:
    """Late cases of rewriting units whose dates a later export changes."""
    n = len(cases)
    is_late = (cases["finished"] > cases["due"]) & (cases["finished"] < NEVER)
    chosen = is_late & np.isin(cases["unit"], world.plan.rewriting_units)
    chosen &= rng.random(n) < REWRITE_SHARE
    chosen &= month_of(days_of(cases["finished"])) + 1 < N_MONTHS
    kind = rng.choice(np.array([REWRITES_FINISH, REWRITES_DUE]), n)
    return np.where(chosen, kind, 0)


def export_months(cases: Cases) -> list[tuple[int, Ints]]:
    """Which positions of `cases` each later export shows again, by month."""
    first = month_of(days_of(cases["received"]))
    finished = month_of(days_of(np.minimum(cases["finished"], cases["closed"])))
    returned = month_of(days_of(cases["returned"]))
    rewritten = np.where(cases["rewrite"] > 0, finished + 1, N_MONTHS)
    found = []
    for month in range(int(first.min()) + 1, N_MONTHS) if len(cases) else ():
        is_shown = (finished == month) | (returned == month) | (rewritten == month)
        place = np.flatnonzero(is_shown & (first < month))
        if len(place):
            found.append((month, place))
    return found


def as_exported(cases: Cases, month: int) -> Cases:
    """The cases as the export at the end of a month shows them.

    `end_status` becomes the status on that day; later times become NEVER.
    """
    end = export_end(month)
    shown = cases.copy()
    closed, finished = shown["closed"] <= end, shown["finished"] <= end
    returned = shown["returned"] <= end
    is_new = shown["received"] > end - 2 * 86_400
    status = np.where(is_new, np.int8(RECEIVED), shown["open_status"])
    status = np.where(finished, np.int8(FINISHED), status)
    status = np.where(returned, np.int8(RETURNED), status)
    shown["end_status"] = np.where(closed, shown["end_status"], status)
    is_rewritten = finished & (shown["rewrite"] > 0)
    is_rewritten &= month_of(days_of(shown["finished"])) < month
    to_due = is_rewritten & (shown["rewrite"] == REWRITES_FINISH)
    moves_due = is_rewritten & (shown["rewrite"] == REWRITES_DUE)
    new_due = seconds(days_of(shown["finished"]), 61_200)
    shown["finished"] = np.where(to_due, shown["due"], shown["finished"])
    shown["due"] = np.where(moves_due, new_due, shown["due"])
    shown["finished"] = np.where(finished, shown["finished"], NEVER)
    shown["returned"] = np.where(returned, shown["returned"], NEVER)
    return shown
