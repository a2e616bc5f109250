"""Reminders to officers, commitments they signed, and marks on evaluation forms."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ingest.simulation.clock import Ints, to_date, to_day
from ingest.simulation.people import N_OFFICERS, OPEN_END, officer_code
from ingest.simulation.registers.reminded import planted_reminders
from ingest.simulation.world import World
from warehouse.raw.duties import REMINDER_REASONS

COMMITMENT_SET = "friendly"
REMINDER_COLUMNS = [
    "officer_code",
    "given_on",
    "kind",
    "reason",
    "source",
    "incident_on",
]
COMMITMENT_COLUMNS = ["officer_code", "signed_on", "commitment_set"]
MARK_COLUMNS = [
    "index_code",
    "component",
    "period",
    "unit_code",
    "officer_code",
    "self_score",
    "verified_score",
]
UNIT_PARTS, OFFICER_PARTS = "2345679", "2347"
_MARK_PERIOD = "2026-Q3"
_N_MARKED_OFFICERS = 40
_FIRST, _LAST = to_day("2025-01-01"), to_day("2026-10-30")
_MEAN_LOW, _MEAN_OTHER = 1.5, 0.06
_MEASURE_FROM = 3
_INCIDENTS, _MOST_DAYS, _KNOWN = 68, 25, 0.9
"""Own chance, days from an incident to its reminder, share of incidents with a day."""
_DAYS_TO_SIGN = 30
_REASONS = 82


def reminder_rows(world: World) -> pd.DataFrame:
    """Raw-shaped reminders: truly low officers get more; the third brings a measure.

    A few officers besides are reminded often, see `reminded`.
    """
    rng = world.rng(60)
    is_low = np.isin(np.arange(N_OFFICERS), world.people.low_officers)
    n_reminders = rng.poisson(np.where(is_low, _MEAN_LOW, _MEAN_OTHER))
    sources = ("citizen", "inspection", "head")
    rows: dict[tuple[str, str, str, str], str] = {}
    for officer in np.flatnonzero(n_reminders).tolist():
        days = np.sort(rng.integers(_FIRST, _LAST, n_reminders[officer]))
        for number, day in enumerate(days.tolist(), 1):
            kind = "measure" if number == _MEASURE_FROM else "reminder"
            reason = str(rng.choice(REMINDER_REASONS))
            key = (officer_code(officer), to_date(day).isoformat(), kind, reason)
            rows[key] = str(rng.choice(sources))
    reminded = frozenset(key[0] for key in rows)
    reasons = world.rng(_REASONS)
    for code, given_on, kind in planted_reminders(world, reminded):
        rows[code, given_on, kind, str(reasons.choice(REMINDER_REASONS))] = "head"
    chance = world.rng(_INCIDENTS)
    listed = []
    for key, source in sorted(rows.items()):
        # a measure answers reminders, not one day
        before = timedelta(days=int(chance.integers(1, _MOST_DAYS)))
        happened = date.fromisoformat(key[1]) - before
        is_known = key[2] == "reminder" and chance.random() < _KNOWN
        listed.append((*key, source, happened.isoformat() if is_known else None))
    return pd.DataFrame(listed, columns=REMINDER_COLUMNS)


def mark_rows(world: World) -> pd.DataFrame:
    """Raw-shaped marks of Circular 01/2018: what the cases cannot show.

    Every commune of today, and some officers; checking takes off up to half a point.
    """
    rng = world.rng(63)
    units = world.places.units
    is_marked = units["valid_to"].isna() & (units["level"] == "commune")
    postings = world.people.postings
    last = np.flatnonzero(postings.end_day == OPEN_END)[:_N_MARKED_OFFICERS]
    asked: list[tuple[str, str | None, str]] = [
        (str(code), None, UNIT_PARTS) for code in units.loc[is_marked, "unit_code"]
    ]
    for place in last.tolist():
        code = str(units["unit_code"].iloc[int(postings.unit[place])])
        asked.append((code, officer_code(int(postings.officer[place])), OFFICER_PARTS))
    rows = []
    for unit, officer, parts in asked:
        for part in parts:
            own = float(rng.integers(10, 21)) / 10
            checked = max(0.0, own - float(rng.integers(0, 6)) / 10)
            what = ("circular_01", part, _MARK_PERIOD, unit, officer)
            rows.append((*what, f"{own:.1f}", f"{checked:.1f}"))
    return pd.DataFrame(rows, columns=MARK_COLUMNS)


def commitment_rows(world: World) -> pd.DataFrame:
    """Raw-shaped signatures: once, within a month of the first posting."""
    rng = world.rng(61)
    postings = world.people.postings
    officers: Ints = np.unique(postings.officer)
    rows = []
    for officer in officers.tolist():
        first = int(postings.first_day[postings.officer == officer].min())
        day = max(first, _FIRST) + int(rng.integers(0, _DAYS_TO_SIGN))
        rows.append((officer_code(officer), to_date(day).isoformat(), COMMITMENT_SET))
    return pd.DataFrame(sorted(rows), columns=COMMITMENT_COLUMNS)
