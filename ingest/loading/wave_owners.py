"""Whose the waves of a loaded list are, asked before its rows are committed."""

from __future__ import annotations

import duckdb

from ingest.loading.ledger import SourceFile
from warehouse import audit
from warehouse.custody.owners import Listed, keep_owners
from warehouse.errors import CustodyError
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

_LISTED = """
select w.wave_code, w.owner, w.stream, w._file_sha256
from raw.wave as w
left join raw.delivery as d on w._file_sha256 = d.file_sha256
order by d.delivered_at nulls last, w._sheet, w._line
"""


def keep_owners_of_waves(
    connection: duckdb.DuckDBPyConnection, settings: Settings, file: SourceFile
) -> None:
    """Records the owners of waves that are listed for the first time.

    Args:
        connection: Inside the file's transaction, its rows inserted.
        settings: Names the record of owners.
        file: The file.

    Raises:
        CustodyError: The file would take a wave from its owner.
        AuditError: That cannot be recorded.
    """
    found = run_sql(connection, _LISTED).fetchall()
    try:
        keep_owners(settings, (Listed(*row) for row in found), file_sha256=file.sha256)
    except CustodyError as error:
        audit.record(
            settings,
            actor="cli:ingest",
            action="custody_refused",
            subject=file.sha256,
            detail={"file": file.name, "reason": error.message},
        )
        raise
