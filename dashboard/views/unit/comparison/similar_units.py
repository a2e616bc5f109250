"""Communes like one commune: of its old district, near in size and in what they do.

Two communes are near in size where neither took in half as many cases again as the
other. What they do is the share of each group of procedures among their cases; two
are as like as the shares they have in common (one less the total variation distance).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit, name_key

MOST_SIMILAR = 3
NEAR_IN_SIZE = 1.5
YEAR = "12m"

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Similar:
    """One commune beside another.

    Attributes:
        unit: The commune.
        district: Name of the district both lay in before the reform; empty if not.
        n_received: Cases it took in within twelve months.
        in_common: Part of its cases that falls on the same groups of procedures;
            None where the groups of either are not known.
    """

    unit: Unit
    district: str
    n_received: int
    in_common: float | None


def similar_units(page: Page, unit: Unit) -> tuple[int, list[Similar]]:
    """Cases the commune took in within twelve months, and communes like it, by name.

    Those of its old district come before others, then those most like in what they
    do: that decides who is among them, and never how they stand.
    """
    answer = ask_if_built(page, "unit_likeness", period=YEAR)
    rows = {row["unit_key"]: row for row in answer.rows} if answer else {}
    own = rows.get(unit.key)
    if own is None or not own["n_received"]:
        return 0, []
    mix = _mix(page)
    found = [
        Similar(
            unit=page.units[key],
            district=(row["district_name"] or "") if _same(row, own) else "",
            n_received=row["n_received"],
            in_common=in_common(mix.get(unit.key, {}), mix.get(key, {})),
        )
        for key, row in rows.items()
        if key != unit.key and key in page.units and _is_near(row, own)
    ]
    found.sort(key=lambda one: (not one.district, -(one.in_common or 0), one.unit.key))
    nearest = found[:MOST_SIMILAR]
    return own["n_received"], sorted(nearest, key=lambda s: name_key(s.unit.name))


def in_common(one: Counts, other: Counts) -> float | None:
    """Part that two divisions have in common, from 0 to 1; None if one is empty.

    >>> in_common({"a": 3, "b": 1}, {"a": 1, "c": 1})
    0.5
    """
    whole, whole_other = sum(one.values()), sum(other.values())
    if not whole or not whole_other:
        return None
    return sum(
        min(n / whole, other[name] / whole_other)
        for name, n in one.items()
        if name in other
    )


def _same(row: Mapping[str, object], own: Mapping[str, object]) -> bool:
    return (
        row["district_key"] is not None and row["district_key"] == own["district_key"]
    )


def _is_near(row: Mapping[str, int | None], own: Mapping[str, int | None]) -> bool:
    one, other = row["n_received"] or 0, own["n_received"] or 0
    return 0 < max(one, other) <= NEAR_IN_SIZE * min(one, other)


def _mix(page: Page) -> dict[str, dict[str, int]]:
    """Unit → group of procedures → cases of the last year of the data."""
    as_of = page.build.data_as_of
    answer = ask_if_built(page, "unit_mix", year=str(as_of.year)) if as_of else None
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in answer.rows if answer else ():
        if row["n_cases"] and row["procedure_group"]:
            found[row["unit_key"]][row["procedure_group"]] = row["n_cases"]
    return found
