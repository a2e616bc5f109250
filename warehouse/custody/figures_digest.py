"""Digest of what a build says of each wave, which a statement of release names.

How many answered what, unit by unit as the units were then: what every figure of the
wave is made of. A build that says something else of a released wave shows it to nobody
but the Front until the Front signs a new edition. What a released edition said is kept,
so that old and new can stand side by side; its digest is in the signed statement.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from warehouse.custody.releases import all_editions
from warehouse.custody.signed_rows import digest_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

NO_FIGURES = digest_of("")
"""The digest of a wave without an answer."""

# Signed statements name the digest of this text: another column or order would hold
# every released wave back.
_ANSWERS = """
select wave_code, unit_key, item_code, level, round(sum(n_answers), 6) as n
from {0}.agg_answer_levels
where map = 'then' and ($wave is null or wave_code = $wave)
group by all
order by all
"""


def figure_texts(
    connection: duckdb.DuckDBPyConnection,
    schema: str = "main",
    wave_code: str | None = None,
) -> dict[str, str]:
    """Wave code → its lines: unit key, question, level, how many answered so.

    Args:
        connection: Holds the build.
        schema: Where its tables are.
        wave_code: One wave alone; None for all.
    """
    sql, of = _ANSWERS.format(schema), {"wave": wave_code}
    try:
        rows = run_sql(connection, sql, of).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}
    lines: dict[str, list[str]] = {}
    for wave_code, *cells in rows:
        lines.setdefault(str(wave_code), []).append(" ".join(map(str, cells)))
    return {code: "\n".join(found) for code, found in lines.items()}


def figure_digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Wave code → digest; a wave that is not in it has `NO_FIGURES`.

    Args:
        connection: The published build.
    """
    return {code: digest_of(text) for code, text in figure_texts(connection).items()}


def keep_figures(settings: Settings, texts: Iterable[str]) -> None:
    """Keeps those texts that a statement of release names; others are nobody's yet."""
    named = {release.figures for release in all_editions(settings)}
    found = {digest_of(text): text for text in texts}
    rows = [(digest, text) for digest, text in found.items() if digest in named]
    if rows:
        with writing(settings) as connection:
            for row in rows:
                run_sql(
                    connection, "insert or ignore into wave_figures values (?, ?)", row
                )


def kept_figures(settings: Settings, digest: str) -> str | None:
    """What an edition said; None where it was not kept, or not as it was signed."""
    if digest == NO_FIGURES:
        return ""
    if not settings.state_path.exists():
        return None
    with reading(settings) as connection:
        query = "select figures from wave_figures where digest = ?"
        found = run_sql(connection, query, (digest,)).fetchone()
    return found[0] if found and digest_of(found[0]) == digest else None
