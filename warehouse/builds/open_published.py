"""Reading the published build: read-only, locked down, one cursor per query.

One `Published` serves a whole process. Its connection is never used directly by
two threads: DuckDB hands answers of one thread to another on a shared connection.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.builds.pointer import Pointer, read_pointer
from warehouse.errors import NothingPublishedError
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

QUERY_SECONDS = 20.0


@dataclass(frozen=True)
class Published:
    """One published build, open for reading.

    Attributes:
        build_id: Which build; belongs into every cache key.
        path: Its file.
        connection: The locked-down connection; take cursors from it.
        pointer: What `current.json` says of the build.
    """

    build_id: str
    path: Path
    connection: duckdb.DuckDBPyConnection
    pointer: Pointer

    @property
    def data_as_of(self) -> date | None:
        """Last day the data speak of."""
        text = self.pointer.data_as_of
        return date.fromisoformat(text) if text else None

    @contextmanager
    def cursor(
        self, *, seconds: float = QUERY_SECONDS
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lends a cursor of its own for one query.

        Args:
            seconds: The query is interrupted after this time.
        """
        cursor = self.connection.cursor()
        timer = threading.Timer(seconds, cursor.interrupt)
        timer.start()
        try:
            yield cursor
        finally:
            timer.cancel()
            cursor.close()

    def close(self) -> None:
        """Closes the connection; open cursors end with it."""
        self.connection.close()


def open_published(settings: Settings) -> Published:
    """Opens the build that `current.json` names.

    Raises:
        NothingPublishedError: There is none, or its file is missing or damaged.
    """
    pointer = read_pointer(settings)
    path = settings.builds_dir / pointer.file
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_config(settings))
        run_sql(connection, "set lock_configuration = true")
    except duckdb.Error as error:
        rule = f"the published file must open: {error}"
        raise NothingPublishedError(
            "build", pointer.file, rule, "thanthien build"
        ) from error
    return Published(pointer.build_id, path, connection, pointer)


def _config(settings: Settings) -> dict[str, str | bool | int | float | list[str]]:
    """A second wall behind the scope: no files, no network, no settings."""
    spill = settings.home / "dbt" / "read_spill"
    return {
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "memory_limit": f"{max(settings.memory_limit_mb // 3, 256)}MiB",
        "threads": settings.threads,
        "temp_directory": str(spill),
    }
