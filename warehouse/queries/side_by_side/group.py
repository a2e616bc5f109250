"""Who is in the group that a unit may be put beside: fixed, and never nearly all.

The group is chosen by the calendar year before the last day of the data, so that it
stays the same the whole year and from one pair of waves to the next: two groups that
differ by a unit would say a little of that unit. Only a unit without figures of that
year has its group from those of this one, which may change as they come. As many units
as make a group stay outside of it, so that a total of the province less the group is
no single unit either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from warehouse.hiding.pooled_units import FEWEST_UNITS
from warehouse.queries.side_by_side.similar_units import LIKENESS, MIX
from warehouse.scope import Scope
from warehouse.statistics.likeness import Commune, nearest
from warehouse.stores.run_query import rows_of

MOST_UNITS = 8

Ask = Callable[[str, Mapping[str, Any]], Sequence[Mapping[str, Any]]]


def with_group(
    connection: duckdb.DuckDBPyConnection,
    data_as_of: date | None,
    scope: Scope,
    params: Mapping[str, object],
) -> Scope:
    """The scope of a unit of the reader's and of its group, for one pooled query.

    Its seal no longer fits, so it opens no other question.

    Args:
        connection: The published build.
        data_as_of: Last day of the data.
        scope: Who asks, checked.
        params: What is asked, `unit_key` among it.
    """

    def ask(text: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        return rows_of(connection, text, values, limit=100_000)

    unit_key = str(params["unit_key"])
    if unit_key not in scope.unit_keys:
        return replace(scope, unit_keys=())
    return replace(scope, unit_keys=(unit_key, *group_of(ask, unit_key, data_as_of)))


def group_of(ask: Ask, unit_key: str, data_as_of: date | None) -> tuple[str, ...]:
    """Keys of the units like one unit, most alike first; none where they are too few.

    Args:
        ask: Runs a select with its values over all units of the build.
        unit_key: The unit they are to be like.
        data_as_of: Last day of the data.
    """
    if data_as_of is None:
        return ()
    for year in (data_as_of.year - 1, data_as_of.year):
        communes = _communes(ask, year, data_as_of)
        own = communes.pop(unit_key, None)
        if own is not None and own.n_received:
            break
    else:
        return ()
    n_others = sum(one.n_received > 0 for one in communes.values())
    most = min(MOST_UNITS, n_others - FEWEST_UNITS)
    keys = tuple(one.key for one in nearest(own, communes.values()))
    return keys[:most] if min(most, len(keys)) >= FEWEST_UNITS else ()


def _communes(ask: Ask, year: int, data_as_of: date) -> dict[str, Commune]:
    mix: dict[str, dict[str, int]] = defaultdict(dict)
    for row in ask(MIX.sql, {"year": str(year)}):
        if row["n_cases"] and row["procedure_group"]:
            mix[row["unit_key"]][row["procedure_group"]] = row["n_cases"]
    sizes = ask(LIKENESS.sql, {"period": str(year), "data_as_of": data_as_of})
    return {
        row["unit_key"]: Commune(
            key=row["unit_key"],
            district=row["district_key"],
            n_received=row["n_received"],
            mix=mix.get(row["unit_key"], {}),
        )
        for row in sizes
    }
