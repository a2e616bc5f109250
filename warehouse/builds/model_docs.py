"""The dbt documentation site: every model, its grain, columns and lineage."""

from __future__ import annotations

from pathlib import Path

from warehouse.builds.progress_events import Progress
from warehouse.builds.publish import build_lock
from warehouse.builds.transform import run
from warehouse.errors import BuildError
from warehouse.settings import Settings


def write_model_docs(settings: Settings, progress: Progress | None = None) -> Path:
    """Writes the site as static files.

    Args:
        settings: Names the home.
        progress: Called with models and tests read, and all there are.

    Returns:
        The folder; open `index.html` in it.

    Raises:
        BuildError: dbt could not read the project.
        BusyError: A build is running.
    """
    with build_lock(settings):
        work = settings.home / "dbt" / "docs"
        work.mkdir(parents=True, exist_ok=True)
        outcome = run(
            settings,
            database=work / "empty.duckdb",
            scratch=work / "scratch.duckdb",
            arguments=["docs", "generate", "--static", "--empty-catalog"],
            progress=progress,
        )
    if outcome.failures:
        failure = outcome.failures[0]
        rule = "dbt reads the whole project"
        raise BuildError(failure.name, failure.message, rule, "correct the model")
    return settings.home / "dbt" / "target"
