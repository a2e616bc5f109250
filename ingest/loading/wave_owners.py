"""Whose the waves of a loaded list are, asked before its rows are committed."""

from __future__ import annotations

import duckdb

from ingest.loading.front_rows import Named, take_in_fronts_rows
from ingest.loading.ledger import SourceFile
from warehouse import audit
from warehouse.custody.front_key import Signer
from warehouse.custody.held_files import note_files
from warehouse.custody.owners import Listed, newly_listed, owners, record_owners
from warehouse.errors import CustodyError
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql

LISTED = """
select w.wave_code, w.owner, w.stream, w._file_sha256
from raw.wave as w
left join raw.delivery as d on w._file_sha256 = d.file_sha256
order by d.delivered_at nulls last, w._sheet, w._line
"""


def keep_waves(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    file: SourceFile,
    named: Named,
    signer: Signer | None,
    *,
    is_replay: bool,
) -> None:
    """Records the owners of waves listed for the first time; lets the Front sign.

    Args:
        connection: Inside the file's transaction, its rows inserted.
        settings: Names the record of owners and of what is signed.
        file: The file.
        named: The waves and instruments it speaks of.
        signer: The Front's opened key, if the Front loads the file.
        is_replay: A kept file is read again, which was let in once.

    Raises:
        CustodyError: The file would take a wave from its owner, or holds rows of a
            wave of the Front that the Front did not sign.
        AuditError: That cannot be recorded.
    """
    found = run_sql(connection, LISTED).fetchall()
    note_files(settings, ((file.sha256, code) for code in named.waves()))
    try:
        listed = (Listed(*row) for row in found)
        new = newly_listed(settings, listed, file_sha256=file.sha256)
        if not is_replay:
            known = owners(settings) | new
            take_in_fronts_rows(connection, settings, file, named, signer, known)
    except CustodyError as error:
        audit.record(
            settings,
            actor="cli:ingest",
            action="custody_refused",
            subject=file.sha256,
            detail={"file": file.name, "reason": error.message},
        )
        raise
    record_owners(settings, new.values())
