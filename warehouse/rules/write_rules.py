"""The rules of a home as tables that dbt reads as its source `rules`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.rules.frames import DAYS, rule_frame
from warehouse.rules.rules import read_rules
from warehouse.rules.tables import SQL_TYPES, TABLES, RuleTable
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql


def write_rules(settings: Settings, scratch: Path) -> None:
    """Makes schema `rules` in the scratch file: one table per table of rules.

    Raises:
        RuleError: A file of the province breaks a rule.
    """
    rules = read_rules(settings)
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, "create schema scratch.rules")
        for name, table in TABLES.items():
            connection.register("read", rule_frame(rules, name))
            run_sql(
                connection,
                f"create table scratch.rules.{name} as {_typed(table)} from read",
            )
            connection.unregister("read")
    finally:
        connection.close()


def _typed(table: RuleTable) -> str:
    types = {column.name: SQL_TYPES[column.type] for column in table.columns}
    types |= {**dict.fromkeys(DAYS, "date"), "origin": "varchar"}
    listed = ", ".join(
        f"cast({name} as {type_}) as {name}" for name, type_ in types.items()
    )
    return f"select {listed}"
