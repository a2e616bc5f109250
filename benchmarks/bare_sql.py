"""The same SQL models without dbt: the compiled text, run in order on DuckDB.

    python -m benchmarks.bare_sql HOME FOLDER

Every SQL model of staging, intermediate and marts with the project's lists, into
files like a build's. No test, no statistics, no check of columns against
contracts, no publishing. HOME's last dbt run must have been a full one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

from warehouse.builds.daily import write_stand_in
from warehouse.builds.previous import write_previous
from warehouse.settings import Settings


def sql_models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """SQL models in an order in which each comes after what it reads."""
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["language"] == "sql"
    }
    ordered: list[dict[str, Any]] = []
    done: set[str] = set()

    def visit(key: str) -> None:
        if key in done or key not in nodes:
            return
        done.add(key)
        for parent in nodes[key]["depends_on"]["nodes"]:
            visit(parent)
        ordered.append(nodes[key])

    for key in sorted(nodes):
        visit(key)
    return ordered


def reads_python(manifest: dict[str, Any], node: dict[str, Any]) -> bool:
    """Whether a model stands on a Python model, directly or further up."""
    for key in node["depends_on"]["nodes"]:
        parent = manifest["nodes"].get(key)
        if parent is None or parent["resource_type"] != "model":
            continue
        if parent["language"] == "python" or reads_python(manifest, parent):
            return True
    return False


def opened(settings: Settings, folder: Path) -> duckdb.DuckDBPyConnection:
    """Files like those a full build starts with, none of its models yet."""
    folder.mkdir(parents=True)
    write_stand_in(folder / "published.duckdb")
    write_previous(Settings(home=folder), folder / "scratch.duckdb")
    connection = duckdb.connect(str(folder / "warehouse.duckdb"))
    connection.execute(f"set memory_limit = '{settings.memory_limit_mb}MiB'")
    connection.execute(f"set threads = {settings.threads}")
    connection.execute("set preserve_insertion_order = false")
    connection.execute(f"set temp_directory = '{folder / 'spill'}'")
    connection.execute(f"attach '{settings.raw_path}' as raw_db (read_only)")
    for name in ("scratch", "kept", "published"):
        connection.execute(f"attach '{folder / name}.duckdb' as {name}")
    for name in ("staging", "intermediate", "seeds"):
        connection.execute(f"create schema scratch.{name}")
    connection.execute("create schema kept.intermediate; create schema carried")
    return connection


def main() -> None:
    """Runs every SQL model that stands on SQL only."""
    home, folder = Path(sys.argv[1]), Path(sys.argv[2])
    target = home / "dbt" / "target"
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    connection = opened(Settings(home=home), folder)
    for node in manifest["nodes"].values():
        if node["resource_type"] == "seed":
            path = Path("dbt_project") / node["original_file_path"]
            types = node["config"]["column_types"]
            source = f"'{path}', types = {types}" if types else f"'{path}'"
            connection.execute(
                f"create table {node['relation_name']} as from read_csv({source})"
            )
    for node in sql_models(manifest):
        if not reads_python(manifest, node):
            what = "view" if node["config"]["materialized"] == "view" else "table"
            connection.execute(
                f"create {what} {node['relation_name']} as {node['compiled_code']}"
            )
    connection.execute("checkpoint")


if __name__ == "__main__":
    main()
