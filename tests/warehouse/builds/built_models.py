"""All models made from a raw store, without the tests that guard a build."""

from __future__ import annotations

from pathlib import Path

from warehouse.builds.transform import run
from warehouse.settings import Settings


def built_models(settings: Settings) -> Path:
    """The file with every model of `settings.raw_path`, worked out from nothing."""
    database = settings.home / "warehouse.duckdb"
    outcome = run(
        settings,
        database=database,
        scratch=settings.home / "scratch.duckdb",
        arguments=["build", "--exclude-resource-type", "unit_test", "test"],
    )
    assert outcome.failures == ()
    return database
