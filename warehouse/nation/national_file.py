"""The national file: what the provinces' own files say of each as a whole.

It has the tables of every published file, so that the same questions, pages and rules
of hiding read it. In them stand the rows of units that are provinces, as each
province's file has them; no commune, officer, dossier or petition of one. Above the
provinces stands the nation, with the sums of their months.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import duckdb

from warehouse.hiding.blocks import Cell
from warehouse.nation.carried_hiding import carried, write_cells
from warehouse.nation.gathered_waves import MEMBERS
from warehouse.nation.provinces import SEPARATOR
from warehouse.nation.qualified import qualified
from warehouse.queries.relations import RELATIONS
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

NATION = "VN"
"""Code of the unit above the provinces."""
SUMMED = "agg_unit_months"
"""Counts that add up over provinces, whatever each of them asks and by which tool."""

# By whose place the row of a unit is known, so a row of theirs is no longer of a whole.
_SMALLER = ("agg_reached_hamlets",)
_ALSO = ("fct_targets", "agg_repeat_ballots")
"""Figures of units that stand on no map, and people behind ballots, for hiding."""
_SAME_FOR_ALL = (
    "dim_criteria",
    "dim_index_rules",
    "dim_metrics",
    "dim_periods",
    "dim_rules",
    "dim_thresholds",
)
_BY_CODE = ("dim_items", "dim_waves")
_UNITS = """
insert into main.dim_units by name
select
    '{code}{separator}' || unit_key as unit_key,
    '{code}{separator}' || unit_code as unit_code,
    unit_valid_from, valid_to, unit_name, unit_level,
    $nation as parent_unit_key,
    $nation || '/' || '{code}{separator}' || unit_key as path,
    $name as top_name,
    is_current, model_start_date, false as has_split_parent
from {there}.dim_units where unit_level = 'province'
"""
_SUCCESSION = """
insert into main.bridge_unit_succession
select {columns} from {there}.bridge_unit_succession
where old_unit_key in (select unit_key from {there}.dim_units
    where unit_level = 'province')
and new_unit_key in (select unit_key from {there}.dim_units
    where unit_level = 'province')
"""
_OF_ALL = """
insert into main.dim_build
select
    max(data_as_of), max(raw_max_loaded_at), bool_or(is_simulated),
    cast(sum(n_files) as bigint),
    -- the least sure of the provinces' calendars
    min_by(calendar_source, list_position(
        ['assumed', 'country', 'province', 'none'], calendar_source
    ))
from ({builds});
insert into main.dim_sources
select source, max(newest_on) from ({sources}) group by source;
"""


@dataclass(frozen=True)
class Member:
    """A province whose figures go into the national file.

    Attributes:
        code: Its code.
        path: Its published file.
        build_id: Names that file.
        hidden: Cells of the province as a whole that its readers do not see.
    """

    code: str
    path: Path
    build_id: str
    hidden: Collection[Cell]


def write_national(path: Path, members: tuple[Member, ...], name: str) -> None:
    """Makes the national file.

    Args:
        path: The file to make; must not exist.
        members: The provinces, by code; at least one.
        name: What the nation is called.
    """
    with duckdb.connect() as connection:
        attach(connection, path, "nation", is_read_only=False)
        for member in members:
            attach(connection, member.path, f"p_{member.code}")
        run_sql(connection, "use nation")
        tables = _tables(connection, members[0])
        for table in tables:
            of = f'p_{members[0].code}.main."{table}"'
            run_sql(connection, f"create table main.{table} as from {of} limit 0")
        first = _write_units(connection, members, name)
        _write_lists(connection, members)
        for member in members:
            _write_figures(connection, member, tables)
        nation = f"{NATION}@{first}"
        _add_up(connection, nation, first, tables[SUMMED])
        _write_members(connection, members)
        cells = [c for m in members for c in carried(m.hidden, m.code, nation)]
        write_cells(connection, cells)
        run_sql(connection, "use memory; detach nation")


def is_of_provinces(table: str, columns: Mapping[str, str]) -> bool:
    """Whether a table says something of whole units, and of nothing smaller."""
    relation = RELATIONS[table]
    if table in _ALSO:
        return True
    return (
        table.startswith(("agg_", "idx_", "stat_"))
        and {"map", "unit_key", "unit_level"} <= columns.keys()
        and relation.officer_column is None
        and table not in _SMALLER
    )


def _tables(
    connection: duckdb.DuckDBPyConnection, member: Member
) -> dict[str, dict[str, str]]:
    """Every relation a question may name → its columns and their types."""
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in run_sql(
        connection,
        "select table_name, column_name, data_type from duckdb_columns()"
        f" where database_name = 'p_{member.code}' and schema_name = 'main'"
        " order by table_name, column_index",
    ).fetchall():
        if table in RELATIONS:
            found.setdefault(table, {})[column] = type_
    return found


def _write_units(
    connection: duckdb.DuckDBPyConnection, members: tuple[Member, ...], name: str
) -> date:
    """Writes the nation and its provinces; says from when the nation stands."""
    froms = " union all ".join(
        f"select unit_valid_from from p_{member.code}.main.dim_units"
        " where unit_level = 'province'"
        for member in members
    )
    [(first,)] = run_sql(
        connection, f"select min(unit_valid_from) from ({froms})"
    ).fetchall()
    key = f"{NATION}@{first}"
    run_sql(
        connection,
        "insert into main.dim_units by name select $key as unit_key,"
        " $code as unit_code, $first as unit_valid_from, $name as unit_name,"
        " 'nation' as unit_level, $key as path, $name as top_name,"
        " true as is_current, false as has_split_parent",
        {"key": key, "code": NATION, "first": first, "name": name},
    )
    for member in members:
        there = f"p_{member.code}.main"
        text = _UNITS.format(code=member.code, separator=SEPARATOR, there=there)
        run_sql(connection, text, {"nation": key, "name": name})
    return cast(date, first)


def _write_figures(
    connection: duckdb.DuckDBPyConnection,
    member: Member,
    tables: Mapping[str, Mapping[str, str]],
) -> None:
    there = f"p_{member.code}.main"
    for table, columns in tables.items():
        shown = ", ".join(
            qualified(c, member.code, f"{there}.dim_items") for c in columns
        )
        if is_of_provinces(table, columns):
            run_sql(
                connection,
                f"insert into main.{table} select {shown} from {there}.{table}"
                f" where unit_key in (select unit_key from {there}.dim_units"
                " where unit_level = 'province')",
            )
        elif table in _BY_CODE:
            run_sql(
                connection,
                f"insert into main.{table} select {shown} from {there}.{table}",
            )
        elif table == "bridge_unit_succession":
            run_sql(connection, _SUCCESSION.format(columns=shown, there=there))


def _write_lists(
    connection: duckdb.DuckDBPyConnection, members: tuple[Member, ...]
) -> None:
    def of_all(table: str) -> str:
        parts = (f"from p_{member.code}.main.{table}" for member in members)
        return " union all ".join(parts)

    for table in _SAME_FOR_ALL:
        run_sql(
            connection,
            f"insert into main.{table} select distinct * from ({of_all(table)})",
        )
    text = _OF_ALL.format(builds=of_all("dim_build"), sources=of_all("dim_sources"))
    run_sql(connection, text)


def _add_up(
    connection: duckdb.DuckDBPyConnection,
    nation: str,
    first: date,
    columns: Mapping[str, str],
) -> None:
    """Writes the nation's months."""
    sums = [name for name, type_ in columns.items() if type_.startswith("DECIMAL")]
    counted = ", ".join(f"sum({name})::{columns[name]} as {name}" for name in sums)
    run_sql(
        connection,
        f"insert into main.{SUMMED} by name"
        " select map, $nation as unit_key, $code as unit_code,"
        " $first as unit_valid_from, 'nation' as unit_level, month,"
        f" {counted} from main.{SUMMED} group by map, month",
        {"nation": nation, "code": NATION, "first": first},
    )


def _write_members(
    connection: duckdb.DuckDBPyConnection, members: tuple[Member, ...]
) -> None:
    run_sql(
        connection,
        f"create table main.{MEMBERS} (province_code varchar, unit_key varchar,"
        " build_id varchar, data_as_of date)",
    )
    for member in members:
        there = f"p_{member.code}.main"
        run_sql(
            connection,
            f"insert into main.{MEMBERS}"
            f" select $code, $behind || unit_key, $build_id, data_as_of"
            f" from {there}.dim_build cross join {there}.dim_units"
            " where unit_level = 'province'",
            {
                "code": member.code,
                "behind": member.code + SEPARATOR,
                "build_id": member.build_id,
            },
        )
