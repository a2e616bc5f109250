"""Communes like one commune, by name, with what makes them alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit, name_key
from warehouse.statistics.likeness import Commune, nearest

MOST_SIMILAR = 3
YEAR = "12m"


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
    """Cases the commune took in within twelve months, and communes like it, by name."""
    answer = ask_if_built(page, "unit_likeness", period=YEAR)
    rows = {
        row["unit_key"]: row
        for row in (answer.rows if answer else ())
        if row["unit_key"] in page.units
    }
    if unit.key not in rows or not rows[unit.key]["n_received"]:
        return 0, []
    mix = _mix(page)
    communes = {
        key: Commune(key, row["district_key"], row["n_received"], mix.get(key, {}))
        for key, row in rows.items()
    }
    alike = [
        Similar(
            unit=page.units[one.key],
            district=(rows[one.key]["district_name"] or "")
            if one.is_of_district
            else "",
            n_received=rows[one.key]["n_received"],
            in_common=one.in_common,
        )
        for one in nearest(communes[unit.key], communes.values())[:MOST_SIMILAR]
    ]
    own = communes[unit.key].n_received
    return own, sorted(alike, key=lambda one: name_key(one.unit.name))


def _mix(page: Page) -> dict[str, Mapping[str, int]]:
    """Unit → group of procedures → cases of the last year of the data."""
    as_of = page.build.data_as_of
    answer = ask_if_built(page, "unit_mix", year=str(as_of.year)) if as_of else None
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in answer.rows if answer else ():
        if row["n_cases"] and row["procedure_group"]:
            found[row["unit_key"]][row["procedure_group"]] = row["n_cases"]
    return dict(found)
