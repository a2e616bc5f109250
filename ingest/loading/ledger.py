"""The ledger of raw: which bytes were loaded or refused, and how they reconcile.

One lock for the whole home, one connection, one transaction per file. The lock is
the operating system's, so it dies with its holder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import duckdb

from ingest.loading.chunk_load import Counts
from ingest.mapping.notices import Notice
from ingest.spec.spec import Spec
from warehouse.errors import BusyError, ThanThienError
from warehouse.raw.kinds import create_statements
from warehouse.raw.seal import sealed_writing
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.lock import held
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql


@dataclass(frozen=True)
class SourceFile:
    """A delivered file as the ledger names it."""

    name: str
    sha256: str
    size_bytes: int
    is_simulated: bool


@contextmanager
def ingest_lock(settings: Settings) -> Iterator[None]:
    """Holds the one loading lock of the home.

    Raises:
        BusyError: Another process is loading.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "ingest.lock"
    rule, step = "one load at a time", "wait for it to end, then retry"
    with held(path, BusyError("ingest.lock", str(path), rule, step)):
        yield


@contextmanager
def open_raw(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens raw for writing and makes its tables.

    Raises:
        BusyError: Another process (a build, a backup) reads it.
        DamagedError: The file is damaged or of a newer version.
        DiskError: The disk is full, read-only or gone.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{settings.memory_limit_mb}MiB",
        "threads": settings.threads,
        "temp_directory": str(settings.home / "spill"),
        # a checkpoint after each small file packs the same row group again and again
        "wal_autocheckpoint": "128MiB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    path = settings.raw_path
    with (
        sealed_writing(settings),
        in_words(path, is_writing=True),
        duckdb.connect(config=config) as connection,
    ):
        attach(connection, path, "store", is_read_only=False)
        run_sql(connection, "use store")
        run_sql(connection, create_statements())
        yield connection


def check_not_mixed(
    connection: duckdb.DuckDBPyConnection, *, is_simulated: bool
) -> None:
    """A home holds simulated or real data, never both.

    Raises:
        ThanThienError: The home already holds the other sort.
    """
    found = run_sql(
        connection,
        "select file_name from raw.file where status = 'loaded' and is_simulated <> ? "
        "limit 1",
        [is_simulated],
    ).fetchall()
    if found:
        held = "real" if is_simulated else "simulated"
        rule = f"this home holds {held} data; simulated and real are never mixed"
        step = "set THANTHIEN_HOME to another folder"
        raise ThanThienError("THANTHIEN_HOME", found[0][0], rule, step)


def write_loaded(
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    spec: Spec,
    kinds: Mapping[str, Counts],
    rows: tuple[int, int],
) -> None:
    """Enters a loaded file, after checking its account against raw itself.

    Args:
        connection: Inside the file's transaction.
        file: The file.
        spec: The spec it was read with.
        kinds: Counts by kind.
        rows: Source rows and skipped rows.
    """
    for kind, counts in kinds.items():
        found = run_sql(
            connection,
            f'select count(*) from raw."{kind}" where _file_sha256 = ?',
            [file.sha256],
        ).fetchall()[0][0]
        parts = counts.n_loaded + counts.n_duplicate + counts.n_refused
        if found != counts.n_loaded or parts != counts.n_read:
            rule = f"read = loaded + duplicate + refused, and raw holds them ({found})"
            step = "nothing was loaded; keep the file and report this"
            raise ThanThienError(f"{file.name}: {kind}", counts, rule, step)
        run_sql(
            connection,
            "insert into raw.file_kind values (?, ?, ?, ?, ?, ?)",
            [
                file.sha256,
                kind,
                counts.n_read,
                counts.n_loaded,
                counts.n_duplicate,
                counts.n_refused,
            ],
        )
    _forget_refusal(connection, file.sha256)
    _write_file(connection, file, spec, "loaded", None, rows)
    # read again under another spec, a file is no later statement than it was
    run_sql(
        connection,
        "insert into raw.delivery select file_sha256, loaded_at from raw.file "
        "where file_sha256 = $sha256 and status = 'loaded' and not exists "
        "(select 1 from raw.delivery where file_sha256 = $sha256)",
        {"sha256": file.sha256},
    )


def write_notices(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    sha256: str | None,
    notices: Iterable[Notice],
) -> None:
    """Keeps what to know of a file; of one passed over, `sha256` is None.

    What is said of a loaded file is as old as its load.
    """
    for notice in notices:
        run_sql(
            connection,
            "insert into raw.notice select $sha256, $name, $code, $params, $n, $place,"
            " coalesce((select loaded_at from raw.file"
            " where file_sha256 = $sha256 and status = 'loaded'), $now)",
            {
                "sha256": sha256,
                "name": name,
                "code": notice.code,
                "params": notice.params,
                "n": notice.n,
                "place": notice.place,
                "now": datetime.now(UTC).replace(tzinfo=None),
            },
        )


def write_passed_over(
    connection: duckdb.DuckDBPyConnection, notices: Iterable[Notice]
) -> None:
    """Keeps which files of a delivery were passed over; each name once."""
    for notice in notices:
        name = json.loads(notice.params)["name"]
        run_sql(
            connection,
            "delete from raw.notice where file_sha256 is null and file_name = ?",
            [name],
        )
        write_notices(connection, name, None, [notice])


def write_refused(
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    spec: Spec | None,
    reason: str,
) -> None:
    """Enters a file refused whole; an equal entry is left as it is."""
    run_sql(connection, "begin")
    same = run_sql(
        connection,
        "select 1 from raw.file where file_sha256 = ? and reason = ? "
        "and spec_sha256 is not distinct from ?",
        [file.sha256, reason, spec and spec.sha256],
    ).fetchall()
    if not same:
        _forget_refusal(connection, file.sha256)
        _write_file(connection, file, spec, "refused", reason, (0, 0))
    run_sql(connection, "commit")


def _forget_refusal(connection: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """The ledger holds one row per content; a later try replaces a refusal."""
    run_sql(
        connection,
        "delete from raw.file where file_sha256 = ? and status = 'refused'",
        [sha256],
    )


def moment_after_all(connection: duckdb.DuckDBPyConnection) -> datetime:
    """Now, or just after the last load if the clock went back since.

    What was loaded later counts as later, whatever the clock says.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    text = "select max(moment) from (select loaded_at as moment from raw.file union all"
    text += " select withdrawn_at as moment from raw.withdrawn)"
    [last] = run_sql(connection, text).fetchall()[0]
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _write_file(
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    spec: Spec | None,
    status: str,
    reason: str | None,
    rows: tuple[int, int],
) -> None:
    run_sql(
        connection,
        "insert into raw.file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            file.sha256,
            file.name,
            file.size_bytes,
            spec and spec.name,
            spec and spec.sha256,
            status,
            reason,
            file.is_simulated,
            moment_after_all(connection),
            *rows,
        ],
    )
