"""Words of a closed list in the clerk's own, and what texts of a column may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.drafting.known_words import books_values
from ingest.files.text import heading_key
from warehouse.raw.column import Column

BOOLEAN = ("true", "false")


def value_labels(column: Column, known: Mapping[str, str | None]) -> dict[str, str]:
    """Word → the first spelling known of it, for a person to choose by."""
    words = column.words or BOOLEAN if column.type == "boolean" else column.words
    words = words or tuple(sorted({word for word in known.values() if word}))
    spelt = {str(word): text for text, word in reversed(_spellings(column, known))}
    return {word: spelt.get(word, word) for word in words}


def words_for(
    column: Column, known: Mapping[str, str | None], texts: Sequence[str]
) -> dict[str, str | None]:
    """Text → the word it stands for; None where that is not known."""
    words = {word: word for word in column.words}
    said = {key: None if w is None else str(w).lower() for key, w in known.items()}
    return {text: words.get(text) or said.get(heading_key(text)) for text in texts}


def _spellings(
    column: Column, known: Mapping[str, str | None]
) -> list[tuple[str, str]]:
    books = [(text, str(word)) for text, word in books_values(column.name).items()]
    return [*books, *((key, str(word)) for key, word in known.items() if word)]
