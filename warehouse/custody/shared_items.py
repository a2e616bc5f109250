"""Questions that the Front's waves share with those of an office.

Both lists of one instrument may lie in a home that takes bundles, as long as they say
the same: where they differ, the Front's figures would rest on what it did not sign.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from warehouse.raw.kinds import KINDS
from warehouse.stores.run_sql import run_sql


def differing_items(
    connection: duckdb.DuckDBPyConnection,
    instruments: Collection[str],
    signed_files: Collection[str],
) -> list[tuple[str, str, int, int]]:
    """Questions in other files that do not say what the signed ones all say.

    Args:
        connection: With raw in use.
        instruments: Those the Front's waves ask.
        signed_files: Digests of the files whose questions are signed.

    Returns:
        File, instrument, how many rows, and the first line.
    """
    names = ", ".join(f'"{c.name}" := "{c.name}"' for c in KINDS["item"].columns)
    found = run_sql(
        connection,
        f"""
        with items as (
            select
                instrument, item_code, _file_sha256, _line,
                to_json(struct_pack({names}))::varchar as says,
                list_contains($signed, _file_sha256) as is_signed
            from raw.item
            where list_contains($instruments, instrument)
        ),

        signed as (
            select instrument, item_code, list(distinct says) as said
            from items
            where is_signed
            group by all
        )

        select i._file_sha256, i.instrument, count(*)::bigint, min(i._line)
        from items as i
        left join signed as s using (instrument, item_code)
        where not i.is_signed and (s.said is null or s.said <> [i.says])
        group by all
        order by all
        """,
        {"instruments": sorted(instruments), "signed": sorted(signed_files)},
    ).fetchall()
    return [(str(sha), str(of), int(n), int(line)) for sha, of, n, line in found]
