"""Opening the raw store, under a catalog name that differs from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import duckdb

from warehouse.raw.kinds import KINDS, create_statements
from warehouse.raw.seal import sealed_writing
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql


@contextmanager
def open_raw(
    settings: Settings, *, is_read_only: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens the raw store so that `raw.<kind>` names a table.

    DuckDB calls a catalog after its file, `raw`, like the schema inside it, and then
    refuses `raw.case` as ambiguous; so the file is attached under another name.

    Raises:
        BusyError: Another process is writing it.
        DamagedError: It is damaged or of a newer version.
        DiskError: It is missing, or the disk does not let it be opened.
    """
    path, is_writing = settings.raw_path, not is_read_only
    with (
        sealed_writing(settings) if is_writing else nullcontext(),
        in_words(path, is_writing=is_writing),
        duckdb.connect() as connection,
    ):
        attach(connection, path, "store", is_read_only=is_read_only)
        run_sql(connection, "use store")
        yield connection


def bring_up_to_date(settings: Settings) -> None:
    """Adds tables and columns that an earlier version of the store lacks.

    Opens the store for writing only where something is missing.

    Raises:
        BusyError: Another process has it open.
    """
    with open_raw(settings) as connection:
        found = run_sql(
            connection,
            "select table_name, column_name from duckdb_columns()"
            " where schema_name = 'raw'",
        ).fetchall()
    wanted = {(kind.name, c.name) for kind in KINDS.values() for c in kind.columns}
    wanted |= {("delivery", "delivered_at"), ("notice", "code")}
    wanted.add(("mended_row", "line"))
    if wanted - set(found):
        with open_raw(settings, is_read_only=False) as connection:
            run_sql(connection, create_statements())
