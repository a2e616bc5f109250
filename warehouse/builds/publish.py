"""Publishing: a checked file gets a name of its own, then one pointer moves.

Readers never see a half-made build: the pointer is replaced atomically and a file,
once published, is never written again. A new name for each build is needed because
DuckDB caches open databases by path and would keep serving the old content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import BuildError, BusyError, NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256, put_on_disk
from warehouse.stores.lock import held
from warehouse.stores.run_sql import run_sql

BUILDS_KEPT = 3


@dataclass(frozen=True)
class Pointer:
    """What `current.json` says about the published build.

    Attributes:
        build_id: UTC time and the first 12 digits of the content hash.
        file: File name inside the builds folder.
        size_bytes: Its size.
        sha256: Its content hash.
        published_at: UTC time, ISO 8601.
        is_simulated: The data come from the simulated province.
        data_as_of: Last day the data speak of, ISO date, if there are data.
        raw_max_loaded_at: When the newest file of this build was loaded.
        is_full: Everything was worked out from raw; else only what new files touch.
        why: Why it was a full or a daily build, as `warehouse.builds.daily.Plan`.
        project_sha256: The dbt project it was made with; empty in old pointers.
    """

    build_id: str
    file: str
    size_bytes: int
    sha256: str
    published_at: str
    is_simulated: bool
    data_as_of: str | None
    raw_max_loaded_at: str | None
    is_full: bool = True
    why: str = ""
    project_sha256: str = ""


@dataclass(frozen=True)
class _Facts:
    """What a finished file says of itself."""

    is_simulated: bool
    data_as_of: str | None
    raw_max_loaded_at: str | None


@contextmanager
def build_lock(settings: Settings) -> Iterator[None]:
    """Holds the one lock of the builds folder.

    Raises:
        BusyError: Another build is running.
    """
    settings.builds_dir.mkdir(parents=True, exist_ok=True)
    path = settings.builds_dir / "build.lock"
    rule = "only one build runs at a time"
    busy = BusyError("build.lock", path.name, rule, "wait, then retry")
    with held(path, busy):
        yield


def read_pointer(settings: Settings) -> Pointer:
    """Returns the published build's pointer.

    Raises:
        NothingPublishedError: No build has been published.
    """
    try:
        text = settings.pointer_path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        rule = "a build must be published first"
        path = settings.pointer_path.name
        raise NothingPublishedError(path, None, rule, "thanthien build") from error
    return Pointer(**json.loads(text))


def publish(
    settings: Settings,
    built: Path,
    *,
    is_full: bool,
    why: str,
    project_sha256: str,
) -> Pointer:
    """Checks a finished file, names it and points readers to it.

    The caller holds `build_lock`.

    Args:
        settings: Where builds live.
        built: The finished file, closed by its writer.
        is_full: How it was built, for the pointer.
        why: Why so, for the pointer.
        project_sha256: The dbt project it was built with.

    Raises:
        BuildError: The file cannot be read back whole.
    """
    _checkpoint(built)
    facts = _read_back(built)
    put_on_disk(built)
    digest = content_sha256(built)
    now = datetime.now(UTC)
    build_id = f"{now:%Y%m%dT%H%M%SZ}-{digest[:12]}"
    final = settings.builds_dir / f"warehouse-{build_id}.duckdb"
    built.chmod(0o440)
    built.rename(final)
    put_on_disk(settings.builds_dir)
    pointer = Pointer(
        build_id=build_id,
        file=final.name,
        size_bytes=final.stat().st_size,
        sha256=digest,
        published_at=now.isoformat(timespec="seconds"),
        is_simulated=facts.is_simulated,
        data_as_of=facts.data_as_of,
        raw_max_loaded_at=facts.raw_max_loaded_at,
        is_full=is_full,
        why=why,
        project_sha256=project_sha256,
    )
    _point(settings, pointer)
    _forget_old(settings)
    return pointer


def _checkpoint(built: Path) -> None:
    connection = duckdb.connect(str(built))
    try:
        run_sql(connection, "checkpoint")
    finally:
        connection.close()
    if built.with_name(built.name + ".wal").exists():
        rule = "a published file has no log beside it"
        raise BuildError("checkpoint", built.name, rule, "build again")


def _read_back(built: Path) -> _Facts:
    """Reads every value of every table; block checksums find damage."""
    try:
        connection = duckdb.connect(str(built), read_only=True)
        try:
            for schema, name in run_sql(
                connection, "select schema_name, table_name from duckdb_tables()"
            ).fetchall():
                run_sql(
                    connection,
                    f'select bit_xor(hash("{name}")) from "{schema}"."{name}"',
                ).fetchall()
            row = run_sql(
                connection,
                "select is_simulated, data_as_of, raw_max_loaded_at from dim_build",
            ).fetchall()[0]
        finally:
            connection.close()
    except duckdb.Error as error:
        rule = f"every block must be readable: {error}"
        raise BuildError("build file", built.name, rule, "build again") from error
    simulated, as_of, loaded_at = row
    return _Facts(
        is_simulated=bool(simulated),
        data_as_of=as_of.isoformat() if as_of else None,
        raw_max_loaded_at=loaded_at.isoformat() if loaded_at else None,
    )


def _point(settings: Settings, pointer: Pointer) -> None:
    draft = settings.pointer_path.with_suffix(".json.new")
    draft.write_text(json.dumps(asdict(pointer), indent=2) + "\n", encoding="utf-8")
    put_on_disk(draft)
    os.replace(draft, settings.pointer_path)
    put_on_disk(settings.builds_dir)


def _forget_old(settings: Settings) -> None:
    """Keeps the newest builds; a reader with an old one open keeps its content."""
    names = sorted(settings.builds_dir.glob("warehouse-*.duckdb"), reverse=True)
    for path in names[BUILDS_KEPT:]:
        # Windows deletes nothing that is read-only, or that a reader has open; what
        # stays there goes with a later build.
        path.chmod(0o600)
        with suppress(PermissionError):
            path.unlink()
