"""Which counts of officers are hidden beside those of units with few of them.

Officers are counted by unit, and all of them together: a small unit hidden alone is
the total less the others. Who must sign the commitments is counted on both maps, who
was asked about by unit of the day and for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.hiding.hidden_cells import Geography, Units, hidden_units
from warehouse.hiding.hidden_waves import Ask, Row, rows_if_built

_SIGNED = """
select map, unit_key, month, n_in_scope
from main.agg_signatures
order by all
"""
_ASKED = """
with officers as (
    select unit_key, officer_code, period_type, period, sum(n_cases) as n_cases
    from main.agg_officer_cells
    group by all
)

select unit_key, period_type, period, count(*) as n_officers
from officers
where n_cases > 0
group by all
order by all
"""
_WHOLE = ""


def hidden_staff(ask: Ask, geography: Geography, k: int) -> set[tuple[object, ...]]:
    """Cells of the lattices `signed` and `asked`.

    Args:
        ask: Runs one select in the build.
        geography: Who is above whom, and who took over from whom.
        k: Fewest officers a figure may be about.
    """
    signed = signed_units(rows_if_built(ask, _SIGNED), geography, k)
    asked = asked_units(rows_if_built(ask, _ASKED), k)
    return {("signed", *unit) for unit in signed} | {("asked", *u) for u in asked}


def signed_units(
    rows: Iterable[Row], geography: Geography, k: int
) -> frozenset[tuple[str, str]]:
    """Units hidden in every month: officers of one are nearly those of the next.

    Args:
        rows: map, unit_key, month and n_in_scope.
        geography: Who is above whom, and who took over from whom.
        k: Fewest officers a figure may be about.

    Returns:
        Pairs of map and unit key.
    """
    maps: dict[str, Units] = {}
    for row in rows:
        unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
        unit[row["month"]] = float(row["n_in_scope"] or 0)
    return hidden_units(maps.get("then", {}), maps.get("today", {}), geography, k)


def asked_units(rows: Iterable[Row], k: int) -> set[tuple[str, str, str]]:
    """Units and periods hidden beside the small ones of the same period.

    Args:
        rows: unit_key, period_type, period and n_officers.
        k: Fewest officers a figure may be about.

    Returns:
        Unit key, type of period and period.
    """
    periods: dict[tuple[str, str], Units] = {}
    for row in rows:
        units = periods.setdefault((row["period_type"], row["period"]), {})
        units[row["unit_key"]] = {"n": float(row["n_officers"])}
    hidden = set()
    for period, units in periods.items():
        flat = Geography(dict.fromkeys(units, _WHOLE), ())
        whole = {_WHOLE: {"n": sum(unit["n"] for unit in units.values())}}
        found = hidden_units(units | whole, units | whole, flat, k)
        hidden |= {(unit, *period) for _, unit in found if unit != _WHOLE}
    return hidden
