"""A half-year is told where both its quarters are hidden, and gives neither back."""

from __future__ import annotations

import random
from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest

from tests.security.small_numbers.solver import widths
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_halves import hidden_halves
from warehouse.hiding.hidden_waves import half_of, quarter_of
from warehouse.hiding.people import NO_REPEATS, Repeats, repeats_of

K = 5
HALF = "2026-H1"
MONTHS = [date(2026, month, 1) for month in range(1, 7)]
QUARTERS = ("2026-Q1", "2026-Q2")
TOOLS = ("Q/tablet", "Q/paper")
Cell = Any


class Invented:
    """Communes of some districts, alike on both maps, and what each counts."""

    def __init__(self, seed: int, n_districts: int = 2) -> None:
        rng = random.Random(seed)
        self.tools = TOOLS if seed % 4 == 0 else TOOLS[:1]
        self.parents: dict[str, str | None] = {"p": None}
        for d in range(n_districts):
            self.parents[f"d{d}"] = "p"
            for c in range(rng.randint(2, 4)):
                self.parents[f"d{d}c{c}"] = f"d{d}"
        if seed % 2:
            # today's provinces have no districts
            self.parents = {u: "p" if a else None for u, a in self.parents.items()}
        self.leaves = [u for u in self.parents if u not in self.parents.values()]
        of_size = {leaf: rng.choice([1, 2, 2, 3, 9]) for leaf in self.leaves}
        self.n: dict[Hashable, float] = {
            (leaf, tool, month): float(rng.randint(0, size))
            for leaf, size in of_size.items()
            for tool in self.tools
            for month in MONTHS
        }

    def atoms(
        self, unit: str, tools: tuple[str, ...], months: list[date]
    ) -> dict[Hashable, float]:
        """Ballots there may be: a tool without rows in a quarter has none."""
        return {
            (leaf, tool, month): 1.0
            for leaf in self.leaves
            if self._is_in(leaf, unit)
            for tool in tools
            for month in months
            if any(
                self.n[leaf, tool, other]
                for other in MONTHS
                if quarter_of(other) == quarter_of(month)
            )
        }

    def _is_in(self, leaf: str | None, unit: str) -> bool:
        while leaf is not None and leaf != unit:
            leaf = self.parents[leaf]
        return leaf == unit

    def count(self, atoms: dict[Hashable, float]) -> float:
        return sum(self.n[atom] for atom in atoms)

    def rows(self, tool: str | None) -> list[dict[str, Any]]:
        tools = (tool,) if tool else self.tools
        return [
            {
                "map": map_,
                "unit_key": unit,
                "month": month,
                "tool": tool,
                "n_ballots": self.count(self.atoms(unit, tools, [month])),
            }
            for map_ in ("then", "today")
            for unit in self.parents
            for month in MONTHS
        ]

    def hidden(
        self, repeats: Repeats = NO_REPEATS, as_of: date | None = None
    ) -> set[Cell]:
        tools = [row for tool in self.tools for row in self.rows(tool)]
        months, geography = self.rows(None), Geography(self.parents, ())
        blocks = ballot_blocks(months, [], (), tools, as_of)
        found: set[Cell] = set().union(
            *(block.hidden(geography, K, repeats) for block in blocks)
        )
        return found | hidden_halves(
            months, tools, found, self.parents, K, repeats, as_of
        )

    def cells(self) -> dict[Cell, dict[Hashable, float]]:
        found: dict[Cell, dict[Hashable, float]] = {}
        name: Cell
        for unit in self.parents:
            for tools in {self.tools, *((tool,) for tool in self.tools)}:
                for month in MONTHS:
                    name = ("month", "today", unit, month, tools)
                    found[name] = self.atoms(unit, tools, [month])
                for period in (*QUARTERS, HALF):
                    months = [
                        m
                        for m in MONTHS
                        if period in (quarter_of(m), half_of(quarter_of(m)))
                    ]
                    name = ("period", "today", unit, period, tools)
                    found[name] = self.atoms(unit, tools, months)
        return found


def told(hidden: set[Cell], province: Invented) -> set[str]:
    """Units whose half-year is shown and a quarter is not."""
    gone = {c[2] for c in hidden if c[0] == "period" and c[3] in QUARTERS}
    return gone - {c[2] for c in hidden if c[0] == "period" and c[3] == HALF}


@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_follows_from_months_quarters_and_half_years(seed: int) -> None:
    province = Invented(seed)
    hidden = province.hidden()
    cells = province.cells()
    true = {name: province.count(of) for name, of in cells.items()}
    read: dict[Cell, tuple[float, float]]
    read = {name: (true[name], true[name]) for name in cells if name[:4] not in hidden}
    few = [name for name, n in true.items() if 0 < n < K]
    assert not [name for name in few if name in read]
    found = widths(cells, read, few)
    assert not {name: width for name, width in found.items() if width < K - 1e-6}


def test_invented_provinces_tell_half_years_of_hidden_quarters() -> None:
    provinces = [Invented(seed) for seed in range(40)]
    assert sum(len(told(p.hidden(), p)) for p in provinces) > 25


def simple(**counts: tuple[int, int]) -> Invented:
    """Communes with so many ballots in January and in April."""
    province = Invented(1, 1)
    province.parents = {"p": None, **dict.fromkeys(counts, "p")}
    province.leaves, province.tools = list(counts), TOOLS[:1]
    province.n = {
        (leaf, TOOLS[0], month): float({1: n[0], 4: n[1]}.get(month.month, 0))
        for leaf, n in counts.items()
        for month in MONTHS
    }
    return province


def test_two_units_few_in_both_quarters_tell_their_half_years() -> None:
    province = simple(a=(3, 4), b=(4, 2), c=(40, 40))
    assert told(province.hidden(), province) == {"a", "b"}


def test_a_unit_hidden_in_one_quarter_alone_leaves_no_half_year_of_its_partner() -> (
    None
):
    province = simple(a=(3, 30), b=(6, 2), c=(40, 8), e=(50, 60))
    assert not told(province.hidden(), province)


def test_few_people_of_many_ballots_have_no_half_year() -> None:
    province = simple(a=(4, 4), b=(4, 4), c=(40, 40))
    assert told(province.hidden(), province) == {"a", "b"}
    names: dict[str, Any]
    names = {"wave_code": "none", "item_code": "none", "map": "today"}
    rows = [
        names
        | {"slice_kind": kind, "period": str(MONTHS[0]), "part": part}
        | {"unit_key": unit, "n_repeats": n}
        for unit in ("a", "p")
        for part in ("none", TOOLS[0])
        for kind, n in (("month", 0.001), ("quarter", 0.001), ("half", 4))
    ]
    hidden = province.hidden(repeats_of(rows))
    assert told(hidden, province) <= {"b"}
    assert not told(hidden, province)


def test_a_half_year_that_goes_on_is_not_told() -> None:
    province = simple(a=(3, 4), b=(4, 2), c=(40, 40))
    assert not told(province.hidden(as_of=date(2026, 5, 31)), province)
    assert told(province.hidden(as_of=date(2026, 6, 30)), province)


def test_a_quarter_that_goes_on_is_hidden_with_its_months() -> None:
    province = simple(a=(3, 9), b=(9, 9), c=(40, 40))
    # six more of a in May
    province.n["a", TOOLS[0], date(2026, 2, 1)] = 6.0
    province.n["b", TOOLS[0], date(2026, 2, 1)] = 9.0
    for as_of, is_told in ((date(2026, 2, 28), False), (date(2026, 3, 31), True)):
        hidden = province.hidden(as_of=as_of)
        assert (("period", "today", "a", QUARTERS[0]) not in hidden) is is_told
