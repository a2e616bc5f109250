"""Real builds, and builds whose models are taken over from the last real one."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import duckdb

from tests import parsed_once
from warehouse.builds import build as builds
from warehouse.builds import transform
from warehouse.builds.build import BuildResult
from warehouse.builds.daily import kept_path, write_stand_in
from warehouse.builds.transform import Failure, Outcome
from warehouse.settings import Settings

FINISHED, KEPT = "finished.duckdb", "finished_kept.duckdb"
_real_run = builds.run  # type: ignore[attr-defined]


def build_really(settings: Settings, root: Path, *, full: bool = False) -> BuildResult:
    """Builds with dbt; keeps the files that builds without it copy."""
    builds.run = _real_run  # type: ignore[attr-defined]
    transform.dbtRunner = parsed_once.ParsedOnce  # type: ignore[attr-defined]
    parsed = root / "parsed"
    if parsed.exists():
        parsed_once._READ.update(pickle.loads(parsed.read_bytes()))
    # after retention, which changes rows in place, a build is made in full
    is_forgotten = not (root / KEPT).exists()
    result = builds.build(settings, full=full or is_forgotten)
    if not parsed.exists():
        parsed.write_bytes(pickle.dumps(parsed_once._READ))
    if result.path is None or result.build_id is None:
        raise SystemExit(repr(result.failures))
    for source, name in (
        (result.path, FINISHED),
        (kept_path(settings, result.build_id), KEPT),
    ):
        draft = root / f"{name}.new"
        draft.unlink(missing_ok=True)
        shutil.copyfile(source, draft)
        os.replace(draft, root / name)
    return result


def stand_in(root: Path) -> None:
    """Lets this process build by a copy of the last real build: all but dbt is real."""

    def copied(
        settings: Settings, *, database: Path, scratch: Path, **_: Any
    ) -> Outcome:
        kept = scratch.with_name("kept.duckdb")
        try:
            for path in (database, kept):
                path.unlink(missing_ok=True)
            shutil.copyfile(root / FINISHED, database)
            if (root / KEPT).exists():
                shutil.copyfile(root / KEPT, kept)
            else:
                write_stand_in(kept)
        except (OSError, duckdb.Error) as error:
            return Outcome(0, 0, (Failure("model", "model", str(error)),), ())
        return Outcome(1, 1, (), ())

    builds.run = copied  # type: ignore[attr-defined]
