"""Which changed figures are hidden: those before add up as those after do.

A figure that did not change is known from its own page, so the old figure of a unit
gives, with those below it that stayed, what the others were. Pages hide by today's
counts: a unit with few people before, or hidden now, stands under shown ones. So the
old and the new figure go where anything below the unit is about too few, or hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from warehouse.hiding.hidden_cells import Geography
from warehouse.hiding.hidden_waves import Row

RESTATED = """
select figure, map, unit_key, period, old_value, new_value, old_n_people, new_n_people
from main.dq_restatements
order by all
"""
# map and unit key
_Unit = tuple[str, str]


def _month(parts: list[str]) -> tuple[Any, ...]:
    return (date.fromisoformat(parts[0]),)


def _signal(parts: list[str]) -> tuple[Any, ...]:
    return (parts[1], date.fromisoformat(parts[0]))


def _pair(parts: list[str]) -> tuple[Any, ...]:
    return tuple(parts[:2])


def _group(parts: list[str]) -> tuple[Any, ...]:
    return (*parts[:2], parts[3])


def _first(parts: list[str]) -> tuple[Any, ...]:
    return (parts[0],)


def _voice(parts: list[str]) -> tuple[Any, ...]:
    _, _, part = parts[0].partition("-")
    kind = {"": "year", "H": "half", "Q": "quarter"}.get(part[:1], "month")
    return (kind, parts[0])


# Figure → the lattice of its page, and what its period says there.
_PLACES: dict[str, tuple[str, Callable[[list[str]], tuple[Any, ...]]]] = {
    "n_ballots": ("month", _month),
    "n_satisfied": ("month", _month),
    "n_signals": ("signal", _signal),
    "share_before": ("pair", _pair),
    "share_after": ("pair", _pair),
    "group_share_before": ("group", _group),
    "group_share_after": ("group", _group),
    "independent_gap": ("gap", _first),
    "sipas_share": ("wave", _first),
    "decision_766_score": ("voice", _voice),
}


def hidden_restated(
    rows: Iterable[Row],
    hidden: Collection[tuple[Any, ...]],
    geography: Geography,
    k: int,
) -> set[tuple[str, str, str, str]]:
    """Chooses the units whose changed figures are hidden.

    Args:
        rows: figure, map, unit_key, period, values and people, old and new.
        hidden: Hidden cells of the lattices of the pages.
        geography: Who is above whom, and who took over from whom.
        k: Fewest people a figure may be about.

    Returns:
        Figure, map, unit key and period.
    """
    changed: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["figure"] in _PLACES:
            changed.setdefault((row["figure"], row["period"]), []).append(row)
    if not changed:
        return set()
    hidden_in: dict[tuple[Any, ...], set[_Unit]] = {}
    for lattice, map_, unit, *names in (c for c in hidden if len(c) > 3):
        hidden_in.setdefault((lattice, *names), set()).add((map_, unit))
    below = _below(geography)
    found = set()
    for (figure, period), of_period in changed.items():
        lattice, place = _PLACES[figure]
        closed = set(hidden_in.get((lattice, *place(period.split("/"))), ()))
        closed |= {_unit(row) for row in of_period if _is_few(row, k)}
        for unit in {_unit(row) for row in of_period}:
            if any(_is_below(below, other, unit) for other in closed):
                found.add((figure, *unit, period))
    return found


def _unit(row: Row) -> _Unit:
    return row["map"], row["unit_key"]


def _is_few(row: Row, k: int) -> bool:
    """Whether it was or is about too few; an older build kept no count of them."""
    old = 1 if row["old_n_people"] is None else row["old_n_people"]
    new = row["new_n_people"]
    if new is None:
        new = 0 if row["new_value"] is None else 1
    return 0 < old < k or 0 < new < k


def _is_below(below: Mapping[_Unit, frozenset[str]], unit: _Unit, whole: _Unit) -> bool:
    """Whether people of a unit are in another, and it is not the larger one."""
    inner, outer = below.get(unit, frozenset()), below.get(whole, frozenset())
    return unit == whole or (not inner.isdisjoint(outer) and not outer < inner)


def _below(geography: Geography) -> dict[_Unit, frozenset[str]]:
    """Units of the day that a unit of each map is made of, itself among them."""
    children: dict[str, list[str]] = {}
    for unit, above in geography.parents.items():
        children.setdefault(above or "", []).append(unit)
    earlier: dict[str, list[str]] = {}
    for old, new in geography.successions:
        earlier.setdefault(new, []).append(old)

    def all_of(unit: str, links: Sequence[Mapping[str, list[str]]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [other for link in links for other in link.get(one, ())]
        return frozenset(found)

    return {
        (map_, unit): all_of(unit, links)
        for map_, links in (("then", [children]), ("today", [children, earlier]))
        for unit in geography.parents
    }
