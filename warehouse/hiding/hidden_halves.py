"""Which half-years of a unit's ballots are told where both their quarters are hidden.

Two quarters have two patterns, so a half-year that is told parts the units hidden in
a quarter: those whose half-year is known, and the others. Each part has to keep its
own few by itself, in either quarter, as if all of the other part were known. Then the
first is a table of units by quarters of which only the sums are known, each of enough
people; a unit with nobody in one of the quarters is not in it, for a zero that is
known elsewhere would give the other quarter back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_ballots import ALL_TOOLS
from warehouse.hiding.hidden_cells import is_same, whole_people
from warehouse.hiding.hidden_waves import Row, half_of, is_over, quarter_of
from warehouse.hiding.people import Repeats, with_people
from warehouse.statistics.disclosure.tree import thin_parents

# unit key → quarter and tool → ballots
_Ballots = Mapping[str, Mapping[tuple[str, str], float]]


def hidden_halves(
    months: Iterable[Row],
    tools: Iterable[Row],
    hidden: Collection[Cell],
    parents: Mapping[str, str | None],
    k: int,
    repeats: Repeats,
    as_of: date | None = None,
) -> set[Cell]:
    """Chooses the half-years to hide.

    Where one goes on, or the two maps count differently, none is told beside hidden
    quarters.

    Args:
        months: map, unit_key, month and n_ballots.
        tools: As months, by tool.
        hidden: Hidden cells of the quarters.
        parents: Unit key → unit key above.
        k: Fewest people a figure may be about.
        repeats: Which of the ballots are further ones of a person.
        as_of: Last day of the data.
    """
    of_half: dict[str, dict[str, dict[str, dict[tuple[str, str], float]]]]
    of_half = defaultdict(
        lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    )
    for rows, name in ((months, lambda row: ALL_TOOLS), (tools, lambda r: r["tool"])):
        for row in rows:
            if n := float(row["n_ballots"] or 0):
                quarter = quarter_of(row["month"])
                unit = of_half[half_of(quarter)][row["map"]][row["unit_key"]]
                unit[quarter, name(row)] += n
    found: set[Cell] = set()
    for half, maps in of_half.items():
        quarters = sorted({q for u in maps.values() for n in u.values() for q, _ in n})
        gone = {q: _hidden_in(hidden, q) for q in quarters}
        told: Collection[str] = ()
        is_one_map = is_same(maps["then"], maps["today"])
        is_one_map &= all(of["then"] == of["today"] for of in gone.values())
        if (
            is_one_map
            and is_over(half, as_of)
            and len(quarters) == 2
            and repeats.has_quarters
        ):
            today = {quarter: of["today"] for quarter, of in gone.items()}
            told = _told(half, maps["today"], today, parents, k, repeats)
        for map_, units in maps.items():
            for key in units:
                is_parted = any(key in of[map_] for of in gone.values())
                if is_parted and key not in told:
                    found.add(("period", map_, key, half))
    return found


def _hidden_in(hidden: Collection[Cell], quarter: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"then": set(), "today": set()}
    for name, map_, unit, *of in hidden:
        if name == "period" and of == [quarter]:
            found[map_].add(unit)
    return found


def _told(
    half: str,
    units: _Ballots,
    gone: Mapping[str, set[str]],
    parents: Mapping[str, str | None],
    k: int,
    repeats: Repeats,
) -> set[str]:
    """Units whose half-year is told though both its quarters are hidden."""
    above = {parents.get(unit) for unit in units}
    enough = _enough(half, units, k, repeats)
    told = {u for u in set.intersection(*gone.values()) & enough if u not in above}
    trees = {q: _counts(q, units, parents, repeats) for q in gone}
    is_settled = False
    while told and not is_settled:
        drop: set[str] = set()
        for quarter, counts in trees.items():
            # only what is told of a half-year is unknown of its quarters
            mine = _only(counts, parents, told)
            for parent in thin_parents(mine, parents, k, told):
                drop |= {unit for unit in told if parents.get(unit) == parent}
            rest = _only(counts, parents, counts.keys() - told)
            others = gone[quarter] - told
            for parent in thin_parents(rest, parents, k, others):
                near = {u for u in told if _shown_above(u, parents, others) == parent}
                # one more of those told keeps the others, or none is
                size = {unit: (sum(counts[unit]), unit) for unit in near}
                drop |= {min(near, key=size.__getitem__)} if near else told
        told -= drop
        is_settled = not drop
    return told


def _enough(half: str, units: _Ballots, k: int, repeats: Repeats) -> set[str]:
    """Units with enough people in the half-year, and somebody in both its quarters."""
    halves: dict[str, dict[Any, float]] = {}
    for unit, ballots in units.items():
        sums: dict[Any, float] = defaultdict(float)
        for (_, tool), n in ballots.items():
            sums["half", half, tool] += n
        halves[unit] = sums
    people = with_people({"today": halves}, repeats)["today"]
    found = set()
    for unit, ballots in units.items():
        quarters: dict[str, int] = defaultdict(int)
        for _, tool in ballots:
            quarters[tool] += 1
        is_in_both = all(n == 2 for n in quarters.values())
        if is_in_both and all(n >= k for n in people[unit].values()):
            found.add(unit)
    return found


def _counts(
    quarter: str,
    units: _Ballots,
    parents: Mapping[str, str | None],
    repeats: Repeats,
) -> dict[str, list[float]]:
    """Unit key → people of one quarter, one number per tool, in ballots and people."""
    slices = {
        unit: {("quarter", q, tool): n for (q, tool), n in of.items() if q == quarter}
        for unit, of in units.items()
    }
    people = with_people({"today": slices}, repeats)["today"]
    names = sorted({name for of in people.values() for name in of}, key=repr)
    return whole_people(people, parents, names)


def _only(
    counts: Mapping[str, list[float]],
    parents: Mapping[str, str | None],
    kept: Collection[str],
) -> dict[str, list[float]]:
    """Counts of some units and the sums of these; a unit above keeps its own people."""
    own = {unit: list(of) for unit, of in counts.items()}
    for unit, of in counts.items():
        if (above := parents.get(unit)) in own:
            own[above] = [n - part for n, part in zip(own[above], of, strict=True)]
    found = {unit: [0.0] * len(of) for unit, of in counts.items()}
    for unit, of in own.items():
        name: str | None = unit if unit in kept else None
        while name is not None and name in found:
            found[name] = [n + more for n, more in zip(found[name], of, strict=True)]
            name = parents.get(name)
    return found


def _shown_above(
    unit: str, parents: Mapping[str, str | None], hidden: Collection[str]
) -> str | None:
    name = parents.get(unit)
    while name is not None and name in hidden:
        name = parents.get(name)
    return name
