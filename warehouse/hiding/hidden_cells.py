"""Which units are hidden beside the small ones, so that no small one follows.

A small unit hidden alone is the total less its neighbours, so the tree of today's
units hides neighbours too. The same people are also counted by the units of the day:
there, a small old unit is hidden with others of its district that have the same
successor; where they are too few, or a successor is hidden, all old units that hang
together with it by district or successor are hidden as one. One pattern holds for
every slice it is given: all questions, both waves, every month of a block.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from warehouse.hiding.sharing_all import fewest_of_sets, sets_sharing_all
from warehouse.statistics.disclosure.tree import suppress_tree


@dataclass(frozen=True)
class InPeople:
    """A slice of ballots, counted in the people who gave them."""

    ballots: Any


# slice → ballots, or people, of one unit
People = dict[Any, float]
# unit key → its people, of one map
Units = dict[str, People]
Name = TypeVar("Name", bound=Hashable)
# A remainder below this is rounding of shares of split units, and nobody.
_NOBODY = 0.5
_NEAR = 1e-6
# Where there is a ballot, there is some part of a person.
LEAST = 0.001


@dataclass(frozen=True)
class Geography:
    """Who is above whom, and who took over from whom.

    Attributes:
        parents: Unit key → unit key above.
        successions: Old unit key and a new one that took people of it over.
    """

    parents: Mapping[str, str | None]
    successions: tuple[tuple[str, str], ...]


def hidden_units(
    then: Mapping[str, People],
    today: Mapping[str, People],
    geography: Geography,
    k: int,
    also: frozenset[tuple[str, str]] = frozenset(),
    among: frozenset[tuple[str, str]] | None = None,
) -> frozenset[tuple[str, str]]:
    """Chooses the units to hide on both maps, in every slice at once.

    Args:
        then: Units of the day and their people.
        today: Today's units and their people.
        geography: The trees and what joins them.
        k: Fewest people a figure may be about.
        also: Pairs of map and unit key that are hidden anyway, for other slices of
            the same people.
        among: Pairs of which partners are taken, where those hidden in shorter periods
            are known to be enough; any unit where it is None.

    Returns:
        Pairs of map and unit key.
    """
    forced = {map_: {u for m, u in also if m == map_} for map_ in ("then", "today")}
    partners = {
        map_: set(units) if among is None else {u for m, u in among if m == map_}
        for map_, units in (("then", then), ("today", today))
    }
    hidden_today = _hidden_today(
        today, geography.parents, k, forced["today"], partners["today"]
    )
    hidden_then = _hidden_then(
        then, today, hidden_today, geography, k, forced["then"], partners["then"]
    )
    return frozenset(
        {("today", unit) for unit in hidden_today}
        | {("then", unit) for unit in hidden_then}
    )


def _hidden_today(
    units: Mapping[str, People],
    parents: Mapping[str, str | None],
    k: int,
    forced: set[str],
    partners: set[str],
) -> frozenset[str]:
    if not forced and not any(_is_small(people, k) for people in units.values()):
        return frozenset()
    slices = sorted({name for people in units.values() for name in people}, key=repr)
    counts = whole_people(units, parents, slices)
    return suppress_tree(counts, parents, k, forced, partners).hidden


def whole_people(
    units: Mapping[str, People], parents: Mapping[str, str | None], slices: list[Any]
) -> dict[str, list[float]]:
    """Numbers that add up as the tree does: of ballots whole ones.

    Parts of split units are no whole ballots: a part counts as its whole ones, at
    least one, and a unit above as the sum of those below and of its own. A person
    with ballots of several units stays a part in each: one of each would be more
    people in their sum than there are.
    """
    below: dict[str, list[str]] = {unit: [] for unit in units}
    for unit in units:
        above = parents.get(unit)
        if above is not None and above in below:
            below[above].append(unit)
    found: dict[str, list[float]] = {}

    def own(unit: str, name: Any) -> float:
        inner = sum(units[child].get(name, 0.0) for child in below[unit])
        n = units[unit].get(name, 0.0) - inner
        return 0 if below[unit] and n < _NOBODY else n

    def own_whole(unit: str, name: Any) -> float:
        if not isinstance(name, InPeople):
            n = own(unit, name)
            return max(1, int(n)) if n else 0
        inner = sum(units[child].get(name, 0.0) for child in below[unit])
        n = units[unit].get(name, 0.0) - inner
        return max(n, LEAST) if own(unit, name.ballots) else 0

    def count(unit: str) -> list[float]:
        inner = [count(child) for child in below[unit]]
        found[unit] = [
            sum(part[i] for part in inner) + own_whole(unit, name)
            for i, name in enumerate(slices)
        ]
        return found[unit]

    for unit in units:
        if parents.get(unit) not in units:
            count(unit)
    return found


def _hidden_then(
    then: Mapping[str, People],
    today: Mapping[str, People],
    hidden_today: frozenset[str],
    geography: Geography,
    k: int,
    forced: set[str],
    partners: set[str],
) -> set[str]:
    # A new unit counts fewer on the old map while old units still get ballots: the
    # two numbers together reveal theirs, so it hangs together with them.
    both = {u for u in then.keys() & today.keys() if _is_same(then[u], today[u])}
    group: _Groups[str] = _Groups()
    for unit in then.keys() - both:
        above = geography.parents.get(unit)
        if above is not None and above not in both:
            group.join(unit, above)
    for old, new in geography.successions:
        if old not in both and new not in both:
            group.join(old, new)
    small = {unit for unit in then if unit in forced or _is_small(then[unit], k)}
    small -= both
    sets = sets_sharing_all(
        then.keys() - both, geography.parents, geography.successions
    )
    whole = {group.of(unit) for unit in hidden_today - both}
    hidden = both & hidden_today
    for name in sorted({group.of(unit) for unit in small} - whole):
        of_group = {unit for unit in small if group.of(unit) == name}
        fewest = fewest_of_sets(of_group, sets, then, k, partners)
        if fewest is None:
            whole.add(name)
        else:
            hidden |= fewest
    return hidden | {unit for unit in then.keys() - both if group.of(unit) in whole}


def _is_small(people: People, k: int) -> bool:
    return any(0 < n < k for n in people.values())


def _is_same(one: People, other: People) -> bool:
    return all(
        abs(one.get(name, 0.0) - other.get(name, 0.0)) < _NOBODY
        for name in one.keys() | other.keys()
    )


def is_same(one: Units, other: Units) -> bool:
    """Whether two maps name the same units and count the same people in each."""
    return one.keys() == other.keys() and all(
        abs(one[unit].get(name, 0.0) - other[unit].get(name, 0.0)) < _NEAR
        for unit in one
        for name in one[unit].keys() | other[unit].keys()
    )


def connected(links: Iterable[Iterable[Name]]) -> list[frozenset[Name]]:
    """Groups names that hang together by any link, in no order."""
    group: _Groups[Name] = _Groups()
    names: set[Name] = set()
    for link in links:
        [first, *others] = list(link)
        names |= {first, *others}
        for other in others:
            group.join(other, first)
    heads = {group.of(name) for name in names}
    return [frozenset(n for n in names if group.of(n) == head) for head in heads]


class _Groups(Generic[Name]):
    """Names that hang together; each group is named by one of its names."""

    def __init__(self) -> None:
        self._head: dict[Name, Name] = {}

    def of(self, name: Name) -> Name:
        while (head := self._head.get(name, name)) != name:
            name = head
        return name

    def join(self, one: Name, other: Name) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._head[one] = other
