"""Service ballots: filled in at the counter when a result is returned.

Each ballot belongs to one case and its officer. In units that coach, most of the
ballots say "very satisfied" throughout, whatever people thought. One unit hands no
form to the visitors of its low officer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.simulation.ballots import Levels, draw_levels, drop_answers
from ingest.simulation.cases import CASE, Cases
from ingest.simulation.clock import (
    MONTH_STARTS,
    N_MONTHS,
    NEVER,
    Floats,
    Ints,
    days_of,
    month_of,
)
from ingest.simulation.people import OPEN_END
from ingest.simulation.places import FIRST_NEW
from ingest.simulation.surveys import (
    SERVICE_ITEMS,
    SERVICE_OFFSET,
    service_share,
)
from ingest.simulation.world import COACHED_SHARE, FIRST_SERVICE_MONTH, World

OFFERED_SHARE = 0.9
N_QUARTERS = 7


@dataclass(frozen=True)
class Choosing:
    """A unit that chooses whom it asks.

    Attributes:
        unit: Row of the unit.
        officer: A truly low officer whose visitors get no form there, so that the
            unit's ballots look better than its service.
    """

    unit: int
    officer: int

    def leaves_out(self, cases: Cases) -> npt.NDArray[np.bool_]:
        """Whether no form is handed out, one per case."""
        left = (cases["unit"] == self.unit) & (cases["officer"] == self.officer)
        return np.asarray(left, dtype=np.bool_)


def choosing_unit(world: World) -> Choosing:
    """The largest commune of today whose busiest officer is a low one.

    Its export names its officers, so that the answer can be read from the files.
    """
    postings = world.people.postings
    here = np.isin(postings.officer, world.people.low_officers)
    here &= (postings.end_day == OPEN_END) & (postings.unit >= FIRST_NEW)
    here &= ~np.isin(postings.unit, world.plan.step_units)
    work = postings.weight * world.places.population[postings.unit]
    found = int(np.argmax(np.where(here, work, -1.0)))
    return Choosing(int(postings.unit[found]), int(postings.officer[found]))


@dataclass(frozen=True)
class ServiceBallots:
    """Service ballots of one month, one position per ballot.

    Attributes:
        cases: The case behind each ballot.
        day: Day number of the answer: the day of return.
        levels: Ballots × service items.
        share: Planted satisfied share behind each answer, coaching included.
    """

    cases: Cases
    day: Ints
    levels: Levels
    share: Floats

    def __len__(self) -> int:
        return len(self.day)


class Counter:
    """Fills in ballots month by month as results are returned.

    Args:
        world: The province.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.choosing = choosing_unit(world)
        expected = 0.93 * world.month_cases[FIRST_SERVICE_MONTH:].sum()
        self.rate = min(world.n_service_ballots / max(expected, 1), OFFERED_SHARE)
        self._waiting: dict[int, list[ServiceBallots]] = defaultdict(list)
        self._offered: dict[int, list[tuple[Ints, Ints]]] = defaultdict(list)
        n_cells = (N_QUARTERS, world.places.n_units, len(SERVICE_ITEMS))
        self.sum_share: Floats = np.zeros(n_cells)
        self.n_ballots: npt.NDArray[np.int64] = np.zeros(n_cells[:2], dtype=np.int64)

    def returned(self, month: int, received: Cases) -> None:
        """Takes the cases received in a month; their returns may come later."""
        rng = self.world.rng(30, month)
        u = rng.random(len(received))
        day = days_of(received["returned"])
        answered = month_of(day)
        eligible = (received["returned"] < NEVER) & (answered < N_MONTHS)
        eligible &= answered >= FIRST_SERVICE_MONTH
        ballots = self._fill(rng, received[eligible & (u < self.rate)])
        offered = eligible & (u < OFFERED_SHARE) & ~self.choosing.leaves_out(received)
        for later in np.unique(answered[offered]).tolist():
            here = offered & (answered == later)
            self._offered[later].append((received["unit"][here], day[here]))
        in_month = month_of(ballots.day)
        for later in np.unique(in_month).tolist():
            place = in_month == later
            self._waiting[later].append(
                ServiceBallots(
                    ballots.cases[place],
                    ballots.day[place],
                    ballots.levels[place],
                    ballots.share[place],
                )
            )

    def _fill(self, rng: np.random.Generator, cases: Cases) -> ServiceBallots:
        share = service_share(self.world, cases["officer"])
        levels = drop_answers(rng, draw_levels(rng, share), SERVICE_ITEMS)
        is_coached = np.isin(cases["unit"], self.world.plan.coaching_units)
        coached = is_coached & (rng.random(len(cases)) < COACHED_SHARE)
        levels[coached] = 5
        share[is_coached] = COACHED_SHARE + (1 - COACHED_SHARE) * share[is_coached]
        # drawn for all first, so that the others' ballots are those of any province
        asked = ~self.choosing.leaves_out(cases)
        cases, levels, share = cases[asked], levels[asked], share[asked]
        day = days_of(cases["returned"])
        self._count(cases, day, share)
        return ServiceBallots(cases, day, levels, share)

    def _count(self, cases: Cases, day: Ints, share: Floats) -> None:
        quarter = (month_of(day) - FIRST_SERVICE_MONTH) // 3
        np.add.at(self.n_ballots, (quarter, cases["unit"]), 1)
        np.add.at(self.sum_share, (quarter, cases["unit"]), share)

    def answered(self, month: int) -> ServiceBallots:
        """The ballots answered in a month, in order of day and unit."""
        parts = self._waiting.pop(month, [])
        if not parts:
            return self._fill(self.world.rng(31), np.zeros(0, dtype=CASE))
        ballots = ServiceBallots(
            np.concatenate([p.cases for p in parts]),
            np.concatenate([p.day for p in parts]),
            np.concatenate([p.levels for p in parts]),
            np.concatenate([p.share for p in parts]),
        )
        order = np.lexsort((ballots.cases["unit"], ballots.day))
        return ServiceBallots(
            ballots.cases[order],
            ballots.day[order],
            ballots.levels[order],
            ballots.share[order],
        )

    def offered(self, month: int) -> tuple[Ints, Ints, Ints]:
        """Unit rows, day numbers and forms offered in a month."""
        parts = self._offered.pop(month, [])
        if not parts:
            none = np.zeros(0, dtype=np.int64)
            return none, none, none
        unit = np.concatenate([p[0] for p in parts]).astype(np.int64)
        day = np.concatenate([p[1] for p in parts])
        keys, n = np.unique(unit * 10_000 + day, return_counts=True)
        return keys // 10_000, keys % 10_000, n


def quarter_place(month: int) -> int:
    """Position of a month's service wave in `service_quarters`."""
    return (month - FIRST_SERVICE_MONTH) // 3


def expected_service_share(world: World, month: int, unit: int) -> Floats:
    """Items' true share among visitors of a unit, by how busy its officers are."""
    postings = world.people.postings
    active = postings.active(int(MONTH_STARTS[month]))
    here = active[postings.unit[active] == unit]
    mass = postings.weight[here] / postings.weight[here].sum()
    true = float(mass @ world.people.true_share[postings.officer[here]])
    return np.clip(true + SERVICE_OFFSET, 0.02, 0.98)
