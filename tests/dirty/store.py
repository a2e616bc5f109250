"""What a raw store holds of one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from ingest.loading.result import FileResult
from tests.dirty.reading import read
from warehouse.raw.kinds import KINDS

Lines = dict[str, set[tuple[int, str]]]
_LEDGER = ("file", "file_kind", "refused", "delivery")


def lines_of(store: Path, sha256: str) -> set[tuple[int, str]]:
    """Line and content of every row a file brought."""
    rows = " union all ".join(
        f'select _line, cast(_row_md5 as varchar) from raw."{kind}"'
        " where _file_sha256 = $1"
        for kind in KINDS
    )
    return {(line, row) for line, row in read(store, rows, sha256)}


def refused_lines(store: Path, loaded: dict[str, FileResult]) -> dict[str, set[int]]:
    """Lines of each file that are refused."""
    return {
        name: {
            line
            for (line,) in read(
                store, "select line from raw.refused where file_sha256 = $1",
                result.sha256,
            )
        }
        for name, result in loaded.items()
    }  # fmt: skip


def forget(store: Path, sha256s: Iterable[str]) -> None:
    """Takes files out of a store as if they had never come."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{store}' as store")
        for sha256 in sha256s:
            for table in KINDS:
                connection.execute(
                    f'delete from store.raw."{table}" where _file_sha256 = ?', [sha256]
                )
            for table in _LEDGER:
                connection.execute(
                    f"delete from store.raw.{table} where file_sha256 = ?", [sha256]
                )
