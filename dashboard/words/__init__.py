"""The words of the pages; a page asks for a key and holds no sentence of its own.

What raw kinds, their columns and their closed words are called stands with the kinds
(`warehouse/raw/kinds.yml`); flags about their rows put the kind's title before one of
the `fates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from warehouse.raw.kind_words import column_names, kind_titles, value_names
from warehouse.words import LANGUAGES, Words, read_words

__all__ = ["LANGUAGES", "Words", "words_of"]


@cache
def words_of(lang: str) -> Words:
    """The words of `dashboard` in a language."""
    words = read_words(Path(__file__).parent, lang)
    of_kinds = _of_raw_kinds(words.lang, words.entries)
    return Words(words.lang, of_kinds | dict(words.entries))


def _of_raw_kinds(lang: str, entries: Mapping[str, str]) -> dict[str, str]:
    """Names of raw kinds, of what they hold, and of flags that say a row's fate."""
    fates = {
        key.removeprefix("fates."): text
        for key, text in entries.items()
        if key.startswith("fates.")
    }
    found = {f"raw_columns.{name}": text for name, text in column_names(lang).items()}
    found |= {f"raw_words.{word}": text for word, text in value_names(lang).items()}
    for kind, title in kind_titles(lang).items():
        found[f"kinds.{kind}"] = title
        for fate, text in fates.items():
            found[f"flag_rules.{kind}_{fate}"] = f"{title}: {text}"
    return found
