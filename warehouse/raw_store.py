"""Opening the raw store, under a catalog name that differs from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from warehouse.errors import BusyError
from warehouse.run_sql import run_sql
from warehouse.settings import Settings


@contextmanager
def open_raw(
    settings: Settings, *, is_read_only: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens the raw store so that `raw.<kind>` names a table.

    DuckDB calls a catalog after its file, `raw`, like the schema inside it, and then
    refuses `raw.case` as ambiguous; so the file is attached under another name.

    Raises:
        BusyError: Another process is writing it.
    """
    path = str(settings.raw_path).replace("'", "''")
    mode = " (read_only)" if is_read_only else ""
    with duckdb.connect() as connection:
        try:
            run_sql(connection, f"attach '{path}' as store{mode}")
        except duckdb.IOException as error:
            name, rule = settings.raw_path.name, "one process writes at a time"
            raise BusyError("raw store", name, rule, "run it again later") from error
        run_sql(connection, "use store")
        yield connection
