"""Gaps are hidden beside months and surveys, and hide nothing of either."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from tests.security.small_numbers.solver import widths
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_gaps import hidden_gaps, read_gaps, survey_blocks
from warehouse.hiding.hidden_groups import hidden_group_cells
from warehouse.hiding.hidden_lattices import wave_blocks
from warehouse.hiding.hidden_waves import WaveCount
from warehouse.hiding.people import NO_REPEATS

K = 5
SEPTEMBER = date(2026, 9, 1)
SURVEY = {
    "wave_code": "F",
    "stream": "independent",
    "opened_on": date(2026, 9, 3),
    "closed_on": date(2026, 9, 20),
}
Row = dict[str, Any]


class Place:
    """Units of one place: ballots of a month, of a survey's days, and people asked.

    Args:
        units: Unit → the three; `d0_a` is a unit of district `d0`.
    """

    def __init__(self, **units: tuple[int, int, int]) -> None:
        self.units = units
        self.parents: dict[str, str | None] = {"p": None}
        for unit in units:
            district, _, name = unit.partition("_")
            self.parents |= {district: "p"} | ({unit: district} if name else {})
        self.geography = Geography(self.parents, ())

    def inside(self, unit: str) -> list[str]:
        """The lowest units of a unit."""
        return [one for one in self.units if unit in ("p", one, self.parents[one])]

    def counted(self, unit: str) -> list[str]:
        """Those that its gap counts: with both sides, or all where none has."""
        inside = self.inside(unit)
        both = [u for u in inside if self.units[u][1] and self.units[u][2]]
        return both or inside

    def months(self) -> list[Row]:
        return self._rows("n_ballots", 0, month=SEPTEMBER)

    def counts(self) -> list[WaveCount]:
        rows = self._rows("n", 2)
        quarters = frozenset({"2026-Q3"})
        return [
            WaveCount(r["map"], r["unit_key"], "F", "item/overall", quarters, r["n"])
            for r in rows
            if r["n"]
        ]

    def ask(self, text: str) -> list[Row]:
        """The gaps as a build has them."""
        names = {"period": "2026-Q3", "item_code": "overall"}
        if "agg_gap_strata" in text:
            rows = self._rows("n", 2, front_wave="F", is_gap=True, **names)
            both = {u for u, (_, own, n) in self.units.items() if own and n}
            return [r for r in rows if both & set(self.inside(r["unit_key"]))]
        rows = self._rows("n_service", 1, is_gap=True, **names)
        asked = self._rows("n_independent", 2, is_gap=True)
        return [one | other for one, other in zip(rows, asked, strict=True)]

    def _rows(
        self, column: str, nth: int, *, is_gap: bool = False, **names: Any
    ) -> list[Row]:
        return [
            {"map": map_, "unit_key": unit, column: n, **names}
            for map_ in ("then", "today")
            for unit in self.parents
            for of in [self.counted(unit) if is_gap else self.inside(unit)]
            for n in [sum(self.units[u][nth] for u in of)]
        ]

    def hidden(self) -> set[Cell]:
        gaps, counts = read_gaps(self.ask, [SURVEY]), self.counts()
        months, geography = self.months(), self.geography
        blocks = ballot_blocks(months, [SURVEY])
        blocks += survey_blocks([SURVEY], counts, gaps)
        found: set[Cell] = {c for b in blocks for c in b.hidden(geography, K)}
        return found | hidden_gaps(
            gaps, [SURVEY], months, counts, found, geography, K, NO_REPEATS
        )

    def narrow(self, hidden: set[Cell]) -> dict[Any, float]:
        """Counts of few that months, the survey and its gap leave too little room."""
        parts: dict[Any, dict[Any, float]] = {}
        read: dict[Any, tuple[float, float]] = {}
        true: dict[Any, float] = {}
        for unit in self.parents:
            counted, inside = self.counted(unit), self.inside(unit)
            days = {("in", u): 1.0 for u in counted}
            people = {("asked", u): 1.0 for u in counted}
            all_days = {(day, u): 1.0 for day in ("in", "out") for u in inside}
            n_asked = sum(self.units[u][2] for u in counted)
            for name, cell, atoms, n in (
                ("month", ("month", SEPTEMBER), all_days, self._sum(inside, 0)),
                ("wave", ("wave", "F"), {("asked", u): 1.0 for u in inside},
                 self._sum(inside, 2)),
                ("gap", ("gap", "2026-Q3"), days, self._sum(counted, 1)),
                ("asked", ("gap", "2026-Q3"), people, n_asked),
            ):  # fmt: skip
                if name in ("gap", "asked") and not n_asked:
                    continue  # a row is there where people were asked
                parts[name, unit], true[name, unit] = atoms, n
                if (cell[0], "today", unit, cell[1]) not in hidden:
                    read[name, unit] = (n, n)
        small = [name for name, n in true.items() if 0 < n < K]
        return {name: w for name, w in widths(parts, read, small, 0).items() if w < K}

    def _sum(self, units: Iterable[str], nth: int) -> int:
        return sum(self.units[u][nth] for u in units)


def units_of(hidden: Iterable[Cell], lattice: str) -> set[str]:
    return {cell[2] for cell in hidden if cell[0] == lattice}


def test_a_unit_that_nobody_was_asked_about_is_no_partner() -> None:
    place = Place(a=(60, 3, 40), b=(70, 6, 0), c=(80, 40, 50), d=(90, 50, 60))
    hidden = place.hidden()
    assert units_of(hidden, "gap") >= {"a", "c"}
    assert place.narrow(hidden) == {}


def test_people_asked_where_nobody_votes_are_no_partners_in_a_gap() -> None:
    place = Place(a=(60, 30, 3), b=(0, 0, 8), c=(80, 40, 50), d=(90, 50, 60))
    hidden = place.hidden()
    assert place.narrow(hidden) == {}


def test_ballots_of_other_days_are_not_told_where_they_are_few() -> None:
    place = Place(a=(63, 60, 40), b=(70, 30, 40), c=(80, 40, 50))
    hidden = place.hidden()
    assert units_of(hidden, "gap") == {"a", "b"}
    assert units_of(hidden, "month") == set()


@pytest.mark.parametrize("seed", range(150))
def test_nothing_small_follows_from_months_survey_and_gap(seed: int) -> None:
    rng = random.Random(seed)
    units = {}
    names = [f"u{nth}" for nth in range(rng.randint(2, 6))]
    if seed % 2:
        names = [f"d{rng.randint(0, 2)}_{name}" for name in names]
    for name in names:
        month = rng.choice([0, 2, 4, 9, 30, 60])
        own = rng.choice([0, month, rng.randint(0, month)])
        units[name] = (month, own, rng.choice([0, 0, 3, 8, 40]))
    place = Place(**units)
    assert place.narrow(place.hidden()) == {}


def test_what_is_hidden_of_months_tells_nothing_of_a_survey() -> None:
    place = Place(a=(3, 2, 40), b=(70, 30, 40), c=(80, 40, 50), d=(90, 3, 2))
    none = Place(a=(3, 0, 0), b=(70, 0, 0), c=(80, 0, 0), d=(90, 0, 0))
    months = [
        {cell for cell in one.hidden() if cell[0] == "month"} for one in (place, none)
    ]
    assert months[0] == months[1] != set()


def pairs(*waves: tuple[str, str], **counts: dict[str, int]) -> list[Row]:
    """Pairs of waves, with the answers of each wave by unit."""
    rows = []
    for before, after in waves:
        key = {"before_wave": before, "after_wave": after, "item_code": "q"}
        for unit in counts[before]:
            n = {"n_before": counts[before][unit], "n_after": counts[after][unit]}
            rows.append({"map": "today", "unit_key": unit, **key, **n})
    return rows


def test_a_later_wave_changes_nothing_of_an_earlier_one() -> None:
    first = {"a": 3, "b": 20, "c": 30, "p": 53}
    many = dict.fromkeys("abcp", 90)
    last = {"a": 90, "b": 90, "c": 2, "p": 182}
    geography = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())

    def hidden(*waves: tuple[str, str]) -> set[Cell]:
        rows = pairs(*waves, B=first, A1=many, A2=last)
        cells = {c for b in wave_blocks(rows) for c in b.hidden(geography, K)}
        return {c for c in cells if "A2" not in c}

    alone, with_later = hidden(("B", "A1")), hidden(("B", "A1"), ("B", "A2"))
    assert alone == with_later
    assert units_of(alone, "pair") == {"a", "b"}


def test_groups_of_a_later_wave_change_nothing_of_an_earlier_one() -> None:
    geography = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())
    n = {"B": (3, 40, 40, 83), "A1": (40, 40, 40, 120), "A2": (40, 40, 2, 82)}

    def hidden(*waves: tuple[str, str]) -> set[tuple[str, ...]]:
        rows = [
            {
                **{"map": "today", "unit_key": unit, "before_wave": b},
                **{"after_wave": a, "wave_code": wave, "item_code": "q"},
                **{"group_kind": "sex", "group_code": "f", "n_answers": of_unit},
            }
            for b, a in waves
            for wave in (b, a)
            for unit, of_unit in zip("abcp", n[wave], strict=True)
        ]
        cells = hidden_group_cells(rows, [], geography, K)
        return {cell for cell in cells if "A2" not in cell}

    assert hidden(("B", "A1")) == hidden(("B", "A1"), ("B", "A2")) != set()
