"""Complaints, denunciations, requests and feedback, as exports show them.

A petition is one record; half-yearly lists show it when received and again when it
moves on. Nobody's identity is drawn for a denunciation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.simulation import names
from ingest.simulation.clock import (
    MONTH_STARTS,
    N_MONTHS,
    NEVER,
    REFORM_MONTH,
    Ints,
    month_start,
)
from ingest.simulation.places import CENTRE, FIRST_DISTRICT, FIRST_OLD, PROVINCE
from ingest.simulation.tables import dates, officer_words, words
from ingest.simulation.world import World

KIND_WORDS = ("complaint", "denunciation", "request", "feedback")
COMPLAINT, DENUNCIATION, REQUEST, FEEDBACK = range(4)
OUTCOME_WORDS = ("upheld", "partly_upheld", "rejected", "withdrawn")
CHANNEL_WORDS = ("counter", "online", "post", "phone")
# A denunciation list holds neither the channel nor whether it was reopened.
NOT_TOLD = -1
PETITIONS_PER_CASE = 0.03
N_OTHER_FIELDS = len(names.PETITION_FIELDS) - 2
OFFICE_ERROR, LOST_PAPERS = N_OTHER_FIELDS, N_OTHER_FIELDS + 1
_FAULT_SHARE = 0.15
_KIND_SHARES = (0.15, 0.05, 0.25, 0.55)
_CODE_LETTERS = ("KN", "TC", "KNG", "PA")
# Days from acceptance to the deadline: the law for the first two, the province's
# own rule for the others; counted on the calendar.
_LIMIT_DAYS = np.array([30, 30, 20, 15])
_SEASON = (0.8, 0.6, 1.1, 1.1, 1.1, 1.2, 1.2, 1.1, 1.0, 1.0, 0.9, 0.9)

PETITION = np.dtype(
    [
        ("number", "i8"),
        ("kind", "i1"),
        ("received", "i8"),
        ("unit", "i2"),
        ("officer", "i2"),
        ("field", "i1"),
        ("channel", "i1"),
        ("accepted", "i8"),
        ("due", "i8"),
        ("resolved", "i8"),
        ("informed", "i8"),
        ("outcome", "i1"),
        ("lodged_level", "i1"),
        ("competent_level", "i1"),
        ("reopened", "?"),
    ]
)
Petitions = npt.NDArray[np.void]


def draw_petitions(world: World) -> Petitions:
    """Draws all petitions, about 30 per 1,000 cases, in order of day."""
    rng = world.rng(40)
    n = max(round(PETITIONS_PER_CASE * world.n_cases), 40)
    found = np.zeros(n, dtype=PETITION)
    weight = np.array([_SEASON[m % 12] for m in range(N_MONTHS)])
    month = np.sort(rng.choice(N_MONTHS, n, p=weight / weight.sum()))
    first = MONTH_STARTS[month]
    length = MONTH_STARTS[month + 1] - first
    found["received"] = first + (rng.random(n) * length).astype(np.int64)
    found = np.sort(found, order="received")
    found["number"] = np.arange(1, n + 1)
    found["kind"] = rng.choice(4, n, p=_KIND_SHARES)
    found["field"] = rng.integers(0, N_OTHER_FIELDS, n)
    channel = rng.choice(4, n, p=[0.3, 0.45, 0.1, 0.15])
    found["channel"] = np.where(found["kind"] == DENUNCIATION, NOT_TOLD, channel)
    _draw_units(world, rng, found)
    _draw_course(rng, found)
    _draw_faults(world.rng(75), found)
    return found


def _draw_faults(rng: np.random.Generator, found: Petitions) -> None:
    """Some tell of an error of the office, or of papers it lost; nobody is named."""
    told = rng.random(len(found)) < _FAULT_SHARE
    told &= (found["kind"] != DENUNCIATION) & (found["officer"] < 0)
    field = rng.choice((OFFICE_ERROR, LOST_PAPERS), len(found))
    found["field"] = np.where(told, field, found["field"])


def _draw_units(world: World, rng: np.random.Generator, found: Petitions) -> None:
    n = len(found)
    is_new = found["received"] >= MONTH_STARTS[REFORM_MONTH]
    for flag in (False, True):
        rows = world.places.receiving(flag)
        weight = np.maximum(world.places.population[rows], 2_000.0)
        drawn = rows[rng.choice(len(rows), n, p=weight / weight.sum())]
        found["unit"] = np.where(is_new == flag, drawn, found["unit"])
    found["officer"] = -1
    named = (found["kind"] != DENUNCIATION) & (found["field"] == 2)
    named &= rng.random(n) < 0.6
    for place in np.flatnonzero(named):
        active = world.people.postings.active(int(found["received"][place]))
        here = active[world.people.postings.unit[active] == found["unit"][place]]
        found["officer"][place] = rng.choice(world.people.postings.officer[here])
    # Levels: 0 province, 1 district, 2 commune, 3 centre.
    unit = found["unit"]
    level = np.where(unit >= FIRST_OLD, 2, np.where(unit >= FIRST_DISTRICT, 1, 3))
    found["competent_level"] = np.where(unit == PROVINCE, 0, level)
    above = (level == 2) & (rng.random(n) < 0.06)
    found["lodged_level"] = np.where(above, 0, level)
    found["competent_level"] = np.where(unit == CENTRE, 3, found["competent_level"])


def _draw_course(rng: np.random.Generator, found: Petitions) -> None:
    n = len(found)
    kind = found["kind"]
    found["accepted"] = found["received"] + rng.integers(1, 9, n)
    limit = _LIMIT_DAYS[kind]
    found["due"] = found["accepted"] + limit
    is_late = rng.random(n) < np.array([0.18, 0.15, 0.12, 0.08])[kind]
    early = np.maximum((limit * rng.uniform(0.3, 1.0, n)).astype(np.int64), 1)
    taken = np.where(is_late, limit + rng.geometric(0.06, n), early)
    resolved = found["accepted"] + taken
    is_never = rng.random(n) < 0.02
    found["resolved"] = np.where(is_never, NEVER, resolved)
    is_informed = ~is_never & (rng.random(n) < 0.9)
    informed = resolved + rng.integers(0, 5, n)
    found["informed"] = np.where(is_informed, informed, NEVER)
    found["outcome"] = rng.choice(4, n, p=[0.2, 0.15, 0.58, 0.07])
    found["reopened"] = ~is_never & (rng.random(n) < 0.04)


def shown_in(found: Petitions, month: int, first_month: int) -> Petitions:
    """What a list at the end of a month shows of petitions received or changed.

    Args:
        found: All petitions.
        month: Month at whose end the list is drawn.
        first_month: First month the list covers.
    """
    start, end = month_start(first_month), month_start(month + 1)
    moved = np.zeros(len(found), dtype=bool)
    for column in ("received", "accepted", "resolved", "informed"):
        moved |= (found[column] >= start) & (found[column] < end)
    shown = found[moved & (found["received"] < end)].copy()
    for column in ("accepted", "resolved", "informed"):
        shown[column] = np.where(shown[column] < end, shown[column], NEVER)
    shown["due"] = np.where(shown["accepted"] < NEVER, shown["due"], NEVER)
    open_ = shown["resolved"] >= NEVER
    shown["outcome"] = np.where(open_, -1, shown["outcome"])
    shown["reopened"] &= ~open_
    return shown


def half_years() -> list[tuple[int, int]]:
    """First and last month of each list; the last one ends in October 2026."""
    return [(m, min(m + 5, N_MONTHS - 1)) for m in range(0, N_MONTHS, 6)]


def years() -> list[tuple[int, int]]:
    """First and last month of each year's denunciation list."""
    return [(m, min(m + 11, N_MONTHS - 1)) for m in range(0, N_MONTHS, 12)]


def petition_table(world: World, shown: Petitions, month: int) -> pa.Table:
    """Raw-shaped petitions of the list at the end of a month."""
    codes = world.places.units["unit_code"].tolist()
    n = len(shown)
    letters = words(shown["kind"], list(_CODE_LETTERS)).to_pylist()
    levels = ["province", "district", "commune", "centre"]
    day = np.full(n, month_start(month + 1) - 1, dtype=np.int64)
    numbers = shown["number"].tolist()
    return pa.table(
        {
            "petition_code": pa.array(
                [f"{a}-{b:07d}" for a, b in zip(letters, numbers, strict=True)],
                pa.string(),
            ),
            "kind": words(shown["kind"], list(KIND_WORDS)),
            "received_on": dates(shown["received"]),
            "unit_code": words(shown["unit"], codes),
            "officer_code": officer_words(shown["officer"]),
            "field": words(shown["field"], list(names.PETITION_FIELDS)),
            "channel": words(shown["channel"], list(CHANNEL_WORDS)),
            "accepted_on": dates(shown["accepted"]),
            "due_on": dates(shown["due"]),
            "resolved_on": dates(shown["resolved"]),
            "informed_on": dates(shown["informed"]),
            "outcome": words(shown["outcome"], list(OUTCOME_WORDS)),
            "lodged_level": words(shown["lodged_level"], list(levels)),
            "competent_level": words(shown["competent_level"], list(levels)),
            "is_reopened": pa.array(
                shown["reopened"], mask=shown["kind"] == DENUNCIATION
            ),
            "source_is_late": pa.nulls(n, pa.bool_()),
            "extracted_on": dates(day),
        }
    )


def days_late(shown: Petitions) -> Ints:
    """Days past the deadline of resolved petitions (negative when early)."""
    return np.asarray(shown["resolved"] - shown["due"], dtype=np.int64)
