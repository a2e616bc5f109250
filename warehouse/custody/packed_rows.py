"""Rows of the Front's waves as text, to be carried from one home into another.

Every value is written as DuckDB writes it, so that a row read back has the digest it
was signed with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.custody.signed_rows import (
    KEYS,
    MD5,
    NAMED_BY,
    PLACE,
    Row,
    digest_of,
    digits_sql,
)
from warehouse.raw.kinds import KINDS
from warehouse.stores.run_sql import run_sql


@dataclass(frozen=True)
class PackedRow:
    """One row.

    Attributes:
        row: What it is about, its place, and the digest of `text`.
        text: A JSON list of its values, each a text or null, as `columns_of`.
    """

    row: Row
    text: str


def columns_of(kind: str) -> list[str]:
    """Columns of a row, in order: its place in the file first."""
    return [*PLACE, *(column.name for column in KINDS[kind].columns)]


def pack_rows(
    connection: duckdb.DuckDBPyConnection, file_sha256: str, kind: str, of: str
) -> list[PackedRow]:
    """The rows a file gave, in its order.

    Args:
        connection: With raw in use.
        file_sha256: The file.
        kind: One of `KEYS`.
        of: Wave code; of items the instrument.
    """
    name = ", ".join(f"coalesce({column}::varchar, '')" for column in NAMED_BY[kind])
    columns = ", ".join(
        digits_sql(column) if column == MD5 else f'"{column}"::varchar'
        for column in columns_of(kind)
    )
    found = run_sql(
        connection,
        f"select concat_ws(' ', {name}), concat_ws(':', _sheet, _line), {columns}"
        f' from raw."{kind}" where _file_sha256 = $sha and {KEYS[kind]} = $of',
        {"sha": file_sha256, "of": of},
    ).fetchall()
    packed = []
    for about, place, *values in found:
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        row = Row(" ".join(about.split()), " ".join(place.split()), digest_of(text))
        line = int(values[1])
        packed.append((values[0] or "", line, text, PackedRow(row, text)))
    return [row for *_, row in sorted(packed, key=lambda found: found[:3])]


def unpack_rows(
    connection: duckdb.DuckDBPyConnection,
    file_sha256: str,
    kind: str,
    texts: Sequence[str],
) -> None:
    """Writes packed rows into raw, as rows of a file.

    Args:
        connection: With raw in use.
        file_sha256: The file.
        kind: One of `KEYS`.
        texts: The rows.

    Raises:
        duckdb.Error: A value is none of its column's type.
    """
    types = {c.name: c.type for c in KINDS[kind].columns}
    types |= {"_sheet": "varchar", "_line": "bigint", "_row_md5": "uhugeint"}
    names = columns_of(kind)
    values = ", ".join(
        f'cast(r[{place}] as {types[name]}) as "{name}"'
        for place, name in enumerate(names, start=1)
    )
    run_sql(
        connection,
        f'insert into raw."{kind}" by name select {values}, $sha as _file_sha256'
        " from (select unnest(from_json($rows, '[[\"VARCHAR\"]]')) as r)",
        {"sha": file_sha256, "rows": f"[{','.join(texts)}]"},
    )
