"""Few people stay hidden however many ballots each of them gave."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from tests.warehouse.hiding.gaps_alone import gaps_alone
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_gaps import hidden_gaps, survey_blocks
from warehouse.hiding.hidden_groups import hidden_group_cells
from warehouse.hiding.hidden_lattices import wave_blocks
from warehouse.hiding.hidden_officers import hidden_officer_cells, with_repeats
from warehouse.hiding.hidden_waves import WaveCount
from warehouse.hiding.people import NO_REPEATS, Repeats, repeats_of

K = 5
DAY = date(2026, 7, 1)
PARENTS: dict[str, str | None] = {"p": None, "a": "p", "b": "p", "c": "p"}
GEOGRAPHY = Geography(PARENTS, ())
COUNTS = {"a": 6, "b": 40, "c": 60, "p": 106}


def repeat(unit: str, n: float, kind: str = "item", **names: str) -> dict[str, Any]:
    row = {"slice_kind": kind, "wave_code": "none", "period": "none"}
    row |= {"item_code": "none", "part": "none"}
    return row | {"map": "today", "unit_key": unit, "n_repeats": n} | names


def of_two(kind: str, **names: str) -> Repeats:
    """The six ballots of unit a are of two people."""
    return repeats_of([repeat(unit, 4, kind, **names) for unit in ("a", "p")])


def pair(unit: str, n: int) -> dict[str, Any]:
    names = {"before_wave": "B", "after_wave": "A", "item_code": "q"}
    return {"map": "today", "unit_key": unit, **names, "n_before": n, "n_after": n}


def month(unit: str, n: int) -> dict[str, Any]:
    return {"map": "today", "unit_key": unit, "month": DAY, "n_ballots": n}


def gap(unit: str, n: int) -> dict[str, Any]:
    names = {"map": "today", "unit_key": unit, "period": "2026-Q3", "item_code": "q"}
    return {**names, "n_service": n, "n_independent": n}


def asked(what: str, periods: frozenset[str] = frozenset()) -> list[WaveCount]:
    return [WaveCount("today", u, "W", what, periods, n) for u, n in COUNTS.items()]


QUARTER = frozenset({"2026-Q3"})
PAIRS = [pair(unit, n) for unit, n in COUNTS.items()]
MONTHS = [month(unit, n) for unit, n in COUNTS.items()]
SURVEYS = [
    {"wave_code": "F", "stream": "independent", "opened_on": DAY, "closed_on": DAY}
]
GAPS = [gap(unit, n) for unit, n in COUNTS.items()]
TOOLS = [{**row, "tool": "Q/paper"} for row in MONTHS]
JULY = THIRD = "2026-07-01"
BLOCKS = {
    "question": (
        wave_blocks(PAIRS),
        of_two("item", wave_code="A", item_code="q"),
    ),
    "wave": (wave_blocks([], asked("ballots")), of_two("wave", wave_code="W")),
    "criterion": (
        wave_blocks([], asked("officer")),
        of_two("criterion", wave_code="W", part="officer"),
    ),
    "month": (ballot_blocks(MONTHS, []), of_two("month", period=JULY)),
    "tool": (
        ballot_blocks(MONTHS, [], (), TOOLS),
        of_two("tool", period=JULY, part="Q/paper"),
    ),
    "quarter of a wave": (
        ballot_blocks(MONTHS, [], asked("ballots", QUARTER)),
        of_two("wave", wave_code="W", period=THIRD),
    ),
    "survey in its quarter": (
        ballot_blocks(MONTHS, [], asked("ballots", QUARTER)),
        of_two("wave", wave_code="W"),
    ),
}


@pytest.mark.parametrize("what", BLOCKS)
def test_six_ballots_of_two_people_are_hidden(what: str) -> None:
    blocks, repeats = BLOCKS[what]
    assert not any(block.hidden(GEOGRAPHY, K) for block in blocks)
    of_blocks = (block.hidden(GEOGRAPHY, K, repeats) for block in blocks)
    hidden = {cell[2] for cells in of_blocks for cell in cells}
    # and the neighbour, or the total less the others gives the two away
    assert hidden == {"a", "b"}


@pytest.mark.parametrize("side", ["service", "independent"])
def test_a_gap_of_two_people_is_hidden(side: str) -> None:
    def hidden(repeats: Repeats) -> set[str]:
        gaps = gaps_alone(GAPS, SURVEYS)
        blocks = survey_blocks(SURVEYS, (), gaps)
        cells = {c for block in blocks for c in block.hidden(GEOGRAPHY, K, repeats)}
        cells |= hidden_gaps(gaps, SURVEYS, [], (), cells, GEOGRAPHY, K, repeats)
        return {unit for name, _, unit, _ in cells if name == "gap"}

    names = {"period": THIRD, "item_code": "q", "part": side}
    assert hidden(NO_REPEATS) == set()
    assert hidden(of_two("gap", **names)) == {"a", "b"}


def test_a_group_of_two_people_is_hidden() -> None:
    rows = []
    for unit, n in COUNTS.items():
        key = {"map": "today", "unit_key": unit, "before_wave": "B", "after_wave": "A"}
        key |= {"wave_code": "A", "item_code": "q", "group_kind": "sex"}
        for code, size in (("female", n), ("male", 30)):
            rows.append({**key, "group_code": code, "n_answers": size})
    names = {"wave_code": "A", "item_code": "q", "part": "sex/female"}
    assert not hidden_group_cells(rows, [], GEOGRAPHY, K)
    found = hidden_group_cells(rows, [], GEOGRAPHY, K, of_two("group", **names))
    assert {cell[1] for cell in found} == {"a", "b"}


def ballots(rng: random.Random) -> list[tuple[str, str]]:
    """Unit and person of each ballot: some give several, some in several units."""
    units = [f"d{d}c{c}" for d in range(3) for c in range(rng.randint(1, 5))]
    found = []
    for number in range(rng.randint(20, 120)):
        n, home = rng.choice([1, 1, 2, 6]), rng.choice(units[: rng.randint(2, 20)])
        for _ in range(n):
            place = home if rng.random() < 0.6 else rng.choice(units)
            found.append((place, f"P{number}"))
    return found


def above(unit: str) -> list[str]:
    return [unit, unit[:2], "p"]


@pytest.mark.parametrize("seed", range(150))
def test_no_difference_of_shown_units_is_about_few_people(seed: int) -> None:
    said = ballots(random.Random(seed))
    parents: dict[str, str | None] = {"p": None}
    n, of_person = Counter[str](), Counter(p for _, p in said)
    n_repeats: defaultdict[str, float] = defaultdict(float)
    for leaf, person in said:
        parents |= {leaf: leaf[:2], leaf[:2]: "p"}
        for unit in above(leaf):
            n[unit] += 1
            n_repeats[unit] += 1 - 1 / of_person[person]
    blocks = wave_blocks([pair(unit, n[unit]) for unit in parents])
    names = {"wave_code": "B", "item_code": "q"}
    repeats = repeats_of([repeat(u, r, **names) for u, r in n_repeats.items() if r])
    geography = Geography(parents, ())
    cells = set().union(*(block.hidden(geography, K, repeats) for block in blocks))
    shown = set(parents) - {cell[2] for cell in cells if cell[0] == "pair"}
    for unit in shown:
        apart = {u for u in shown if u != unit and unit in above(u)}
        inside = [(leaf, p) for leaf, p in said if unit in above(leaf)]
        left = {p for leaf, p in inside if not apart & set(above(leaf))}
        assert not left or len(left) >= K
        assert len({p for _, p in inside}) >= K


@pytest.mark.parametrize("seed", range(100))
def test_no_difference_of_shown_officers_is_about_few_people(seed: int) -> None:
    rng, few = random.Random(seed), 10
    said = []
    for number in range(rng.randint(20, 200)):
        for _ in range(rng.choice([1, 1, 3, 8])):
            officer = f"CB{min(int(rng.expovariate(0.8)), 4)}"
            said.append((officer, rng.choice(["Q1", "Q2", "Q3", "Q4"]), f"P{number}"))
    per_year = Counter(person for *_, person in said)
    cells: dict[tuple[str, str, str], list[str]] = {}
    for officer, quarter, person in said:
        cells.setdefault((officer, "quarter", f"2026-{quarter}"), []).append(person)
        cells.setdefault((officer, "year", "2026"), []).append(person)
    keys = ("officer_code", "period_type", "period")
    rows = [dict(zip(keys, cell, strict=True)) | {"measure": "m"} for cell in cells]
    repeats = [
        row
        | {"n_repeats": len(people) - len(set(people))}
        | {"n_shared": sum(1 - 1 / per_year[p] for p in people)}
        for row, people in zip(rows, cells.values(), strict=True)
    ]
    counted = [
        row | {"unit_key": "u", "n": len(people)}
        for row, people in zip(rows, cells.values(), strict=True)
    ]
    found = hidden_officer_cells(with_repeats(counted, repeats), few)
    hidden = {(officer, kind, period) for officer, _, kind, period, _ in found}
    for cell, people in cells.items():
        assert cell in hidden or len(set(people)) >= few
    for period in {cell[2] for cell in cells}:
        parts = [
            people for c, people in cells.items() if c[2] == period and c in hidden
        ]
        together = {p for people in parts for p in people}
        all_hidden = all(c in hidden for c in cells if c[2] == period)
        assert not parts or len(together) >= few or all_hidden
