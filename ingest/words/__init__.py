"""The words of `ingest`: what loading, explaining and refusing say."""

from __future__ import annotations

from pathlib import Path

from warehouse.words import Words, read_words


def words_of(lang: str) -> Words:
    """The words of `ingest` in a language."""
    return read_words(Path(__file__).parent, lang)
