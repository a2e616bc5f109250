"""Raw as Parquet files, for engines that do not read the store.

A kind whose rows come by the million lies in a folder for each month. Only files that
raw has and the folder lacks are written; where one of those written is gone from raw,
or the kinds have changed, everything is written anew. The folder holds what raw
holds, so only its owner may enter it, and what raw forgets it forgets.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import duckdb

from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.run_sql import run_sql

_LISTING = "written.json"
_PROVINCE = "one"  # raw has one province; more of them get a folder each
_UNKNOWN = "unknown"


def raw_parquet_dir(settings: Settings) -> Path:
    """Where the Parquet files of raw lie: one folder for each table."""
    return settings.home / "spark" / "raw"


def forget_raw_parquet(settings: Settings) -> None:
    """Removes the copy: rows of raw were changed or removed in place."""
    shutil.rmtree(raw_parquet_dir(settings), ignore_errors=True)


def write_raw_parquet(settings: Settings) -> int:
    """Brings the Parquet files up to what raw holds.

    Returns:
        Loaded files whose rows were written.

    Raises:
        BusyError: Raw is being written.
        DiskError: The disk is full or not writable.
    """
    folder = raw_parquet_dir(settings)
    with open_raw(settings) as connection:
        files = _files(connection)
        known = _read_listing(folder)
        if known is None or not known.items() <= files.items():
            forget_raw_parquet(settings)
            known = {}
        new = sorted(files.keys() - known.keys())
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with in_words(folder, is_writing=True):
            # until the listing is whole again, the next build writes all anew
            (folder / _LISTING).unlink(missing_ok=True)
            for name in _tables(connection):
                if name not in KINDS:
                    write_table(connection, f'raw."{name}"', folder / name)
            batch = f"{len(known)}-{len(files)}"
            for kind in KINDS.values():
                _write_kind(connection, kind, folder, new, batch)
            _write_listing(folder, files)
    return len(new)


def write_table(
    connection: duckdb.DuckDBPyConnection, table: str, folder: Path
) -> None:
    """Writes a whole table as one file; the folder has no other."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    columns = _columns_of(connection, f"select * from {table}")
    _copy(connection, f"select {columns} from {table}", folder / "all.parquet")


def _write_kind(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    folder: Path,
    new: list[str],
    batch: str,
) -> None:
    table = f'raw."{kind.name}"'
    place = folder / kind.name
    columns = _columns_of(connection, f"select * from {table}")
    if not place.exists():
        # a reader learns the columns here, even of a kind that has no rows
        none = f"select {columns} from {table} where false"
        first = place / f"province={_PROVINCE}" / f"month={_UNKNOWN}"
        first = first if kind.is_large else place
        first.mkdir(parents=True)
        _copy(connection, none, first / "columns.parquet")
    run_sql(connection, "create or replace temp table new_files (sha varchar)")
    run_sql(
        connection, "insert into new_files select unnest($new::varchar[])", {"new": new}
    )
    rows = f"from {table} where _file_sha256 in (select sha from new_files)"
    [(n_rows,)] = run_sql(connection, f"select count(*) {rows}").fetchall()
    if not n_rows:
        return
    if not kind.is_large:
        _copy(connection, f"select {columns} {rows}", place / f"files-{batch}.parquet")
        return
    parts = f"'{_PROVINCE}' as province, {_month(kind)} as month"
    _copy(
        connection,
        f"select {columns}, {parts} {rows}",
        place,
        ", partition_by (province, month), overwrite_or_ignore,"
        f" filename_pattern 'files-{batch}-{{i}}'",
    )


def _month(kind: Kind) -> str:
    days = ", ".join(f'"{name}"' for name in kind.day if name in kind.days)
    if not days:
        return f"'{_UNKNOWN}'"
    return f"coalesce(strftime(coalesce({days}), '%Y-%m'), '{_UNKNOWN}')"


def _columns_of(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Columns as Spark can hold them: a hash of 128 bits as text of one length."""
    found = run_sql(connection, f"describe {query}").fetchall()
    return ", ".join(
        f'lpad(cast("{name}" as varchar), 39, \'0\') as "{name}"'
        if type_ == "UHUGEINT"
        else f'"{name}"'
        for name, type_, *_ in found
    )


def _copy(
    connection: duckdb.DuckDBPyConnection, rows: str, path: Path, further: str = ""
) -> None:
    quoted = str(path).replace("'", "''")
    run_sql(
        connection,
        f"copy ({rows}) to '{quoted}' (format parquet, compression zstd{further})",
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = run_sql(
        connection,
        "select table_name from duckdb_tables() where schema_name = 'raw'"
        " and database_name = 'store' order by all",
    ).fetchall()
    return [name for (name,) in found]


def _files(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found = run_sql(
        connection,
        "select file_sha256, cast(loaded_at as varchar) from raw.file"
        " where status = 'loaded'",
    ).fetchall()
    return dict(found)


def _columns_sha256() -> str:
    kinds = {k.name: [(c.name, c.type) for c in k.columns] for k in KINDS.values()}
    return hashlib.sha256(json.dumps(kinds).encode()).hexdigest()


def _read_listing(folder: Path) -> dict[str, str] | None:
    """Files whose rows lie there → when each was loaded; None if that is unknown."""
    try:
        facts = json.loads((folder / _LISTING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if facts.get("columns_sha256") != _columns_sha256():
        return None
    return dict(facts["files"])


def _write_listing(folder: Path, files: dict[str, str]) -> None:
    facts = {"columns_sha256": _columns_sha256(), "files": files}
    draft = folder / f"{_LISTING}.new"
    draft.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, folder / _LISTING)
