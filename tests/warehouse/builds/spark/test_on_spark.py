"""A whole build on Spark publishes what DuckDB publishes; needs `make setup-spark`."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.same_marts import differences, rounded
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.build import BuildResult, build
from warehouse.builds.daily import kept_path, plan_build
from warehouse.builds.pointer import read_pointer
from warehouse.builds.published import published_build
from warehouse.builds.spark.child import run_in_child
from warehouse.errors import BuildError
from warehouse.settings import Settings

IS_THERE = bool(
    find_spec("pyspark") and find_spec("dbt.adapters.spark") and shutil.which("java")
)
needs_spark = pytest.mark.skipif(
    not IS_THERE, reason="pyspark or Java is missing: make setup-spark"
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuildResult]:
    """The tiny province, built by each engine in a home of its own."""
    folder = tmp_path_factory.mktemp("engines")
    found = {}
    for engine, master in (("duckdb", None), ("spark", "local[2]")):
        settings = Settings(home=folder / engine)
        write_raw(settings.raw_path, all_rows())
        found[engine] = build(settings, master=master)
    return found


def _home(result: BuildResult) -> Settings:
    assert result.path is not None, result.failures
    return Settings(home=result.path.parents[1])


@needs_spark
def test_every_published_table_is_the_same(both: dict[str, BuildResult]) -> None:
    assert both["spark"].failures == ()
    one, other = (_home(both[engine]) for engine in ("spark", "duckdb"))
    one_path, other_path = (published_build(home).path for home in (one, other))
    assert list(differences(one_path, other_path)) == []
    assert all(largest < 1e-9 for largest in rounded(one_path, other_path).values())


@needs_spark
def test_statistics_and_tests_ran_and_spark_is_named(
    both: dict[str, BuildResult],
) -> None:
    spark, duckdb = both["spark"], both["duckdb"]
    assert (spark.is_full, spark.why) == (True, "on_spark")
    assert spark.n_models >= duckdb.n_models
    # the one left out is about daily builds
    assert spark.n_tests >= duckdb.n_tests - 1
    assert read_pointer(_home(spark)).engine == "spark"


@needs_spark
def test_nothing_of_spark_stays_but_the_copy_of_raw(
    both: dict[str, BuildResult],
) -> None:
    settings = _home(both["spark"])
    assert not (settings.builds_dir / "building").exists()
    assert not kept_path(settings, both["spark"].build_id or "").exists()
    assert plan_build(settings, is_full_asked=False).why == "other_engine"


def test_spark_that_ends_early_is_told_with_its_log(tmp_path: Path) -> None:
    """Without pyspark its import ends the child; with it, a count that is none."""
    settings = Settings(home=tmp_path / "home")
    with pytest.raises(BuildError, match=r"run to its end.*spark\.log"):
        run_in_child(settings, tmp_path, "local[none]", ["build"], None)
    log = settings.home / "dbt" / "logs" / "spark.log"
    assert "Error" in log.read_text(encoding="utf-8")
