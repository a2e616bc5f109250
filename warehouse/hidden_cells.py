"""One pattern of hidden units per pair of waves, fixed when a build is opened.

A small unit hidden alone is the total less its neighbours, so the tree of today's
units hides neighbours too. The same people are also told by the units of the day:
there, wherever an old unit is small or its successor hidden, all old units that
hang together with it by district or successor are hidden as one. The pattern holds
for all questions and both waves at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warehouse.rights import MIN_PEOPLE

# map, unit_key, before_wave, after_wave
Cell = tuple[str, str, str, str]
# (wave, item) → people, of one unit
People = dict[tuple[str, str], int]

COUNTS = """
select map, unit_key, before_wave, after_wave, item_code, n_before, n_after
from main.stat_before_after
where item_kind = 'item'
order by all
"""
PARENTS = "select unit_key, parent_unit_key from main.dim_units"
SUCCESSIONS = """
select old_unit_key, new_unit_key
from main.bridge_unit_succession
where new_unit_key is not null
"""


def hidden_cells(
    counts: Iterable[Mapping[str, Any]],
    parents: Mapping[str, str | None],
    successions: Iterable[tuple[str, str]],
    k: int = MIN_PEOPLE,
) -> frozenset[Cell]:
    """Chooses the cells to hide in every answer about a pair of waves.

    Args:
        counts: Rows of `COUNTS`.
        parents: Unit key → unit key above.
        successions: Old unit key and a new one that took people of it over.
        k: Fewest people a figure may be about.
    """
    successions = list(successions)
    hidden: set[Cell] = set()
    for (before, after), maps in _by_pair(counts).items():
        today = _hidden_today(maps["today"], parents, k)
        then = _hidden_then(maps, today, parents, successions, k)
        hidden |= {("today", unit, before, after) for unit in today}
        hidden |= {("then", unit, before, after) for unit in then}
    return frozenset(hidden)


def _by_pair(
    counts: Iterable[Mapping[str, Any]],
) -> dict[tuple[str, str], dict[str, dict[str, People]]]:
    pairs: dict[tuple[str, str], dict[str, dict[str, People]]] = {}
    for row in counts:
        empty: dict[str, dict[str, People]] = {"then": {}, "today": {}}
        maps = pairs.setdefault((row["before_wave"], row["after_wave"]), empty)
        unit = maps[row["map"]].setdefault(row["unit_key"], {})
        for wave in ("before", "after"):
            # Shares of split units are no whole people; a part of one counts as one.
            n = row[f"n_{wave}"] or 0
            unit[wave, row["item_code"]] = max(1, int(n)) if n else 0
    return pairs


def _hidden_today(
    units: Mapping[str, People], parents: Mapping[str, str | None], k: int
) -> frozenset[str]:
    if not any(_is_small(people, k) for people in units.values()):
        return frozenset()
    # Imported here: scipy costs a second that most builds need not pay.
    from warehouse.statistics.disclosure_tree import suppress_tree

    slices = sorted({name for people in units.values() for name in people})
    counts = {
        unit: [people.get(name, 0) for name in slices] for unit, people in units.items()
    }
    return suppress_tree(counts, parents, k).hidden


def _hidden_then(
    maps: Mapping[str, Mapping[str, People]],
    today: frozenset[str],
    parents: Mapping[str, str | None],
    successions: Iterable[tuple[str, str]],
    k: int,
) -> set[str]:
    then = maps["then"]
    both = then.keys() & maps["today"].keys()
    group = _Groups()
    for unit in then.keys() - both:
        above = parents.get(unit)
        if above is not None and above not in both:
            group.join(unit, above)
    for old, new in successions:
        if old not in both and new not in both:
            group.join(old, new)
    small = {unit for unit in then if _is_small(then[unit], k)}
    touched = {group.of(unit) for unit in (small | today) - both}
    grouped = {unit for unit in then.keys() - both if group.of(unit) in touched}
    return grouped | (both & today)


def _is_small(people: People, k: int) -> bool:
    return any(0 < n < k for n in people.values())


class _Groups:
    """Units that hang together; each group is named by one of its units."""

    def __init__(self) -> None:
        self._head: dict[str, str] = {}

    def of(self, unit: str) -> str:
        while (head := self._head.get(unit, unit)) != unit:
            unit = head
        return unit

    def join(self, one: str, other: str) -> None:
        self._head[self.of(one)] = self.of(other)
