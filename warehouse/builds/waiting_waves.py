"""Which waves of the Front wait, as a table that dbt reads as its source `custody`.

How far a waiting wave has come is the Front's too: the newest day of a build, which
everybody reads, is taken without it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.custody.held_files import waiting_waves
from warehouse.settings import Settings
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql


def write_waiting_waves(settings: Settings, scratch: Path) -> None:
    """Makes schema `custody` in the scratch file, with the codes of waiting waves."""
    connection = duckdb.connect()
    try:
        attach(connection, scratch, "scratch", is_read_only=False)
        run_sql(connection, "create schema scratch.custody")
        run_sql(
            connection,
            "create table scratch.custody.waiting_waves (wave_code varchar)",
        )
        run_sql(
            connection,
            "insert into scratch.custody.waiting_waves"
            " select unnest($codes::varchar[])",
            {"codes": sorted(waiting_waves(settings))},
        )
    finally:
        connection.close()
