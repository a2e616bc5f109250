"""All models made from a raw store, without the tests that guard a build."""

from __future__ import annotations

from pathlib import Path

from warehouse.builds.transform import run
from warehouse.settings import Settings


def built_models(settings: Settings, *chosen: str) -> Path:
    """The file with models of `settings.raw_path`, worked out from nothing.

    Args:
        settings: The home.
        chosen: What dbt is to select; every model if nothing.
    """
    database = settings.home / "warehouse.duckdb"
    outcome = run(
        settings,
        database=database,
        scratch=settings.home / "scratch.duckdb",
        arguments=[
            "build", "--exclude-resource-type", "unit_test", "test",
            *(("--select", *chosen) if chosen else ()),
        ],
    )  # fmt: skip
    assert outcome.failures == ()
    return database
