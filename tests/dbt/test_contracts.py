"""What is published has the types it promises, and every page says what it reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from dashboard.views_by_role import VIEWS
from tests.dbt.conftest import Manifest
from warehouse.builds.transform import Outcome
from warehouse.queries import QUERIES
from warehouse.queries.sql_check import relations_in
from warehouse.settings import Settings

# Models built row by row promise their types here and not to dbt, which cannot
# hold a Python model to a contract.
LATER = ("python", "incremental")
# The page of the record reads the audit store, not the warehouse.
NOT_A_MART = {"record"}


def _published(manifest: Manifest) -> list[dict[str, Any]]:
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["fqn"][1] in ("marts", "statistics")
    ]


def test_every_published_sql_model_is_held_to_a_contract(manifest: Manifest) -> None:
    free = [
        node["name"]
        for node in _published(manifest)
        if node["language"] not in LATER
        and node["config"]["materialized"] not in LATER
        and not node["config"]["contract"]["enforced"]
    ]
    assert free == []


def test_every_published_column_has_the_type_it_promises(
    manifest: Manifest, dbt_home: Settings, dbt_outcome: Outcome
) -> None:
    path = dbt_home.home / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name, lower(data_type) from duckdb_columns()"
            " where schema_name = 'main' and not internal"
        ).fetchall()
    found = {(table, column): type_ for table, column, type_ in columns}
    promised = {
        (node["name"], name): (column["data_type"] or "")
        .lower()
        .replace(", ", ",")
        .replace("string", "varchar")
        for node in _published(manifest)
        for name, column in node["columns"].items()
    }
    differ = {
        key: (type_, found.get(key))
        for key, type_ in promised.items()
        if type_ != found.get(key)
    }
    assert differ == {}


def test_every_page_is_an_exposure(manifest: Manifest) -> None:
    pages = {
        exposure["name"].removesuffix("_page")
        for exposure in manifest["exposures"].values()
        if exposure["type"] == "dashboard"
    }
    assert pages == {view.name for view in VIEWS} - NOT_A_MART


def test_an_exposure_names_what_its_page_asks_for(manifest: Manifest) -> None:
    views = Path(__file__).parents[2] / "dashboard" / "views"
    missing = {}
    for exposure in manifest["exposures"].values():
        if exposure["type"] != "dashboard":
            continue
        name = exposure["name"].removesuffix("_page")
        parts = sorted((views / name).rglob("*.py"))
        text = "".join(part.read_text(encoding="utf-8") for part in parts)
        asked = {
            word for word in re.findall(r'"([a-z_0-9]+)"', text) if word in QUERIES
        }
        read = {table for query in asked for table in relations_in(QUERIES[query])}
        shown = {one.rsplit(".", 1)[1] for one in exposure["depends_on"]["nodes"]}
        if read - shown:
            missing[name] = sorted(read - shown)
    assert missing == {}


def test_every_relation_a_query_reads_is_exposed(manifest: Manifest) -> None:
    read = {table for query in QUERIES.values() for table in relations_in(query)}
    shown = {
        node.rsplit(".", 1)[1]
        for exposure in manifest["exposures"].values()
        for node in exposure["depends_on"]["nodes"]
    }
    assert read - shown == set()
