"""How a list says that a petition is a denunciation, whatever its spec knows."""

from __future__ import annotations

from ingest.files.text import heading_key
from ingest.values.sql_text import quote

_WORD = "tố cáo"


def is_denunciation(text: str) -> bool:
    """Whether a kind of petition, as written, is one."""
    return heading_key(_WORD) in heading_key(text)


def may_be_denunciation_sql(kind: str, text: str) -> str:
    """SQL of whether a row is one, by its kind as read or as written.

    Args:
        kind: SQL of the kind as read.
        text: SQL of the kind as written.
    """
    said = f"contains(lower(coalesce({text}, '')), {quote(_WORD)})"
    return f"({kind} is not distinct from 'denunciation' or {said})"
