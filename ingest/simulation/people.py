"""Officers, their dated postings, and the procedures they handle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ingest.simulation import names
from ingest.simulation.clock import (
    REFORM_DAY,
    REFORM_MONTH,
    Floats,
    Ints,
    month_start,
    to_date,
    to_day,
)
from ingest.simulation.places import (
    CENTRE,
    FIRST_DISTRICT,
    FIRST_NEW,
    FIRST_OLD,
    OLD_PER_DISTRICT,
    Places,
)

N_OFFICERS = 700
OPEN_END = 10_000
LOW_SHARE = (0.60, 0.74)
_OLD_WEIGHTS = (0.5, 0.25, 0.15, 0.10)
_FIRST_POSTED = to_day("2022-01-01")


@dataclass(frozen=True)
class Postings:
    """Who served where and when; one position per posting.

    Attributes:
        officer: Officer number.
        unit: Unit row.
        first_day: First day of the posting.
        end_day: First day after it; `OPEN_END` while it lasts.
        weight: Share of the unit's cases the officer takes, up to a factor.
    """

    officer: Ints
    unit: Ints
    first_day: Ints
    end_day: Ints
    weight: Floats

    def active(self, day: int) -> Ints:
        """Positions of the postings in force on a day, ordered by unit."""
        here = np.flatnonzero((self.first_day <= day) & (day < self.end_day))
        return here[np.argsort(self.unit[here], kind="stable")]


@dataclass(frozen=True)
class People:
    """Officers and their true quality.

    Attributes:
        postings: Dated postings.
        name: Full name per officer.
        position: Job title per officer.
        true_share: True share of satisfied answers on the officer items.
        late_factor: Multiplies the unit's probability of being late.
        low_officers: The planted low ones, by their places in the lists above.
        moved: Officer, old unit, new unit and first day of each planted move.
    """

    postings: Postings
    name: list[str]
    position: list[str]
    true_share: Floats
    late_factor: Floats
    low_officers: Ints
    moved: list[tuple[int, int, int, int]]


class _Roster:
    """Open postings while moves are drawn."""

    def __init__(self) -> None:
        self.rows: list[list[float]] = []
        self.open: dict[int, int] = {}
        self.moved: list[tuple[int, int, int, int]] = []

    def post(self, officer: int, unit: int, day: int, weight: float) -> None:
        if officer in self.open:
            self.rows[self.open[officer]][3] = day
        self.open[officer] = len(self.rows)
        self.rows.append([officer, unit, day, OPEN_END, weight])

    def move(self, officer: int, unit: int, day: int) -> None:
        last = self.rows[self.open[officer]]
        self.moved.append((officer, int(last[1]), unit, day))
        self.post(officer, unit, day, last[4])

    def unit_of(self, officer: int) -> int:
        return int(self.rows[self.open[officer]][1])


def draw_people(
    rng: np.random.Generator, places: Places, coaching_units: Ints
) -> People:
    """Draws officers, postings and who is truly low.

    Low officers are never in a unit that coaches its ballots: there the service
    ballots could not show them.
    """
    roster = _Roster()
    _first_postings(roster)
    _random_moves(rng, roster, range(2, 17), FIRST_OLD, FIRST_NEW, 60)
    _reform_postings(rng, roster, places)
    busy = {int(r[0]) for r in roster.rows if r[4] == 1.0 and r[3] == OPEN_END}
    _random_moves(
        rng,
        roster,
        range(REFORM_MONTH + 4, 32),
        FIRST_NEW,
        places.n_units,
        60,
        stays=busy,
    )
    low_officers = _draw_low(rng, roster, coaching_units)
    share = np.clip(rng.normal(0.90, 0.025, N_OFFICERS), 0.84, 0.96)
    share[low_officers] = rng.uniform(*LOW_SHARE, len(low_officers))
    late = rng.lognormal(0.0, 0.25, N_OFFICERS)
    late[low_officers] *= 1.5
    table = np.array(roster.rows)
    whole = table[:, :4].astype(np.int64)
    return People(
        Postings(whole[:, 0], whole[:, 1], whole[:, 2], whole[:, 3], table[:, 4]),
        person_names(rng, N_OFFICERS),
        [names.POSITIONS[i] for i in rng.integers(0, 5, N_OFFICERS)],
        np.round(share, 4),
        np.round(late, 4),
        low_officers,
        roster.moved,
    )


def _first_postings(roster: _Roster) -> None:
    """Four officers per commune, three per district, thirty at the centre."""
    officer = 0
    for unit in range(FIRST_OLD, FIRST_NEW):
        for weight in _OLD_WEIGHTS:
            roster.post(officer, unit, _FIRST_POSTED, weight)
            officer += 1
    for unit in range(FIRST_DISTRICT, FIRST_OLD):
        for weight in _OLD_WEIGHTS[:3]:
            roster.post(officer, unit, _FIRST_POSTED, weight)
            officer += 1
    for place in range(N_OFFICERS - officer):
        roster.post(officer + place, CENTRE, _FIRST_POSTED, 1 / (1 + place))


def _random_moves(
    rng: np.random.Generator,
    roster: _Roster,
    months: range,
    first_unit: int,
    end_unit: int,
    n_moves: int,
    stays: set[int] | None = None,
) -> None:
    """Moves officers who are not their unit's busiest, each once."""
    movable = [
        officer
        for officer, row in sorted(roster.open.items())
        if first_unit <= roster.unit_of(officer) < end_unit
        and roster.rows[row][4] < 0.5
        and officer not in (stays or set())
    ]
    chosen = rng.choice(len(movable), n_moves, replace=False)
    for place in chosen:
        officer = movable[int(place)]
        here = roster.unit_of(officer)
        target = first_unit + int(rng.integers(0, end_unit - first_unit - 1))
        target += target >= here
        roster.move(officer, target, month_start(int(rng.choice(list(months)))))


def _reform_postings(rng: np.random.Generator, roster: _Roster, places: Places) -> None:
    """Posts everyone to the new commune that took most of the old unit."""
    links = places.links
    staff: dict[int, list[int]] = {}
    for officer in sorted(roster.open):
        unit = roster.unit_of(officer)
        if unit == CENTRE:
            continue
        if unit < FIRST_OLD:
            first = FIRST_OLD + (unit - FIRST_DISTRICT) * OLD_PER_DISTRICT
            unit = first + int(rng.integers(0, OLD_PER_DISTRICT))
        here = np.flatnonzero(links.old == unit)
        target = int(links.new[here[np.argmax(links.weight[here])]])
        staff.setdefault(target, []).append(officer)
    for unit, officers in sorted(staff.items()):
        for rank, place in enumerate(rng.permutation(len(officers))):
            weight = float((1 + rank) ** -1.3)
            roster.post(officers[int(place)], unit, REFORM_DAY, weight)


def _draw_low(rng: np.random.Generator, roster: _Roster, coaching_units: Ints) -> Ints:
    """Three per cent of officers, a third of them among the busiest."""
    coached = set(coaching_units.tolist())
    ever_coached = {int(r[0]) for r in roster.rows if int(r[1]) in coached}
    free = [o for o in sorted(roster.open) if o not in ever_coached]
    busy = [o for o in free if roster.rows[roster.open[o]][4] == 1.0]
    rest = [o for o in free if roster.rows[roster.open[o]][4] < 1.0]
    low = [*rng.choice(busy, 7, replace=False), *rng.choice(rest, 14, replace=False)]
    return np.sort(np.array(low, dtype=np.int64))


def person_names(rng: np.random.Generator, n: int) -> list[str]:
    """Invented full names."""
    lists = (names.FAMILY_NAMES, names.MIDDLE_NAMES, names.GIVEN_NAMES)
    drawn = [rng.integers(0, len(words), n) for words in lists]
    return [
        " ".join(words[i] for words, i in zip(lists, row, strict=True))
        for row in zip(*drawn, strict=True)
    ]


def officer_code(officer: int) -> str:
    """The code of an officer."""
    return f"CB{officer + 1:04d}"


def officer_rows(people: People, places: Places) -> pd.DataFrame:
    """Raw-shaped postings."""
    postings = people.postings
    codes = places.units["unit_code"].tolist()
    rows = [
        (
            officer_code(officer),
            people.name[officer],
            people.position[officer],
            codes[unit],
            to_date(first).isoformat(),
            None if end == OPEN_END else to_date(end).isoformat(),
        )
        for officer, unit, first, end in zip(
            postings.officer.tolist(),
            postings.unit.tolist(),
            postings.first_day.tolist(),
            postings.end_day.tolist(),
            strict=True,
        )
    ]
    columns = ["officer_code", "officer_name", "position", "unit_code", "valid_from"]
    return pd.DataFrame(sorted(rows), columns=[*columns, "valid_to"])


@dataclass(frozen=True)
class Procedures:
    """Procedures with their limits before and after 2026.

    Attributes:
        rows: Raw-shaped versions.
        code: Code per procedure.
        group: Group number per procedure.
        limits: Working days per procedure (row) and year 2026 or before (column:
            0 before, 1 from 2026); 0 means no limit.
        popularity: Share of cases.
    """

    rows: pd.DataFrame
    code: list[str]
    group: Ints
    limits: Ints
    popularity: Floats


LIMIT_CHANGE_DAY = to_day("2026-01-01")


def draw_procedures(rng: np.random.Generator) -> Procedures:
    """Draws 120 procedures: some without a limit, some whose limit changed."""
    labels = [
        (group, f"{verb} {subject}", limits)
        for group, (_, subjects, verbs, limits) in enumerate(names.PROCEDURE_GROUPS)
        for verb in verbs
        for subject in subjects
    ]
    n = len(labels)
    limits = np.array([rng.choice(choice) for _, _, choice in labels], dtype=np.int64)
    no_limit = rng.choice(n, 14, replace=False)
    limits[no_limit] = 0
    changeable = np.flatnonzero(limits >= 3)
    changed = rng.choice(changeable, 12, replace=False)
    later = limits.copy()
    later[changed] = np.maximum(limits[changed] * 2 // 3, 1)
    code = [f"{1 + i % 2}.{4000 + 37 * i:06d}.000.00.00.H09" for i in range(n)]
    groups = [names.PROCEDURE_GROUPS[g][0] for g, _, _ in labels]
    rows: list[tuple[object, ...]] = []
    for i, (_, label, _) in enumerate(labels):
        event = names.LIFE_EVENTS.get(label)
        head = (code[i], label, groups[i], groups[i])
        cut = to_date(LIMIT_CHANGE_DAY).isoformat()
        spans = [(limits[i], "2020-01-01", cut), (later[i], cut, None)]
        if later[i] == limits[i]:
            spans = [(limits[i], "2020-01-01", None)]
        for limit, first, end in spans:
            days = float(limit) if limit else None
            rows.append((*head, days, event, first, end))
    columns = ["procedure_code", "procedure_name", "field", "procedure_group"]
    columns += ["limit_working_days", "life_event", "valid_from", "valid_to"]
    popularity = rng.permutation(1.0 / (1 + np.arange(n)) ** 0.8)
    return Procedures(
        pd.DataFrame(rows, columns=columns),
        code,
        np.array([g for g, _, _ in labels], dtype=np.int64),
        np.column_stack([limits, later]),
        popularity / popularity.sum(),
    )
