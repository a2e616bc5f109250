"""A full build with Spark: the models there, statistics and tests of marts here."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from warehouse.builds.progress_events import Progress
from warehouse.builds.spark.child import run_in_child
from warehouse.builds.spark.copy_marts import take_back
from warehouse.builds.spark.session import require_spark
from warehouse.builds.spark.spark_views import write_inputs
from warehouse.builds.transform import Outcome, prepare, run
from warehouse.settings import Settings

_LAYERS = ("staging", "intermediate", "marts")
# The rules a daily build must keep: with Spark every build is a full one.
_DAILY_TEST = "a_daily_build_keeps_the_rules"
ON_SPARK = [
    "build",
    "--select",
    *(f"path:models/{layer}" for layer in _LAYERS),
    "path:seeds",
    "--exclude",
    "path:models/marts,resource_type:test",
    "path:tests",
    "--exclude-resource-type",
    "unit_test",
]
ON_DUCKDB = [
    "build",
    "--select",
    "path:models/statistics",
    "path:models/marts,resource_type:test",
    "path:tests",
    "stg_file_kinds",
    "+int_previous_figures",
    "+int_previous_restatements",
    "--exclude",
    _DAILY_TEST,
    "--exclude-resource-type",
    "unit_test",
]


def work_out_on_spark(
    settings: Settings, work: Path, master: str, progress: Progress | None
) -> Outcome:
    """Works out all models and tests; leaves `warehouse.duckdb` in `work`.

    Args:
        settings: Where raw lies and how much of the machine may be used.
        work: The folder of this build; what lay there is removed.
        master: As for `warehouse.builds.spark.session.require_spark`.
        progress: Called with models and tests done, and all there are.

    Raises:
        BuildError: Spark is missing, does not answer or ended early.
        BusyError: Raw is being written.
        DiskError: The disk is full or not writable.
    """
    require_spark(master)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    database, scratch = work / "warehouse.duckdb", work / "scratch.duckdb"
    stand_in = prepare(settings, scratch)
    write_inputs(settings, scratch, stand_in, work / "inputs")
    there = run_in_child(settings, work, master, ON_SPARK, progress)
    if there.failures:
        return there
    take_back(work / "tables", database, scratch)
    here = run(
        settings,
        database=database,
        scratch=scratch,
        arguments=ON_DUCKDB,
        progress=progress,
    )
    return replace(
        here,
        n_models=there.n_models + here.n_models,
        n_tests=there.n_tests + here.n_tests,
        warnings=(*there.warnings, *here.warnings),
    )
