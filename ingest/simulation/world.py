"""Everything that is drawn once: places, people, procedures and the planted plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.simulation.clock import (
    N_MONTHS,
    REFORM_MONTH,
    Floats,
    Ints,
    OfficeCalendar,
    office_calendar,
    to_day,
)
from ingest.simulation.people import (
    OPEN_END,
    People,
    Procedures,
    draw_people,
    draw_procedures,
)
from ingest.simulation.places import FIRST_NEW, FIRST_OLD, Places, draw_places

REWRITE_SHARE = 0.7
COACHED_SHARE = 0.6
LATE_FACTOR_AFTER_START = 0.7
FIRST_SERVICE_MONTH = 15
_SEASON = (0.95, 0.7, 1.05, 1.0, 1.0, 1.1, 1.15, 1.15, 1.05, 1.0, 0.95, 0.9)


@dataclass(frozen=True)
class Plan:
    """What is planted in the units.

    Attributes:
        late_probability: Per unit row, before the officer's factor.
        rewriting_units: Rows of the units that rewrite dates.
        coaching_units: Rows of the units that coach their service ballots.
        start_day: First day of the model per unit row; far away if never.
        step_units: Rows of the units whose sync export names no officer, so that
            the officer is known only from the step log.
    """

    late_probability: Floats
    rewriting_units: Ints
    coaching_units: Ints
    start_day: Ints
    step_units: Ints


@dataclass(frozen=True)
class World:
    """The drawn province.

    Attributes:
        seed: Seed everything is drawn from.
        n_cases: Cases received from January 2024 to October 2026.
        n_service_ballots: About how many service ballots are filled in.
        has_effect: Whether the model changes anything.
        calendar: Office calendar.
        places: Units and succession.
        people: Officers and postings.
        procedures: Procedures and limits.
        plan: What is planted in the units.
        month_cases: Cases received per month.
    """

    seed: int
    n_cases: int
    n_service_ballots: int
    has_effect: bool
    calendar: OfficeCalendar
    places: Places
    people: People
    procedures: Procedures
    plan: Plan
    month_cases: Ints

    def rng(self, *part: int) -> np.random.Generator:
        """The generator of one part: the same numbers whatever else is drawn."""
        return np.random.default_rng([self.seed, *part])


def draw_world(
    *,
    n_cases: int,
    seed: int,
    has_effect: bool,
    n_service_ballots: int | None = None,
) -> World:
    """Draws the province; the same arguments give the same province."""
    places = draw_places(np.random.default_rng([seed, 1]))
    plan = _draw_plan(np.random.default_rng([seed, 2]), places)
    n_ballots = round(0.3 * n_cases) if n_service_ballots is None else n_service_ballots
    return World(
        seed=seed,
        n_cases=n_cases,
        n_service_ballots=n_ballots,
        has_effect=has_effect,
        calendar=office_calendar(),
        places=places,
        people=draw_people(
            np.random.default_rng([seed, 3]), places, plan.coaching_units
        ),
        procedures=draw_procedures(np.random.default_rng([seed, 4])),
        plan=plan,
        month_cases=_month_cases(n_cases),
    )


def _draw_plan(rng: np.random.Generator, places: Places) -> Plan:
    late = np.round(rng.uniform(0.03, 0.10, places.n_units), 4)
    chosen = rng.choice(np.arange(FIRST_NEW, places.n_units), 10, replace=False)
    old = rng.choice(np.arange(FIRST_OLD, FIRST_NEW), 1)
    rewriting = np.sort(np.concatenate([chosen[:5], old]))
    late[rewriting] = np.round(rng.uniform(0.16, 0.24, len(rewriting)), 4)
    starts = places.units["model_start_date"].tolist()
    start_day = [to_day(s) if isinstance(s, str) else OPEN_END for s in starts]
    return Plan(
        late_probability=late,
        rewriting_units=rewriting,
        coaching_units=np.sort(chosen[5:]),
        start_day=np.array(start_day, dtype=np.int64),
        step_units=np.arange(FIRST_OLD + 3, places.n_units, 5),
    )


def _month_cases(n_cases: int) -> Ints:
    """Cases per month by season and growth, adding up exactly."""
    weight = np.array([_SEASON[m % 12] * 1.006**m for m in range(N_MONTHS)])
    weight[REFORM_MONTH] *= 0.6
    edges = np.round(np.cumsum(weight) / weight.sum() * n_cases).astype(np.int64)
    return np.asarray(np.diff(edges, prepend=0), dtype=np.int64)
