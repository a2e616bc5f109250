"""Which old units can be hidden alone, because nothing shown parts them.

Old units with one unit above and one successor in common are in the same sums on both
maps: whatever is shown, only their sum follows. So it is enough to hide the small ones
of such a set and the smallest others of it that make their sum large, and everybody
else can be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# slice → ballots, or people, of one unit
People = Mapping[Any, float]


def sets_sharing_all(
    units: Collection[str],
    parents: Mapping[str, str | None],
    successions: Collection[tuple[str, str]],
) -> dict[str, list[str]]:
    """Unit → the units that are in the same sums as it, itself among them.

    Units with others below them, with several successors or with none are in no set.

    Args:
        units: Units of the day that count people.
        parents: Unit key → unit key above.
        successions: Old unit key and a new one that took people of it over.
    """
    above = {parents.get(unit) for unit in units}
    later: dict[str, list[str]] = {}
    for old, new in successions:
        later.setdefault(old, []).append(new)
    sets: dict[tuple[str | None, str], list[str]] = {}
    for unit in sorted(units):
        successors = later.get(unit, [])
        if unit not in above and len(successors) == 1:
            sets.setdefault((parents.get(unit), successors[0]), []).append(unit)
    return {unit: found for found in sets.values() for unit in found}


def fewest_of_sets(
    small: Collection[str],
    sets: Mapping[str, list[str]],
    people: Mapping[str, People],
    k: int,
    partners: Collection[str],
) -> set[str] | None:
    """Small units and the fewest of their sets that keep them; None if a set cannot.

    Hidden units of a set must be at least two with people, and at least k people
    together, in every slice that one of them has.

    Args:
        small: Units that must be hidden.
        sets: Unit → units in the same sums, as `sets_sharing_all`.
        people: Unit → its people in every slice.
        k: Fewest people a figure may be about.
        partners: Units that may be hidden beside the small ones.
    """
    hidden: set[str] = set()
    for unit in sorted(small):
        if unit in hidden:
            continue
        if unit not in sets:
            return None
        of_set = sets[unit]
        chosen = [other for other in of_set if other in small]
        others = sorted(
            (u for u in of_set if u not in small and u in partners),
            key=lambda other: (sum(people[other].values()), other),
        )
        while not _is_kept(chosen, people, k):
            if not others:
                return None
            chosen.append(others.pop(0))
        hidden |= set(chosen)
    return hidden


def _is_kept(units: list[str], people: Mapping[str, People], k: int) -> bool:
    for name in {name for unit in units for name in people[unit]}:
        counts = [people[unit].get(name, 0.0) for unit in units]
        n_units = sum(n > 0 for n in counts)
        if n_units and (n_units < 2 or sum(counts) < k):
            return False
    return True
