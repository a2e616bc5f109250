"""Runs the dbt project in this process and names what failed.

dbt writes its target folder and logs under the data home, so the code may be
read-only. Everything the project needs to know arrives in environment variables
that `dbt_project/profiles.yml` reads.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner

from warehouse.builds.build_log import build_log
from warehouse.builds.daily import write_stand_in
from warehouse.builds.previous import write_previous
from warehouse.builds.process_snapshot import write_process_snapshot
from warehouse.builds.progress_events import Progress, telling
from warehouse.builds.waiting_waves import write_waiting_waves
from warehouse.raw.dbt_vars import dbt_vars
from warehouse.rules.write_rules import write_rules
from warehouse.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT_DIR = REPOSITORY / "dbt_project"
# New objects before the youngest are looked through, and rounds before older ones.
COLLECT_AFTER = (500_000, 20, 100)
_BAD = ("error", "fail", "runtime error")


@dataclass(frozen=True)
class Failure:
    """A model or test that stopped a build.

    Attributes:
        name: Node name, as in `dbt_project`.
        kind: `model`, `test`, `unit_test`, `seed` or `project`.
        message: What dbt or DuckDB said.
        test: Of a test, what it looks for: the name of its generic kind, or its own.
        area: What it is about: the folder of the models it stands beside.
        column: Column a generic test looks at, if it is one.
        n_rows: Rows a test found wrong; None where it found out nothing.
    """

    name: str
    kind: str
    message: str
    test: str = ""
    area: str = ""
    column: str = ""
    n_rows: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one dbt run did.

    Attributes:
        n_models: Models and seeds built.
        n_tests: Tests that ran.
        failures: Errors and red tests; empty when all is well.
        warnings: Names of tests that warned.
    """

    n_models: int
    n_tests: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


def run(
    settings: Settings,
    *,
    database: Path,
    scratch: Path,
    arguments: list[str],
    published: Path | None = None,
    variables: Mapping[str, Any] | None = None,
    target: str = "duckdb",
    progress: Progress | None = None,
) -> Outcome:
    """Runs `dbt <arguments>` on a new database file.

    Args:
        settings: Where raw lies and how much memory may be used.
        database: File that receives the served models.
        scratch: File that receives staging and intermediate models.
        arguments: A dbt command with its own options, as `["build"]`.
        published: The build a daily build adds to; None builds from nothing. Then
            `database` and `kept.duckdb` beside `scratch` already hold its rows.
        variables: dbt variables beside those that describe the raw kinds.
        target: Engine that runs the models; on Spark in the session that is open.
        progress: Called with models and tests done, and all there are.
    """
    folder = settings.home / "dbt"
    folder.mkdir(parents=True, exist_ok=True)
    base = prepare(settings, scratch, published)
    # what dbt remembers of the project holds for one engine
    parsed = folder / ("target" if target == "duckdb" else f"target_{target}")
    options = [
        "--project-dir",
        str(PROJECT_DIR),
        "--profiles-dir",
        str(PROJECT_DIR),
        "--target",
        target,
        "--target-path",
        str(parsed),
        "--vars",
        json.dumps({**dbt_vars(), **(variables or {})}),
    ]
    flags = ["--log-level", "none", "--log-level-file", "none", "--no-use-colors"]
    flags += ["--log-path", str(folder / "logs")]
    paths = {
        "THANTHIEN_BUILD_PATH": str(database),
        "THANTHIEN_SCRATCH_PATH": str(scratch),
        "THANTHIEN_KEPT_PATH": str(scratch.with_name("kept.duckdb")),
        "THANTHIEN_PUBLISHED_PATH": str(base),
    }
    told = build_log(folder / "logs" / "dbt.log")
    with _environment(settings, paths), _seldom_collecting(), told as log:
        callbacks = [log, telling(progress)] if progress else [log]
        try:
            answer = dbtRunner(callbacks=callbacks).invoke(
                [*flags, *arguments, *options]
            )
        finally:
            _release_database()
    if not isinstance(answer.result, RunExecutionResult):
        if answer.success:
            return Outcome(0, 0, (), ())
        reason = str(answer.exception or "dbt could not read the project")
        return Outcome(0, 0, (Failure("dbt_project", "project", reason),), ())
    return _outcome(answer.result)


def prepare(settings: Settings, scratch: Path, published: Path | None = None) -> Path:
    """Writes the small tables that models read beside raw, where they are not yet.

    Args:
        settings: Where rules, custody and builds lie.
        scratch: The working file that receives them.
        published: The build a daily build adds to, if any.

    Returns:
        The file to attach as `published`: that build, or an empty stand-in.
    """
    if not scratch.exists():
        write_previous(settings, scratch)
        write_rules(settings, scratch)
        write_waiting_waves(settings, scratch)
        write_process_snapshot(settings, scratch)
    # always the same name: another path would make dbt read the project afresh
    base = scratch.with_name("published.duckdb")
    if published is not None:
        base.symlink_to(published.absolute())
    elif not base.exists():
        write_stand_in(base)
    return base


def _outcome(result: RunExecutionResult) -> Outcome:
    n_models = n_tests = 0
    failures: list[Failure] = []
    warnings: list[str] = []
    for row in result.results:
        kind, status = str(row.node.resource_type), str(row.status)
        if kind in ("test", "unit_test"):
            n_tests += status != "skipped"
        elif status == "success":
            n_models += 1
        if status in _BAD:
            failures.append(_failure(row))
        elif status == "warn":
            warnings.append(row.node.name)
    return Outcome(n_models, n_tests, tuple(failures), tuple(warnings))


def _failure(row: Any) -> Failure:
    """What failed of one node of the project, as a page can put it in words."""
    node = row.node
    kind, path = str(node.resource_type), node.fqn
    asked = getattr(node, "test_metadata", None)
    name = asked.name if asked else node.name
    return Failure(
        node.name,
        kind,
        (row.message or "").strip(),
        test=name if kind == "test" else "",
        # what stands in no folder are the lists the project brings itself
        area=path[-2] if len(path) > 2 else "reference",
        column=str(asked.kwargs.get("column", "")) if asked else "",
        n_rows=row.failures,
    )


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Looks for circles among objects seldom: what dbt makes lives until its end.

    Looking as often as Python does by itself took an eighth of a build's processor
    time.
    """
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _environment(settings: Settings, paths: dict[str, str]) -> Iterator[None]:
    """Sets what the profile reads, and puts the old values back."""
    spill = settings.home / "dbt" / "spill"
    values = {
        **paths,
        "THANTHIEN_RAW_PATH": str(settings.raw_path),
        "THANTHIEN_SPILL_PATH": str(spill),
        "THANTHIEN_BUILD_MEMORY": f"{settings.memory_limit_mb}MiB",
        "THANTHIEN_BUILD_THREADS": str(settings.threads),
        "THANTHIEN_REPOSITORY": str(REPOSITORY),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
    }
    # what somebody set for another dbt project must not steer this one
    foreign = [name for name in os.environ if name.startswith("DBT_")]
    before = {name: os.environ.get(name) for name in (*values, *foreign)}
    for name in foreign:
        del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _release_database() -> None:
    """Closes dbt's own connection, which otherwise keeps the file locked."""
    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager._ENV = None
