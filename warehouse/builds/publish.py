"""Publishing: a checked file gets a name of its own, then one pointer moves.

Readers never see a half-made build: the pointer is replaced atomically and a file,
once published, is never written again. A new name for each build is needed because
DuckDB caches open databases by path and would keep serving the old content.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.builds.pointer import (
    Pointer,
    card_path,
    cards,
    point_to,
    read_pointer,
    write_card,
)
from warehouse.builds.recorded import names_builds, record_builds
from warehouse.errors import (
    BuildError,
    BusyError,
    DamagedError,
    NothingPublishedError,
)
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256, put_on_disk
from warehouse.stores.lock import held
from warehouse.stores.read_through import read_through
from warehouse.stores.run_sql import run_sql

BUILDS_KEPT = 3


def crash_point(name: str) -> None:
    """A named moment of publishing: named, recorded, card_written, pointed.

    Does nothing; the tests replace it to end the process there.
    """


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


def publish(
    settings: Settings,
    built: Path,
    *,
    is_full: bool,
    why: str,
    project_sha256: str,
    kept_sha256: str = "",
    withheld: tuple[str, ...] = (),
    engine: str = "duckdb",
) -> Pointer:
    """Checks a finished file, names it and points readers to it.

    The caller holds `build_lock`.

    Args:
        settings: Where builds live.
        built: The finished file, closed by its writer.
        is_full: How it was built, for the pointer.
        why: Why so, for the pointer.
        project_sha256: The dbt project it was built with.
        kept_sha256: Content hash of its working file.
        withheld: The Front's waves that are not as it signed them.
        engine: What worked out its models.

    Raises:
        AuditError: It cannot be recorded: nothing is published.
        BuildError: A log was left beside the file.
        DamagedError: The file cannot be read back whole.
    """
    _checkpoint(built)
    facts = _read_back(built)
    put_on_disk(built)
    digest = content_sha256(built)
    now = datetime.now(UTC)
    sequence = _next_sequence(settings)
    before = _published_before(settings)
    build_id = f"{now:%Y%m%dT%H%M%SZ}-{digest[:12]}"
    final = settings.builds_dir / f"warehouse-{build_id}.duckdb"
    built.chmod(0o440)
    os.replace(built, final)
    put_on_disk(settings.builds_dir)
    crash_point("named")
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
        sequence=sequence,
        kept_sha256=kept_sha256,
        withheld=withheld,
        engine=engine,
    )
    if not names_builds(settings):  # an earlier version published what lies there
        record_builds(settings, reversed(cards(settings)))
    record_builds(settings, [pointer])
    crash_point("recorded")
    write_card(settings, pointer)
    crash_point("card_written")
    point_to(settings, pointer)
    crash_point("pointed")
    _forget_old(settings, pointer, before)
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
    read_through(built)
    with duckdb.connect(str(built), read_only=True) as connection:
        row = run_sql(
            connection,
            "select is_simulated, data_as_of, raw_max_loaded_at from dim_build",
        ).fetchall()[0]
    simulated, as_of, loaded_at = row
    return _Facts(
        is_simulated=bool(simulated),
        data_as_of=as_of.isoformat() if as_of else None,
        raw_max_loaded_at=loaded_at.isoformat() if loaded_at else None,
    )


def _published_before(settings: Settings) -> str | None:
    """The file readers have now; it gets its card, if an earlier version made it."""
    with suppress(NothingPublishedError, DamagedError):
        before = read_pointer(settings)
        if not card_path(settings, before.build_id).exists():
            write_card(settings, before)
        return before.file
    return None


def _next_sequence(settings: Settings) -> int:
    """One more than any build that lies there says it is."""
    known = [card.sequence for card in cards(settings)]
    with suppress(NothingPublishedError, DamagedError):
        known.append(read_pointer(settings).sequence)
    return max(known, default=0) + 1


def _forget_old(settings: Settings, pointer: Pointer, before: str | None) -> None:
    """Keeps the latest builds; a reader with an old one open keeps its content.

    Files without a card are of earlier versions: of them, the one that was published
    before this build is the latest.
    """
    order = {card.file: card.sequence for card in cards(settings)}
    files = sorted(
        settings.builds_dir.glob("warehouse-*.duckdb"),
        key=lambda path: (order.get(path.name, 0), path.name == before, path.name),
        reverse=True,
    )
    for path in files[BUILDS_KEPT:]:
        if path.name == pointer.file:
            continue
        # A card without its file would be damage; a file without a card is an old one.
        # Windows deletes nothing that is read-only, or that a reader has open; what
        # stays there goes with a later build.
        path.chmod(0o600)
        path.with_suffix(".json").unlink(missing_ok=True)
        with suppress(PermissionError):
            path.unlink()
