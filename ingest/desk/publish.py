"""Building and publishing for a clerk: what was published, and what is new in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import duckdb

from warehouse.builds.build import build
from warehouse.builds.pointer import Pointer, read_pointer
from warehouse.custody.held_files import held_files
from warehouse.desk.jobs import Job
from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql

Progress = Callable[[str, int, int], None]


def build_and_publish(
    settings: Settings, job: Job, progress: Progress
) -> Mapping[str, Any]:
    """Builds; a red test publishes nothing, and is an answer, no refusal.

    Returns:
        `build_id` (None if nothing was published), `seconds`, `failures`, `n_tests`,
        `n_new` (rows loaded since the build before, by kind, without those of a
        wave that only the Front may hear of) and `rules_before`
        (rules that had flagged something in it).

    Raises:
        BusyError: Another build or a load is running.
    """
    before = _published(settings)
    rules = _rules(settings, before)
    progress("build", 0, 0)
    result = build(settings, progress=lambda n, of: progress("build", n, of))
    after = _published(settings)
    return {
        "build_id": result.build_id,
        "before": before.build_id if before else None,
        "seconds": result.seconds,
        "n_tests": result.n_tests,
        "failures": [asdict(failure) for failure in result.failures],
        "n_new": new_rows(settings, before, after) if result.is_published else {},
        "rules_before": rules,
    }


def _published(settings: Settings) -> Pointer | None:
    with suppress(NothingPublishedError, DamagedError):
        return read_pointer(settings)
    return None


def _rules(settings: Settings, pointer: Pointer | None) -> list[str]:
    if pointer is None:
        return []
    path = settings.builds_dir / pointer.file
    with duckdb.connect(str(path), read_only=True) as connection:
        found = run_sql(connection, "select distinct rule from dq_flags order by 1")
        return [str(rule) for (rule,) in found.fetchall()]


def new_rows(
    settings: Settings, before: Pointer | None, after: Pointer | None
) -> dict[str, int]:
    """Rows loaded between two builds, by kind; those only the Front may hear of aside.

    Args:
        settings: Names the home.
        before: The build before; None if there was none.
        after: The build with them.
    """
    assert after is not None
    known = "select null as file_sha256 where false"
    with duckdb.connect() as connection:
        for name, pointer in (("after", after), ("before", before)):
            if pointer is not None:
                attach(connection, settings.builds_dir / pointer.file, f"{name}_build")
        if before is not None:
            known = "select file_sha256 from before_build.main.dq_loads"
        found = run_sql(
            connection,
            "select kind, sum(n_loaded)::bigint from after_build.main.dq_loads"
            f" where kind is not null and file_sha256 not in ({known})"
            " and not list_contains($held, file_sha256)"
            " group by kind having sum(n_loaded) > 0 order by kind",
            {"held": sorted(held_files(settings))},
        ).fetchall()
    return {str(kind): int(n) for kind, n in found}
