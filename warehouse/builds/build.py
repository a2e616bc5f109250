"""A build: all models and tests in a new file, published only if all is green."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import duckdb

from warehouse.builds.daily import (
    Plan,
    forget_kept,
    keep,
    plan_build,
    project_sha256,
    take_over,
)
from warehouse.builds.left_out import Findings, read_findings
from warehouse.builds.progress_events import Progress
from warehouse.builds.publish import build_lock, publish
from warehouse.builds.spark.session import require_spark
from warehouse.builds.spark.spark_build import work_out_on_spark
from warehouse.builds.transform import Failure, Outcome, run
from warehouse.custody.changed_rows import waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.held_files import held_files, note_files_in_raw
from warehouse.errors import BuildError
from warehouse.raw.store import bring_up_to_date, open_raw
from warehouse.rules.recorded import record_rules
from warehouse.rules.rules import read_rules
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256
from warehouse.stores.faults import in_words, require_room
from warehouse.stores.read_through import read_through
from warehouse.stores.run_sql import run_sql


@dataclass(frozen=True)
class BuildResult:
    """What a build did.

    Attributes:
        build_id: Name of the published build; None when nothing was published.
        path: Its file; None when nothing was published.
        n_models: Models and seeds built.
        n_tests: Tests that ran.
        seconds: Wall time.
        is_published: Readers now see this build.
        is_full: Everything was worked out from raw.
        why: Why it was a full or a daily build, as `warehouse.builds.daily.Plan`.
        failures: Failed models and red tests.
        warnings: Names of tests that warned.
        findings: Rows that entered no figure, and lists that are missing.
        withheld: The Front's waves that are not as it signed them: nobody reads them.
    """

    build_id: str | None
    path: Path | None
    n_models: int
    n_tests: int
    seconds: float
    is_published: bool
    is_full: bool
    why: str
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...] = ()
    findings: Findings = field(default_factory=Findings)
    withheld: tuple[str, ...] = ()


def build(
    settings: Settings,
    *,
    full: bool = False,
    master: str | None = None,
    echo: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Builds what new files change, or everything, tests it and publishes it.

    A red test or a failed model publishes nothing: the last good build stays. A
    daily build that is not green is made again in full before anyone hears of it.

    Args:
        settings: Where the data live.
        full: Work out everything from raw and read the dbt project afresh.
        master: Spark's master, to work out the models there and always in full;
            None works them out with DuckDB in this process.
        echo: Receives one line per step, for a person who waits.
        progress: Called with models and tests done, and all there are.

    Raises:
        BuildError: Nothing was loaded yet, or Spark is missing or does not answer.
        RuleError: A file of the province's own rules is wrong.
        BusyError: Another build or a load is running.
        DamagedError: Raw, or the new file, cannot be read through.
        DiskError: The disk is full, read-only or gone.
    """
    say = echo or (lambda _line: None)
    started = time.monotonic()
    _require_raw(settings)
    if master is not None:
        require_spark(master)
    read_rules(settings)  # a wrong file is refused before the work begins
    with build_lock(settings), _workplace(settings) as work:
        project = project_sha256(settings)
        plan = _plan(settings, is_full_asked=full, master=master)
        say(f"dbt build: {plan.why}")
        if master is None:
            outcome = _work_out(settings, work, plan, progress)
        else:
            outcome = work_out_on_spark(settings, work, master, progress)
        if outcome.failures and not plan.is_full:
            plan = Plan(is_full=True, why="not_green")
            say(f"dbt build: {plan.why}")
            outcome = _work_out(settings, work, plan, progress)
        build_id = None
        withheld: tuple[str, ...] = ()
        if outcome.failures:
            _refuse_if_disk(settings, work)
        else:
            say("publish")
            kept = work / "kept.duckdb"
            record_rules(settings)
            with open_raw(settings) as connection:
                note_files_in_raw(settings, connection)
            checked = check_waves(settings)
            withheld = waves_with(checked.faults, checked.waves)
            build_id = publish(
                settings,
                work / "warehouse.duckdb",
                is_full=plan.is_full,
                why=plan.why,
                project_sha256=project,
                kept_sha256=content_sha256(kept) if master is None else "",
                withheld=withheld,
                engine="duckdb" if master is None else "spark",
            ).build_id
            if master is None:
                keep(settings, kept, build_id)
            else:
                forget_kept(settings)
        result = _result(settings, outcome, plan, build_id, started)
        result = replace(result, withheld=withheld)
        _remember(settings, result)
    return result


@contextmanager
def _workplace(settings: Settings) -> Iterator[Path]:
    """The folder a build works in; nothing of it stays, whatever happens."""
    work = settings.builds_dir / "building"
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_if_disk(settings: Settings, work: Path) -> None:
    """Whether a build failed because of the disk or of raw, not by a red test.

    Raises:
        DiskError: The disk is full or not writable.
        DamagedError: Raw cannot be read.
    """
    require_room(work)
    with in_words(settings.raw_path):
        read_through(settings.raw_path)


def _work_out(
    settings: Settings, work: Path, plan: Plan, progress: Progress | None
) -> Outcome:
    """Runs all models and tests in an empty folder."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    database = work / "warehouse.duckdb"
    try:
        take_over(plan, database, work / "kept.duckdb")
    except (OSError, duckdb.Error) as error:
        failure = Failure("published build", "project", str(error))
        return Outcome(0, 0, (failure,), ())
    return run(
        settings,
        database=database,
        scratch=work / "scratch.duckdb",
        arguments=_arguments(plan),
        published=plan.published,
        progress=progress,
    )


def _plan(settings: Settings, *, is_full_asked: bool, master: str | None) -> Plan:
    if master is not None:
        return Plan(is_full=True, why="on_spark")
    return plan_build(settings, is_full_asked=is_full_asked)


def _arguments(plan: Plan) -> list[str]:
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if not plan.is_full:
        # the first red test makes it a full build: nothing more to learn here
        return ["--fail-fast", *arguments]
    return ["--no-partial-parse", *arguments] if plan.why == "asked" else arguments


def _result(
    settings: Settings,
    outcome: Outcome,
    plan: Plan,
    build_id: str | None,
    started: float,
) -> BuildResult:
    path = settings.builds_dir / f"warehouse-{build_id}.duckdb" if build_id else None
    return BuildResult(
        build_id=build_id,
        path=path,
        n_models=outcome.n_models,
        n_tests=outcome.n_tests,
        seconds=round(time.monotonic() - started, 2),
        is_published=build_id is not None,
        is_full=plan.is_full,
        why=plan.why,
        failures=outcome.failures,
        warnings=outcome.warnings,
        findings=read_findings(path, held_files(settings)) if path else Findings(),
    )


def _require_raw(settings: Settings) -> None:
    """Refuses early, in words, when raw is absent, empty or being written.

    What was refused whole, or taken out again, is no reason to refuse: then a build
    without any of it is what is true.
    """
    n_files = 0
    if settings.raw_path.exists():
        bring_up_to_date(settings)
        with open_raw(settings) as connection:
            [(n_files,)] = run_sql(
                connection, "select count(*) from raw.file"
            ).fetchall()
    if not n_files:
        rule = "a build needs loaded files"
        raise BuildError("raw.duckdb", None, rule, "thanthien ingest FILE")


def _remember(settings: Settings, result: BuildResult) -> None:
    """Leaves what this run did for `thanthien status`."""
    facts = asdict(result)
    facts["path"] = result.path.name if result.path else None
    path = settings.builds_dir / "last_run.json"
    path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
