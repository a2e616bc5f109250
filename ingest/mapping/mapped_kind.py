"""What a chunk of a file gave of one kind."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from ingest.mapping.kind_sql import KindSql


@dataclass(frozen=True)
class MappedKind:
    """What a chunk gave of one kind.

    Attributes:
        sql: The kind.
        records: What `KindSql.records` gives, with `id` by place.
        refused: Rows for `raw.refused`; None if nothing was refused.
        n_read: Records, refused ones among them.
        n_refused: Records refused.
        may_repeat: Whether two records that were not refused may be the same.
        n_gathered: Rows of the table of which its records were made, where many rows
            make one; with its last chunk.
    """

    sql: KindSql
    records: pa.Table
    refused: pa.Table | None
    n_read: int
    n_refused: int
    may_repeat: bool
    n_gathered: int = 0
