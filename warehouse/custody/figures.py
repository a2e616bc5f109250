"""Digest of what a build says of each wave, which a statement of release names.

How many answered what, unit by unit as the units were then: what every figure of the
wave is made of. A build that says something else of a released wave shows it to nobody
but the Front until the Front signs a new edition.
"""

from __future__ import annotations

import duckdb

from warehouse.custody.signed_rows import digest_of
from warehouse.stores.run_sql import run_sql

NO_FIGURES = digest_of("")
"""The digest of a wave without an answer."""

_ANSWERS = """
select wave_code, unit_key, item_code, level, round(sum(n_answers), 6) as n
from main.agg_answer_levels
where map = 'then'
group by all
order by all
"""


def figure_digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Wave code → digest; a wave that is not in it has `NO_FIGURES`.

    Args:
        connection: The published build.
    """
    try:
        rows = run_sql(connection, _ANSWERS).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}
    lines: dict[str, list[str]] = {}
    for wave_code, *cells in rows:
        lines.setdefault(str(wave_code), []).append(" ".join(map(str, cells)))
    return {code: digest_of("\n".join(found)) for code, found in lines.items()}
