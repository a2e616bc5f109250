"""Builds made by publishing a tiny file, without dbt: for what surrounds a build."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from warehouse.builds import publish as module
from warehouse.builds.pointer import Pointer
from warehouse.settings import Settings

MORNING = datetime(2024, 11, 28, 8, tzinfo=UTC)


def publish_one(
    settings: Settings, number: int, monkeypatch: pytest.MonkeyPatch, *, days: int = 0
) -> Pointer:
    """Publishes a build that says `number`, by a clock `days` off."""
    work = settings.builds_dir / "building"
    work.mkdir(parents=True, exist_ok=True)
    built = work / "warehouse.duckdb"
    write_small(built, number)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return MORNING + timedelta(days=days, minutes=number)

    with monkeypatch.context() as patch:
        patch.setattr(module, "datetime", Clock)
        pointer = module.publish(
            settings, built, is_full=True, why="first", project_sha256=""
        )
    work.rmdir()
    return pointer


def write_small(built: Path, number: int) -> None:
    """Writes what a tiny build is: a file that says `number`."""
    built.unlink(missing_ok=True)
    with duckdb.connect(str(built)) as connection:
        connection.execute(
            f"create table dim_build as select true as is_simulated,"
            f" date '2026-10-31' as data_as_of, timestamp '2026-11-01' as"
            f" raw_max_loaded_at, {number} as number"
        )
        connection.execute(
            f"create table t as select range + {number} from range(90000)"
        )


def flip(path: Path, at: float = 0.5, bit: int = 2) -> None:
    """Flips one bit of a file, at a part of its length."""
    path.chmod(0o600)
    with path.open("r+b") as stream:
        place = int(path.stat().st_size * at)
        stream.seek(place)
        byte = stream.read(1)[0]
        stream.seek(place)
        stream.write(bytes([byte ^ (1 << bit)]))
