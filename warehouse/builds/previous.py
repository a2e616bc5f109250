"""What was published before, carried into the next build to find what changed.

A later load may change a published figure. The figures of the last published build
are copied, in long form, into the scratch file, where `dq_restatements` compares
them with the new ones. What it said of released waves of the Front is kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.builds.pointer import newest_whole
from warehouse.custody.figures_digest import figure_texts, keep_figures
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project" / "dbt_project.yml"
_EMPTY = """
create schema previous;
create table previous.figures (
    figure varchar, map varchar, unit_key varchar, period varchar, value double,
    n_people double
);
create table previous.restatements (
    figure varchar, map varchar, unit_key varchar, period varchar,
    old_value double, new_value double, old_n_people double, new_n_people double,
    why varchar, file_names varchar, file_keys varchar, found_at timestamp
);
create table previous.builds (
    build_id varchar, data_as_of date, raw_max_loaded_at timestamp
);
create table previous.files (
    file_sha256 varchar, file_name varchar, kind varchar, loaded_at timestamp
);
"""


def write_previous(settings: Settings, scratch: Path) -> None:
    """Fills schema `previous` of the scratch file; empty before the first build."""
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, f"use scratch; {_EMPTY}")
        try:
            pointer = newest_whole(settings)
        except (NothingPublishedError, DamagedError):
            return
        path = settings.builds_dir / pointer.file
        attach(connection, path, "published")
        keep_figures(settings, figure_texts(connection, "published.main").values())
        run_sql(
            connection,
            "insert into previous.builds values (?, ?, ?)",
            [pointer.build_id, pointer.data_as_of, pointer.raw_max_loaded_at],
        )
        if _columns(connection, "dq_loads"):
            run_sql(
                connection,
                "insert into previous.files select file_sha256, file_name, kind,"
                " loaded_at from published.main.dq_loads where status = 'loaded'",
            )
        for figure in restated_figures():
            _copy_figure(connection, figure)
        if known := _columns(connection, "dq_restatements"):
            # a build of an older version knew no files, or not how many people
            later = ("old_n_people", "new_n_people", "file_names", "file_keys")
            added = (name if name in known else f"null as {name}" for name in later)
            run_sql(
                connection,
                "insert into previous.restatements by name"
                " select figure, map, unit_key, period, old_value, new_value, why,"
                f" found_at, {', '.join(added)} from published.main.dq_restatements",
            )
    finally:
        connection.close()


def restated_figures() -> list[dict[str, Any]]:
    """Figures that are compared: the list in dbt_project.yml, which dbt reads too."""
    project = yaml.safe_load(_PROJECT.read_text(encoding="utf-8"))
    figures: list[dict[str, Any]] = project["vars"]["restated_figures"]
    return figures


def _copy_figure(
    connection: duckdb.DuckDBPyConnection, figure: Mapping[str, Any]
) -> None:
    """Copies one figure; a build of an older version may lack a table or a column."""
    of_province = figure.get("of_province")
    unit = "''" if of_province else "unit_key"
    a_map = "'today'" if of_province else figure.get("map", "map")
    with suppress(duckdb.CatalogException, duckdb.BinderException):
        run_sql(
            connection,
            f"insert into previous.figures select '{figure['figure']}', {a_map},"
            f" {unit}, {figure['period']}, cast({figure['value']} as double) as value,"
            f" cast({figure.get('people', 'null')} as double)"
            f" from published.main.{figure['model']}"
            f" {'' if of_province else 'where unit_key is not null'}"
            " group by 2, 3, 4 having value is not null",
        )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = run_sql(
        connection,
        "select column_name from duckdb_columns()"
        " where database_name = 'published' and table_name = ?",
        [table],
    ).fetchall()
    return {name for (name,) in rows}
