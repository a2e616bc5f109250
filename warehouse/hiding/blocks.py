"""What is shown of the same people, and which of its units are hidden where.

A block is everything about the same people. One pattern of units holds for all of its
shortest periods. Where months of a unit are hidden, the longer period that holds
enough people can stay shown: of the units hidden in the shorter periods, only those
are hidden in the longer ones that are small there, with as many beside them as keep
them. What is shown of a longer period less what is shown of its parts is then about
two units and enough people, and so is every period of every sum of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.hiding.hidden_cells import Geography, Units, hidden_units
from warehouse.hiding.people import NO_REPEATS, Repeats, with_people

# Name of a lattice and the values of its columns.
Cell = tuple[Any, ...]
# Name of a lattice and the values of its columns after map and unit.
Place = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Level:
    """Slices that share a pattern, and the cells they stand for.

    Attributes:
        maps: Map → unit key → slice → people.
        places: Cells of each unit that is hidden.
        also: Pairs of map and unit key that are hidden here where they are hidden in
            shorter periods, however many people they have.
    """

    maps: Mapping[str, Units]
    places: frozenset[Place]
    also: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Block:
    """Levels of the same people.

    Attributes:
        levels: That of the shortest periods first, which counts every slice of the
            others or its parts.
    """

    levels: tuple[Level, ...]

    def hidden(
        self, geography: Geography, k: int, repeats: Repeats = NO_REPEATS
    ) -> set[Cell]:
        """Cells to hide.

        Args:
            geography: Who is above whom, and who took over from whom.
            k: Fewest people a figure may be about.
            repeats: Which of the ballots are further ones of a person.
        """
        shortest, *longer = self.levels
        units = _hidden_of(shortest, geography, k, repeats, None)
        found = _cells(units, shortest)
        for level in longer:
            # an older build does not say who gave several ballots of a quarter
            if repeats.has_quarters:
                fewer = _hidden_of(level, geography, k, repeats, units)
                # hidden in a longer period alone, its sum would follow from its parts
                units = fewer if fewer <= units else units
            found |= _cells(units, level)
        return found


def block_of(maps: Mapping[str, Units], places: Iterable[Place]) -> Block:
    """A block of one level."""
    return Block((Level(maps, frozenset(places)),))


def _hidden_of(
    level: Level,
    geography: Geography,
    k: int,
    repeats: Repeats,
    among: frozenset[tuple[str, str]] | None,
) -> frozenset[tuple[str, str]]:
    maps = with_people(level.maps, repeats)
    then, today = maps.get("then", {}), maps.get("today", {})
    also = level.also & among if among is not None else level.also
    return hidden_units(then, today, geography, k, also, among)


def _cells(units: Iterable[tuple[str, str]], level: Level) -> set[Cell]:
    return {
        (lattice, map_, unit, *names)
        for map_, unit in units
        for lattice, names in level.places
    }
