"""Rows of a bundle in raw: which are there, and putting them in or taking them out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

import duckdb

from ingest.loading.ledger import moment_after_all
from warehouse.custody.packed_rows import unpack_rows
from warehouse.custody.shared_items import differing_items
from warehouse.custody.signed_rows import KEYS, Part, digest_of, rows_in, text_of
from warehouse.errors import CustodyError
from warehouse.stores.run_sql import run_sql

SPEC_NAME = "front_bundle"
"""What the ledger names in place of a spec."""


@dataclass(frozen=True)
class BundledFile:
    """The released rows of one file that the Front signed.

    Attributes:
        sha256: Digest of the file as it came to the Front.
        delivered_at: When it came, ISO 8601.
        parts: What was signed of it.
        rows: The rows of each part, as they are packed.
        is_simulated: They are simulated.
    """

    sha256: str
    delivered_at: str
    parts: Sequence[Part]
    rows: Sequence[Sequence[str]]
    is_simulated: bool


def refuse_if_here_otherwise(
    connection: duckdb.DuckDBPyConnection,
    named: Collection[tuple[str, str]],
    files: Collection[str],
) -> None:
    """Refuses a bundle of which raw has rows, or files, from elsewhere.

    Args:
        connection: With raw in use.
        named: Kind, and wave or instrument, of its rows.
        files: Digests of its files.

    Raises:
        CustodyError: Raw has.
    """
    for kind, column in KEYS.items():
        of = sorted({of for own, of in named if own == kind})
        found = run_sql(
            connection,
            "select distinct f.file_name, f.file_sha256, f.loaded_at"
            f' from raw."{kind}" as r'
            " join raw.file as f on r._file_sha256 = f.file_sha256"
            " where f.status = 'loaded' and f.spec_name is distinct from $spec"
            f" and (list_contains($of, r.{column})"
            " or list_contains($files, f.file_sha256)) order by f.loaded_at",
            {
                "spec": SPEC_NAME,
                "of": [] if kind == "item" else of,
                "files": sorted(files),
            },
        ).fetchall()
        if found:
            _refuse(*found[0][:2])


def refuse_if_asked_otherwise(
    connection: duckdb.DuckDBPyConnection,
    instruments: Collection[str],
    files: Collection[str],
) -> None:
    """Refuses a bundle whose questions raw has from elsewhere in other words.

    Args:
        connection: With raw in use, the rows of the bundle inserted.
        instruments: Those whose questions are in the bundle.
        files: Digests of its files.

    Raises:
        CustodyError: Raw has.
    """
    for sha, *_ in differing_items(connection, instruments, files):
        text = "select file_name from raw.file where file_sha256 = ?"
        [name] = run_sql(connection, text, [sha]).fetchall()[0]
        _refuse(str(name), sha)


def _refuse(name: str, sha256: str) -> NoReturn:
    rule = "rows of the Front's waves are in this home already"
    step = f"thanthien withdraw {sha256[:12]}, then take the bundle again"
    raise CustodyError("file", name, rule, step)


def sealed_text(connection: duckdb.DuckDBPyConnection, sha256: str, part: Part) -> str:
    """The text of a part's rows as they are in raw, whose digest is signed."""
    return text_of(rows_in(connection, sha256, part.kind, part.of))


def is_in_raw(connection: duckdb.DuckDBPyConnection, file: BundledFile) -> bool:
    """Whether raw has exactly these rows from the file."""
    for part in file.parts:
        if digest_of(sealed_text(connection, file.sha256, part)) != part.digest:
            return False
    is_listed = run_sql(
        connection,
        "select 1 from raw.file where file_sha256 = ? and status = 'loaded'",
        [file.sha256],
    ).fetchall()
    n_found = sum(_count(connection, "count(*)", kind, file.sha256) for kind in KEYS)
    return bool(is_listed) and n_found == sum(part.n_rows for part in file.parts)


def is_loaded_here(connection: duckdb.DuckDBPyConnection, sha256: str) -> bool:
    """Whether the home loaded these bytes itself, not from a bundle."""
    found = run_sql(
        connection,
        "select 1 from raw.file where file_sha256 = ? and status = 'loaded'"
        " and spec_name is distinct from ?",
        [sha256, SPEC_NAME],
    ).fetchall()
    return bool(found)


def is_own_list(connection: duckdb.DuckDBPyConnection, file: BundledFile) -> bool:
    """Whether both homes loaded the same list of questions, which stays as it is."""
    return is_loaded_here(connection, file.sha256) and all(
        part.kind == "item"
        and digest_of(sealed_text(connection, file.sha256, part)) == part.digest
        for part in file.parts
    )


def take_out(connection: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """Takes a file of a bundle out of raw, and a refusal of that file."""
    for table in (*KEYS, "file", "file_kind", "refused", "notice", "delivery"):
        column = "_file_sha256" if table in KEYS else "file_sha256"
        run_sql(connection, f'delete from raw."{table}" where {column} = ?', [sha256])


def take_in(connection: duckdb.DuckDBPyConnection, file: BundledFile) -> int:
    """Writes the rows of a file and its entries in the ledger; says how many rows."""
    n_by_kind: dict[str, int] = {}
    for part, texts in zip(file.parts, file.rows, strict=True):
        unpack_rows(connection, file.sha256, part.kind, texts)
        n_by_kind[part.kind] = n_by_kind.get(part.kind, 0) + len(texts)
    for kind, n in n_by_kind.items():
        text = "insert into raw.file_kind values (?, ?, ?, ?, 0, 0)"
        run_sql(connection, text, [file.sha256, kind, n, n])
    lines = "count(distinct (_sheet, _line))"
    n_lines = sum(_count(connection, lines, kind, file.sha256) for kind in n_by_kind)
    name = f"front-{file.sha256[:12]}.bundle"
    size = sum(len(text.encode()) for texts in file.rows for text in texts)
    run_sql(
        connection,
        "insert into raw.file values (?, ?, ?, ?, '', 'loaded', null, ?, ?, ?, 0)",
        [
            *(file.sha256, name, size, SPEC_NAME, file.is_simulated),
            *(moment_after_all(connection), n_lines),
        ],
    )
    came = datetime.fromisoformat(file.delivered_at)
    run_sql(connection, "insert into raw.delivery values (?, ?)", [file.sha256, came])
    return sum(n_by_kind.values())


def _count(
    connection: duckdb.DuckDBPyConnection, what: str, kind: str, sha256: str
) -> int:
    text = f'select {what} from raw."{kind}" where _file_sha256 = ?'
    [n] = run_sql(connection, text, [sha256]).fetchall()[0]
    return int(n)
