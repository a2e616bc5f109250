"""Books an office keeps by hand: training, reviews, service at home, inspections,
recommendations. Only of the last months: offices began them late.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ingest.simulation.clock import N_MONTHS, month_start, to_date
from ingest.simulation.people import OPEN_END, officer_code
from ingest.simulation.registers.readiness import LAST_DAY, communes
from ingest.simulation.world import World
from warehouse.raw.registers import SUPERVISORS

TRAINING_COLUMNS = ["officer_code", "topic", "held_on"]
REVIEW_COLUMNS = ["procedure_code", "reviewed_on", "unit_code", "result", "days_saved"]
HOME_COLUMNS = ["unit_code", "request_code", "requested_on", "served_on", "reason"]
INSPECTION_COLUMNS = ["unit_code", "held_on", "led_by_head", "surprise"]
INSPECTION_COLUMNS += ["n_findings", "n_closed"]
RECOMMENDATION_COLUMNS = ["recommendation_code", "unit_code", "given_on", "given_by"]
RECOMMENDATION_COLUMNS += ["due_on", "answered_on", "done_on"]
TOPIC = "Kỹ năng giao tiếp với người dân"
RESULTS = ("kept", "simplified", "merged", "dropped")
REASONS = ("elderly", "mobility", "other")
_FIRST = month_start(N_MONTHS - 10)
_TRAINED_SHARE, _SERVED_SHARE, _ANSWERED_SHARE = 0.85, 0.9, 0.8
_MOST_DAYS_TO_SERVE, _DAYS_TO_ANSWER = 6, 30
_MOST_HOME, _MOST_REVIEWS, _MOST_INSPECTIONS, _MOST_RECOMMENDATIONS = 9, 4, 3, 3


def training_rows(world: World) -> pd.DataFrame:
    """Raw-shaped trainings: most officers who serve today, once."""
    rng = world.rng(70)
    postings = world.people.postings
    serving = np.unique(postings.officer[postings.end_day == OPEN_END])
    rows = [
        (officer_code(int(officer)), TOPIC, _day(rng))
        for officer in serving
        if rng.random() < _TRAINED_SHARE
    ]
    return pd.DataFrame(rows, columns=TRAINING_COLUMNS)


def review_rows(world: World) -> pd.DataFrame:
    """Raw-shaped reviews of procedures by communes."""
    rng = world.rng(71)
    codes = world.procedures.code
    rows: list[tuple[object, ...]] = []
    for unit in communes(world):
        n = int(rng.integers(0, _MOST_REVIEWS))
        for place in rng.choice(len(codes), n, replace=False):
            result = str(rng.choice(RESULTS))
            saved = int(rng.integers(1, 6)) if result == "simplified" else 0
            rows.append(
                (codes[int(place)], _day(rng), str(unit["unit_code"]), result, saved)
            )
    return pd.DataFrame(rows, columns=REVIEW_COLUMNS)


def home_request_rows(world: World) -> pd.DataFrame:
    """Raw-shaped requests for service at home; some still wait."""
    rng = world.rng(72)
    rows: list[tuple[object, ...]] = []
    for unit in communes(world):
        for number in range(1, int(rng.integers(0, _MOST_HOME)) + 1):
            asked = int(rng.integers(_FIRST, LAST_DAY - _MOST_DAYS_TO_SERVE))
            served = None
            if rng.random() < _SERVED_SHARE:
                after = int(rng.integers(0, _MOST_DAYS_TO_SERVE))
                served = to_date(asked + after).isoformat()
            what = (str(unit["unit_code"]), f"TN{number:03d}")
            reason = str(rng.choice(REASONS))
            rows.append((*what, to_date(asked).isoformat(), served, reason))
    return pd.DataFrame(rows, columns=HOME_COLUMNS, dtype=object)


def inspection_rows(world: World) -> pd.DataFrame:
    """Raw-shaped inspections, with findings and how many were closed."""
    rng = world.rng(73)
    rows: list[tuple[object, ...]] = []
    for unit in communes(world):
        n = int(rng.integers(0, _MOST_INSPECTIONS + 1))
        days = rng.choice(np.arange(_FIRST, LAST_DAY), n, replace=False)
        for day in np.sort(days):
            found = int(rng.poisson(2))
            closed = int(rng.binomial(found, 0.7))
            led, surprise = bool(rng.random() < 0.6), bool(rng.random() < 0.4)
            on = to_date(int(day)).isoformat()
            rows.append((str(unit["unit_code"]), on, led, surprise, found, closed))
    return pd.DataFrame(rows, columns=INSPECTION_COLUMNS, dtype=object)


def recommendation_rows(world: World) -> pd.DataFrame:
    """Raw-shaped recommendations; answered in time, late, or not yet."""
    rng = world.rng(74)
    rows: list[tuple[object, ...]] = []
    for unit in communes(world):
        for _ in range(int(rng.integers(0, _MOST_RECOMMENDATIONS))):
            given = int(rng.integers(_FIRST, LAST_DAY - 2 * _DAYS_TO_ANSWER))
            answered = done = None
            if rng.random() < _ANSWERED_SHARE:
                after = given + int(rng.integers(1, _DAYS_TO_ANSWER + 10))
                answered = to_date(after).isoformat()
                done = answered if rng.random() < 0.5 else None
            days = (to_date(given), to_date(given + _DAYS_TO_ANSWER))
            first, due = (day.isoformat() for day in days)
            by = str(rng.choice(SUPERVISORS))
            code = f"KN-{len(rows) + 1:03d}"
            rows.append((code, str(unit["unit_code"]), first, by, due, answered, done))
    return pd.DataFrame(rows, columns=RECOMMENDATION_COLUMNS, dtype=object)


def _day(rng: np.random.Generator) -> str:
    return to_date(int(rng.integers(_FIRST, LAST_DAY))).isoformat()
