"""The models are written once: what DuckDB and Spark say differently is dispatched."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.transform import PROJECT_DIR, run
from warehouse.raw.dbt_vars import dbt_vars
from warehouse.settings import Settings

ENGINE = PROJECT_DIR / "macros" / "engine.sql"
LAYERS = ("staging", "intermediate", "marts")
# Spark takes these in a filter alone: neither in `case` nor in an outer join's `on`.
PREDICATE_QUERY = re.compile(r"\b(?:exists|in)\s*\(\s*select\b")
GOVERNING = ("where", "having", "qualify", "on", "when", "select")
SELECTED = tuple(f"path:models/{layer}" for layer in LAYERS)
# What only one engine takes, or takes in another way → what both take alike.
ONE_ENGINE_ONLY = {
    r"\bvarchar\b": "string",
    r"\bcount_if\(": "count(*) filter (where …); of no row but NULLs it is 0 on both",
    r"\bhugeint\b": "bigint",
    r"\bstring_agg\(": "listed",
    r"\bregexp_matches\(": "regexp_extract(…, 0) <> ''",
    r"\bescape\b": "right, left or substr",
    r"\bisodow\(": "iso_weekday",
    r"\barg_m(?:ax|in)\(": "max_by, min_by",
    r"\bexclude\s*\(": "except",
    r"\bunnest\(": "days_from_to",
    r"\bquantile_cont\(": "percentile_cont",
    r"\bstruct_pack\(": "a named column for each part",
    r"\bstrptime\(|\bstrftime\(": "cast",
    r"\bdate_diff\(|\bdatediff\(": "days_between",
}


def _sql_files() -> list[Path]:
    models = (PROJECT_DIR / "models").rglob("*.sql")
    macros = (PROJECT_DIR / "macros").glob("*.sql")
    tests = (PROJECT_DIR / "tests").rglob("*.sql")
    return sorted({*models, *macros, *tests} - {ENGINE})


def _code(path: Path) -> str:
    """SQL without comments, which may speak of anything."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|--[^\n]*", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("idiom", ONE_ENGINE_ONLY)
def test_no_model_says_what_one_engine_alone_takes(idiom: str) -> None:
    found = [path.stem for path in _sql_files() if re.search(idiom, _code(path))]
    assert found == [], f"both engines take {ONE_ENGINE_ONLY[idiom]}"


def _governing(code: str, at: int) -> str:
    """The keyword under which a place stands: on its line, or on one less indented."""
    lines = code[:at].split("\n")
    depth = len(lines[-1])
    for line in reversed(lines):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent < depth:
            depth = indent
            found = [word for word in line.split() if word in GOVERNING]
            if found:
                return found[-1]
    return ""


def test_a_subquery_that_decides_stands_in_a_filter() -> None:
    found = [
        f"{path.stem}: {keyword}"
        for path in _sql_files()
        if path.parent.name != "macros"
        for match in PREDICATE_QUERY.finditer(_code(path))
        if (keyword := _governing(_code(path), match.start())) != "where"
    ]
    assert found == [], "join what the subquery looks for instead"


def test_contracts_and_seeds_name_types_of_both_engines() -> None:
    lines = [
        f"{path.name}: {line.strip()}"
        for folder in ("models", "seeds")
        for path in sorted((PROJECT_DIR / folder).rglob("*.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(varchar|hugeint|ubigint|uhugeint)\b", line)
    ]
    assert lines == []


def test_whatever_is_dispatched_is_said_for_both() -> None:
    text = ENGINE.read_text(encoding="utf-8")
    asked = set(re.findall(r"dispatch\('(\w+)'\)", text))
    said = {
        engine: set(re.findall(rf"macro {engine}__(\w+)\(", text))
        for engine in ("duckdb", "spark")
    }
    assert asked
    assert asked - said["duckdb"] == set()
    assert asked - said["spark"] == set()


def test_counting_no_row_but_nulls_gives_nought() -> None:
    """`count_if` gives NULL there, and "none left late" was stored as unknown."""
    sql = "select count(*) filter (where x > 1) from (select cast(null as int) as x)"
    with duckdb.connect() as connection:
        assert connection.execute(sql).fetchall() == [(0,)]
    exits = PROJECT_DIR / "models" / "marts" / "cases" / "agg_case_exits.sql"
    assert "count(*) filter (" in _code(exits)


def _written() -> set[str]:
    models = PROJECT_DIR / "models"
    return {path.stem for layer in LAYERS for path in (models / layer).rglob("*.sql")}


def _compiled(target: Path) -> set[str]:
    return {path.stem for path in target.rglob("models/*/*/*.sql")}


def test_every_model_compiles_for_duckdb(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    write_raw(settings.raw_path, all_rows())
    outcome = run(
        settings,
        database=tmp_path / "warehouse.duckdb",
        scratch=tmp_path / "scratch.duckdb",
        arguments=["compile", "--select", *SELECTED],
    )
    assert outcome.failures == ()
    assert _written() - _compiled(tmp_path / "dbt" / "target" / "compiled") == set()


def test_every_model_compiles_for_spark(tmp_path: Path) -> None:
    """No session is opened, so neither pyspark nor Java is needed."""
    if find_spec("dbt.adapters.spark") is None:
        pytest.skip("dbt-spark is not installed")
    answer = dbtRunner().invoke(
        [
            *("--log-level", "none", "--log-level-file", "none"),
            *("--log-path", str(tmp_path / "logs")),
            *("compile", "--no-introspect", "--no-populate-cache"),
            *("--target", "spark", "--target-path", str(tmp_path / "target")),
            *("--project-dir", str(PROJECT_DIR), "--profiles-dir", str(PROJECT_DIR)),
            *("--vars", json.dumps(dbt_vars())),
            *("--select", *SELECTED),
        ]
    )
    assert answer.success, answer.exception
    assert _written() - _compiled(tmp_path / "target" / "compiled") == set()
