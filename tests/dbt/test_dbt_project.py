"""What every model owes its reader, checked on the parsed project."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from tests.dbt.conftest import Manifest
from warehouse.builds.daily import CARRIED
from warehouse.builds.transform import PROJECT_DIR, Outcome
from warehouse.rules.tables import TABLES
from warehouse.settings import Settings

READS = {
    "staging": {"source", "staging"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"staging", "intermediate", "marts", "seed"},
    "statistics": {"intermediate", "marts", "statistics"},
}
# What changed is known from facts as they were published and as they are now.
MORE = {
    "int_changed_waves": {"marts"},
    "int_changed_months": {"marts"},
    "int_changed_periods": {"marts"},
    # What entered no figure is known only after the figures.
    "int_unplaced_cases": {"marts"},
    "int_unplaced_answers": {"marts"},
    "int_unplaced_others": {"marts"},
    "int_unknown_codes": {"marts"},
    "int_candidates": {"marts"},
    "int_list_fates": {"marts"},
    "int_unplaced_lists": {"marts"},
    # A requirement is shown by what other facts tell.
    "int_requirement_evidence": {"marts"},
    # Whose dossier or petition a letter is about is a fact.
    "int_letters": {"marts"},
    # A group is as large as its counted ballots, which are known by then.
    "int_respondent_groups": {"marts"},
}
# Staging that is already a small, clean list may be published as it stands.
PLAIN = {
    "stg_files",
    "stg_file_kinds",
    "stg_notices",
    "stg_process_passed_over",
    "stg_procedures",
    "stg_waves",
    "stg_items",
}
PLAIN |= {f"stg_{table}" for table in TABLES}
# Keys alone: which rows a daily build works out.
KEYS = {
    "stg_touched_cases",
    "stg_touched_ballots",
    "int_changed_waves",
    "int_changed_months",
    "int_changed_periods",
}
# Files of one folder that can be taken in at a glance.
FOLDER_LIMIT = 20


def _models(manifest: Manifest) -> Iterator[dict[str, Any]]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model":
            yield node


def _layer(node: dict[str, Any]) -> str:
    return str(node["fqn"][1])


def _parents(manifest: Manifest, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in node["depends_on"]["nodes"]:
        if name.startswith("source."):
            yield name, "source"
        elif name.startswith("seed."):
            yield name, "seed"
        elif name.startswith("model."):
            yield manifest["nodes"][name]["name"], _layer(manifest["nodes"][name])


def test_all_models_tests_and_unit_tests_are_green(dbt_outcome: Outcome) -> None:
    assert dbt_outcome.failures == ()
    assert dbt_outcome.n_tests > 90


def test_every_layer_reads_only_what_lies_below(manifest: Manifest) -> None:
    breaks = [
        (node["name"], parent)
        for node in _models(manifest)
        for parent, layer in _parents(manifest, node)
        if layer not in READS[_layer(node)] | MORE.get(node["name"], set())
    ]
    assert breaks == []


def test_marts_read_staging_only_where_it_is_a_plain_list(manifest: Manifest) -> None:
    breaks = [
        (node["name"], parent)
        for node in _models(manifest)
        if _layer(node) == "marts" and not node["name"].startswith("fct_petitions")
        for parent, layer in _parents(manifest, node)
        if layer == "staging" and parent not in PLAIN | KEYS
    ]
    assert breaks == []


def test_every_model_says_its_grain(manifest: Manifest) -> None:
    silent = [
        node["name"]
        for node in _models(manifest)
        if "Grain: one row" not in node["description"]
    ]
    assert silent == []


def test_every_model_tests_its_key(manifest: Manifest) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") == "unique_key"
    }
    bare = [n["name"] for n in _models(manifest) if n["unique_id"] not in tested]
    assert bare == []


def test_every_published_column_is_described(
    manifest: Manifest, dbt_home: Settings
) -> None:
    columns: dict[str, set[str]] = {}
    for table, column, _ in _published(dbt_home):
        columns.setdefault(table, set()).add(column)
    faults = {}
    for node in _models(manifest):
        if _layer(node) in ("marts", "statistics"):
            shown = {k for k, v in node["columns"].items() if v["description"]}
            if shown != columns[node["name"]]:
                faults[node["name"]] = sorted(shown ^ columns[node["name"]])
    assert faults == {}


def test_every_published_number_is_in_the_dictionary(dbt_home: Settings) -> None:
    with (PROJECT_DIR / "seeds" / "metrics.csv").open(encoding="utf-8") as handle:
        known = {row["metric_id"] for row in csv.DictReader(handle)}
    numbers = {
        column
        for table, column, kind in _published(dbt_home)
        if table != "dim_metrics"
        and (kind.startswith("DECIMAL") or "INT" in kind or kind == "DOUBLE")
    }
    assert numbers - known == set()


def test_sql_files_are_short_and_end_with_their_own_name() -> None:
    lengths = []
    for path in sorted((PROJECT_DIR / "models").rglob("*.sql")):
        lines = path.read_text(encoding="utf-8").rstrip().splitlines()
        lengths.append(len(lines))
        tail = [line for line in lines if not line.startswith("order by")]
        assert tail[-1] == f"select * from {path.stem}", path.name
        assert len(lines) <= 150, path.name
        assert max(len(line) for line in lines) <= 80, path.name
    assert statistics.median(lengths) <= 60


def test_folders_of_models_are_small() -> None:
    folders = Counter(
        path.parent.relative_to(PROJECT_DIR).as_posix()
        for path in (PROJECT_DIR / "models").rglob("*")
        if path.suffix in (".sql", ".py")
    )
    assert {name: n for name, n in folders.items() if n > FOLDER_LIMIT} == {}


def test_models_are_described_and_tried_out_where_they_stand(
    manifest: Manifest,
) -> None:
    folders = {
        node["unique_id"]: Path(node["original_file_path"]).parent
        for node in _models(manifest)
    }
    strays = [
        node["name"]
        for node in _models(manifest)
        if Path(node["patch_path"].partition("://")[2]).parent
        != folders[node["unique_id"]]
    ]
    strays += [
        test["name"]
        for test in manifest["unit_tests"].values()
        if Path(test["original_file_path"]).parent
        != folders[f"model.thanthien.{test['model']}"]
    ]
    assert strays == []


def test_engine_words_stay_in_one_macro_file() -> None:
    words = ("isodow(", "generate_series(", "strip_accents", "exclude (", "arg_max(")
    found = [
        (path.name, word)
        for path in sorted((PROJECT_DIR / "models").rglob("*.sql"))
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_what_holds_only_touched_rows_is_read_by_daily_models(
    manifest: Manifest,
) -> None:
    """Anything else would publish a day's rows as if they were all."""
    nodes = {node["name"]: node for node in _models(manifest)}
    daily = {
        name
        for name, node in nodes.items()
        if node["config"]["materialized"] in ("incremental", "carried")
    }
    touched = {name for name, node in nodes.items() if "touched" in node["tags"]}
    assert "int_case_firsts" in touched
    strays = [
        (node["name"], parent)
        for node in nodes.values()
        if node["name"] not in touched | daily
        for parent, _ in _parents(manifest, node)
        if parent in touched - KEYS
    ]
    assert strays == []


def test_only_rows_replaced_by_their_key_are_tested_by_it_in_daily_builds(
    manifest: Manifest,
) -> None:
    """Elsewhere an added row could share its key with one that nobody looks at."""
    found = {}
    for node in manifest["nodes"].values():
        facts = (node.get("test_metadata") or {}).get("kwargs", {})
        if "touched" in facts:
            model = manifest["nodes"][node["attached_node"]]
            by = facts.get("by", facts["columns"])
            found[model["name"]] = _is_replaced(model, by, facts["touched"])
    carried = {
        node["name"]
        for node in _models(manifest)
        if node["config"]["materialized"] == "carried"
    }
    incremental = {"fct_cases", "fct_ballots", "int_ballots"}
    assert found == dict.fromkeys(carried | incremental, True)


def _is_replaced(model: dict[str, Any], by: list[str], touched: str) -> bool:
    """A daily build takes out the rows of these keys before it adds them."""
    config = model["config"]
    if config["materialized"] == "carried":
        return touched == f"ref('{config['changed']}')" and by == [config["by"]]
    key = config["unique_key"]
    keys = [key] if isinstance(key, str) else key
    return config["incremental_strategy"] == "delete+insert" and keys == by


def test_a_daily_build_takes_over_exactly_what_it_adds_to(manifest: Manifest) -> None:
    added = {
        (node["schema"], node["name"])
        for node in _models(manifest)
        if node["config"]["materialized"] in ("incremental", "carried")
        and node["database"] != "kept"
    }
    assert added == set(CARRIED)


def test_nothing_in_the_project_looks_like_a_plugin() -> None:
    strays = [p for p in PROJECT_DIR.rglob("*.py") if p.name.startswith("dbt_")]
    assert strays == []
    assert list(PROJECT_DIR.rglob("__init__.py")) == []


def _published(settings: Settings) -> list[tuple[str, str, str]]:
    path = Path(settings.home / "warehouse.duckdb")
    connection = duckdb.connect(str(path), read_only=True)
    try:
        return connection.execute(
            "select table_name, column_name, data_type from duckdb_columns()"
            " where schema_name = 'main' and not internal"
        ).fetchall()
    finally:
        connection.close()
