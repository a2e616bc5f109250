"""What must be true of a national file before anybody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.builds.transform import Failure
from warehouse.nation.gathered_waves import MEMBERS
from warehouse.nation.national_file import SUMMED, Member, is_of_provinces
from warehouse.nation.provinces import SEPARATOR
from warehouse.queries.relations import RELATIONS
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

# Name → select of the rows that should not be.
_CHECKS = {
    "a_unit_stands_once": (
        "select unit_key from main.dim_units group by unit_key having count(*) > 1"
    ),
    "a_wave_stands_once": (
        "select wave_code from main.dim_waves group by wave_code having count(*) > 1"
    ),
    "a_unit_is_the_nation_or_a_province": (
        "select unit_key from main.dim_units"
        " where unit_level not in ('nation', 'province')"
    ),
    "the_nation_is_the_sum_of_provinces": (
        f"select map, month from main.{SUMMED} group by map, month"
        " having sum(if(unit_level = 'nation', n_received, -n_received)) <> 0"
        " or sum(if(unit_level = 'nation', n_finished, -n_finished)) <> 0"
        " or sum(if(unit_level = 'nation', n_ballots, -n_ballots)) <> 0"
    ),
    "every_province_is_there": (
        f"select unit_key from main.{MEMBERS} anti join main.dim_units using (unit_key)"
    ),
}


def failures_in(path: Path, members: tuple[Member, ...]) -> tuple[Failure, ...]:
    """Checks that failed; none if the file may be read.

    Args:
        path: The national file.
        members: What it was made of.
    """
    with duckdb.connect() as connection:
        attach(connection, path, "nation")
        for member in members:
            attach(connection, member.path, f"p_{member.code}")
        run_sql(connection, "use nation")
        return tuple(
            Failure(name, "test", f"{n} rows")
            for name, text in (*_CHECKS.items(), *_of_tables(connection, members))
            if (n := _count(connection, text))
        )


def _count(connection: duckdb.DuckDBPyConnection, text: str) -> int:
    [(n,)] = run_sql(connection, f"select count(*) from ({text})").fetchall()
    return int(n)


def _of_tables(
    connection: duckdb.DuckDBPyConnection, members: tuple[Member, ...]
) -> Iterator[tuple[str, str]]:
    """Each figure of a province stands there once, and of no other unit."""
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in run_sql(
        connection,
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = 'nation' and schema_name = 'main'",
    ).fetchall():
        found.setdefault(table, {})[column] = type_
    for table, columns in found.items():
        if table in RELATIONS and is_of_provinces(table, columns):
            for member in members:
                there = f"p_{member.code}.main"
                yield (
                    f"{table}_of_{member.code}_is_whole",
                    "select 1 from (select count(*) as n from"
                    f" main.{table} where starts_with(unit_key,"
                    f" '{member.code}{SEPARATOR}')) as h cross join"
                    f" (select count(*) as n from {there}.{table}"
                    f" semi join {there}.dim_units as u on {table}.unit_key"
                    " = u.unit_key and u.unit_level = 'province') as t"
                    " where h.n <> t.n",
                )
            yield (
                f"{table}_is_of_known_units",
                f"select unit_key from main.{table}"
                " anti join main.dim_units using (unit_key)",
            )
