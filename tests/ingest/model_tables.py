"""The simulated province's model as raw would hold it, without any file."""

from __future__ import annotations

import pyarrow as pa

from ingest.simulation.raw_tables import raw_tables
from ingest.simulation.world import World


def model_tables(world: World) -> dict[str, pa.Table]:
    """All rows of each raw kind."""
    parts: dict[str, list[pa.Table]] = {}
    for kind, rows in raw_tables(world):
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows)
        parts.setdefault(kind, []).append(table)
    return {kind: pa.concat_tables(tables) for kind, tables in parts.items()}
