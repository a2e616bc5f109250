"""Figures of each unit, to see that dirt elsewhere changes none of them."""

from __future__ import annotations

from pathlib import Path

from tests.dirty.reading import read

_TABLES = """
    select distinct c.table_name
    from information_schema.columns as c
    where
        c.column_name = 'unit_key'
        and (c.table_name like 'agg_%' or c.table_name like 'fct_%')
    order by 1
"""
OF_ALL = {"agg_forms": ("is_complete",)}
"""Columns that speak of a whole wave, not of the unit: forms of a unit nobody knows
are missing somewhere, so no unit's share of answers is known to be whole."""
OF_UNIT = {"agg_interviewer_signs": "sign not in ('copied', 'short')"}
"""Rows that speak of the unit alone: what an interviewer repeats, and how long others
of the wave take, is seen over all units where they ask."""
Figures = dict[tuple[str, str], str]


def figures_of(published: Path) -> Figures:
    """Table and unit → a digest of the unit's rows, in all tables that have units.

    The tables `agg_` and `fct_` count rows of the unit alone. The tables `stat_` and
    `idx_` compare it with all others, so they move with any row of the province.
    """
    found = {}
    for (table,) in read(published, _TABLES):
        columns = f"* exclude ({', '.join(OF_ALL[table])})" if table in OF_ALL else "*"
        sql = (
            "select unit_key, cast(sum(hash(t)) as varchar)"
            f" from (select {columns} from {table}"
            f" where {OF_UNIT.get(table, 'true')}) as t"
            " where unit_key <> '' group by unit_key"
        )
        for unit, digest in read(published, sql):
            found[table, unit] = digest
    return found


def changed(before: Figures, after: Figures, touched: set[str]) -> frozenset[str]:
    """Tables and units that differ though no row names the unit."""
    return frozenset(
        f"{table} {unit}"
        for table, unit in before.keys() | after.keys()
        if before.get((table, unit)) != after.get((table, unit))
        and unit.split("@")[0] not in touched
    )


def n_compared(before: Figures, touched: set[str]) -> int:
    """How many units are held against the clean build."""
    units = {unit.split("@")[0] for _, unit in before}
    return len(units - touched)
