"""A quarter stays shown where only its months are few, and gives none of them back."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable
from datetime import date
from typing import Any

import pytest

from tests.security.small_numbers.solver import widths
from tests.warehouse.hiding.gaps_alone import gaps_alone
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_gaps import hidden_gaps
from warehouse.hiding.people import Repeats, repeats_of

K = 5
QUARTER = "2026-Q3"
MONTHS = [date(2026, month, 1) for month in (7, 8, 9)]
JULY, AUGUST, SEPTEMBER = MONTHS
TOOLS = ("Q/tablet", "Q/paper")
# lattice, map, unit key and the values of its other columns
Cell = Any
FLAT = Geography({"p": None, "a": "p", "b": "p", "c": "p"}, ())


def survey(first: date, last: date) -> dict[str, Any]:
    return {
        "wave_code": "F",
        "stream": "independent",
        "opened_on": first,
        "closed_on": last,
    }


IN_SEPTEMBER = [survey(date(2026, 9, 1), date(2026, 9, 30))]


def months_of(**counts: tuple[int, int, int]) -> list[dict[str, Any]]:
    """Months of units of one place, and of the place."""
    whole = tuple(map(sum, zip(*counts.values(), strict=True)))
    return [
        {"map": map_, "unit_key": unit, "month": month, "n_ballots": n}
        for map_ in ("then", "today")
        for unit, of_unit in {**counts, "p": whole}.items()
        for month, n in zip(MONTHS, of_unit, strict=True)
    ]


def gaps_of(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The gap of a survey in September."""
    return [
        {
            "map": row["map"],
            "unit_key": row["unit_key"],
            "period": QUARTER,
            "item_code": "overall",
            "n_service": row["n_ballots"],
            "n_independent": 60,
        }
        for row in months
        if row["month"] == SEPTEMBER
    ]


def hidden_of(
    months: list[dict[str, Any]],
    geography: Geography = FLAT,
    gaps: list[dict[str, Any]] | None = None,
    repeats: Repeats | None = None,
    tools: list[dict[str, Any]] | None = None,
) -> set[Cell]:
    waves = IN_SEPTEMBER if gaps else []
    blocks = ballot_blocks(months, waves, (), tools or [])
    repeats = repeats or Repeats({})
    found: set[Cell] = set()
    for block in blocks:
        found |= block.hidden(geography, K, repeats)
    read = gaps_alone(gaps or (), waves)
    return found | hidden_gaps(read, waves, months, [], found, geography, K, repeats)


def hidden_units(hidden: set[Cell], lattice: str, name: Hashable) -> set[str]:
    return {cell[2] for cell in hidden if cell[0] == lattice and cell[3] == name}


def test_few_in_a_month_hide_months_and_leave_the_quarter() -> None:
    hidden = hidden_of(months_of(a=(3, 20, 20), b=(30, 30, 30), c=(40, 40, 40)))
    for month in MONTHS:
        assert hidden_units(hidden, "month", month) == {"a", "b"}
    assert hidden_units(hidden, "period", QUARTER) == set()


def test_few_in_a_quarter_hide_it_with_one_beside_it() -> None:
    hidden = hidden_of(months_of(a=(1, 2, 1), b=(30, 30, 30), c=(3, 40, 40)))
    for month in MONTHS:
        assert hidden_units(hidden, "month", month) == {"a", "b", "c"}
    assert hidden_units(hidden, "period", QUARTER) == {"a", "c"}


def test_months_a_survey_touches_stay_with_its_gap() -> None:
    months = months_of(a=(3, 20, 20), b=(30, 30, 30), c=(40, 40, 40))
    hidden = hidden_of(months, gaps=gaps_of(months))
    assert hidden_units(hidden, "month", JULY) == {"a", "b"}
    assert hidden_units(hidden, "month", AUGUST) == {"a", "b"}
    assert hidden_units(hidden, "month", SEPTEMBER) == set()
    assert hidden_units(hidden, "gap", QUARTER) == set()
    assert hidden_units(hidden, "period", QUARTER) == set()


def test_other_months_that_are_few_together_are_not_what_a_gap_leaves() -> None:
    months = months_of(a=(1, 2, 20), b=(30, 30, 30), c=(40, 40, 40))
    hidden = hidden_of(months, gaps=gaps_of(months))
    assert hidden_units(hidden, "gap", QUARTER) == {"a", "b"}
    assert hidden_units(hidden, "month", SEPTEMBER) == {"a", "b"}
    assert hidden_units(hidden, "period", QUARTER) == set()


def test_a_quarter_of_few_people_is_hidden_however_many_ballots_they_gave() -> None:
    months = months_of(a=(6, 6, 6), b=(30, 30, 30), c=(40, 40, 40))
    names = {"wave_code": "none", "item_code": "none", "part": "none"}
    repeats = [
        names
        | {"slice_kind": kind, "period": period, "map": map_, "unit_key": unit}
        | {"n_repeats": n}
        for map_ in ("then", "today")
        for unit in ("a", "p")
        for kind, period, n in (
            *(("month", str(month), 3) for month in MONTHS),
            ("quarter", str(JULY), 15),
        )
    ]
    hidden = hidden_of(months, repeats=repeats_of(repeats))
    assert hidden_units(hidden, "period", QUARTER) == {"a", "b"}
    # an older build does not say who gave several ballots of a quarter
    by_month = [row for row in repeats if row["slice_kind"] == "month"]
    enough = months_of(a=(3, 20, 20), b=(30, 30, 30), c=(40, 40, 40))
    hidden = hidden_of(enough, repeats=repeats_of(by_month))
    assert hidden_units(hidden, "period", QUARTER) == {"a", "b"}


# Cell → unit of the day, tool and month, and what part of it is in the cell.
Parts = dict[Cell, dict[Hashable, float]]


class Invented:
    """Communes of three districts and what each counts.

    Args:
        seed: Draws them.
        is_reformed: Others took over from them; else both maps are alike.
    """

    def __init__(self, seed: int, *, is_reformed: bool) -> None:
        rng = random.Random(seed)
        self.parents: dict[str, str | None] = {"p": None}
        communes = []
        for d in range(3):
            self.parents[f"d{d}"] = "p"
            for c in range(rng.randint(2, 5)):
                communes.append(f"d{d}c{c}")
                self.parents[communes[-1]] = f"d{d}"
        later: dict[str, dict[str, float]] = {}
        if is_reformed:
            # some seeds have old units alone, some a commune or two of today's own
            later = {old: {f"n{i // 3}": 1.0} for i, old in enumerate(communes)}
            if seed % 3 == 0:
                later[rng.choice(communes)] = {"n0": 0.5, "n1": 0.5}
        new = sorted({name for parts in later.values() for name in parts})
        self.parents |= dict.fromkeys(new, "p")
        self.geography = Geography(
            self.parents, tuple((o, n) for o, parts in later.items() for n in parts)
        )
        own = [name for name in new if rng.random() < 0.5]
        leaves = [*communes, *own]
        # of a reform within the quarter, and of a commune that began in it, it is
        # known who has which months
        self.lasts = dict.fromkeys(leaves, MONTHS)
        if is_reformed and seed % 5 == 0:
            self.lasts |= dict.fromkeys(communes, MONTHS[:1])
            self.lasts |= dict.fromkeys(own, MONTHS[1:])
        elif seed % 4 == 0:
            self.lasts[rng.choice(leaves)] = MONTHS[rng.randint(1, 2) :]
        # a small quarter, a small month, or neither
        of_size = {leaf: rng.choice([0, 1, 3, 8, 20, 60]) for leaf in leaves}
        self.n: dict[Hashable, float] = {
            (leaf, tool, month): float(rng.randint(0, size) * rng.randint(0, 1))
            for leaf, size in of_size.items()
            for tool in TOOLS
            for month in self.lasts[leaf]
        }
        self.leaves: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for leaf in of_size:
            self._place(leaf, later)

    def _place(self, leaf: str, later: dict[str, dict[str, float]]) -> None:
        for unit in self._above(leaf):
            self.leaves["then", unit][leaf] = 1.0
        for unit, part in later.get(leaf, {leaf: 1.0}).items():
            for name in self._above(unit):
                into = self.leaves["today", name]
                into[leaf] = into.get(leaf, 0.0) + part

    def _above(self, unit: str | None) -> list[str]:
        return [unit, *self._above(self.parents[unit])] if unit else []

    def rows(self, tool: str | None) -> list[dict[str, Any]]:
        return [
            {
                "map": map_,
                "unit_key": unit,
                "month": month,
                "tool": tool,
                "n_ballots": self.count(self.atoms(map_, unit, tool, [month])),
            }
            for map_, unit in self.leaves
            for month in MONTHS
        ]

    def atoms(
        self, map_: str, unit: str, tool: str | None, months: list[date]
    ) -> dict[Hashable, float]:
        # that a tool counts nobody in a quarter is told by its having no rows there
        return {
            (leaf, one, month): part
            for leaf, part in self.leaves[map_, unit].items()
            for one in ([tool] if tool else TOOLS)
            for month in months
            if month in self.lasts[leaf]
            if any(self.n[leaf, one, other] for other in self.lasts[leaf])
        }

    def count(self, atoms: dict[Hashable, float]) -> float:
        return sum(self.n[atom] * part for atom, part in atoms.items())

    def cells(self) -> Parts:
        """Everything a page could show, and what it is made of."""
        found: Parts = {}
        name: Cell
        for map_, unit in self.leaves:
            for tool in (None, *TOOLS):
                for month in MONTHS:
                    name = ("month", map_, unit, month, tool)
                    found[name] = self.atoms(map_, unit, tool, [month])
                name = ("period", map_, unit, QUARTER, tool)
                found[name] = self.atoms(map_, unit, tool, MONTHS)
            name = ("gap", map_, unit, QUARTER, TOOLS[0])
            found[name] = self.atoms(map_, unit, TOOLS[0], [SEPTEMBER])
        return found


@pytest.mark.parametrize("is_reformed", [True, False])
@pytest.mark.parametrize("seed", range(40))
def test_no_small_count_follows_from_months_quarters_and_gaps(
    seed: int, is_reformed: bool
) -> None:
    province = Invented(seed, is_reformed=is_reformed)
    gaps = gaps_of(province.rows(TOOLS[0])) if seed % 2 else []
    tools = [row for tool in TOOLS for row in province.rows(tool)]
    hidden = hidden_of(province.rows(None), province.geography, gaps, None, tools)
    cells = province.cells()
    if not gaps:
        cells = {name: of for name, of in cells.items() if name[0] != "gap"}
    true = {name: province.count(of) for name, of in cells.items()}
    read: dict[Cell, tuple[float, float]]
    read = {name: (true[name], true[name]) for name in cells if name[:4] not in hidden}
    few = [name for name, n in true.items() if 0 < n < K]
    assert not [name for name in few if name in read]
    found = widths(cells, read, few)
    assert not {name: width for name, width in found.items() if width < K - 1e-6}


def test_invented_provinces_keep_quarters_whose_months_are_hidden() -> None:
    n_kept = n_hidden = 0
    for seed in range(60):
        province = Invented(seed, is_reformed=False)
        tools = [row for tool in TOOLS for row in province.rows(tool)]
        hidden = hidden_of(province.rows(None), province.geography, None, None, tools)
        months = {cell[1:3] for cell in hidden if cell[0] == "month"}
        quarters = {cell[1:3] for cell in hidden if cell[0] == "period"}
        assert quarters <= months
        n_kept += len(months - quarters)
        n_hidden += len(quarters)
    assert n_kept > 100
    assert n_hidden > 100
