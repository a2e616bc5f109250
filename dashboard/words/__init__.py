"""Every word a reader sees, one file per language.

`vi.yml` and `en.yml` hold the same keys; a page asks for a key and never holds a
sentence of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from warehouse.raw.about import kind_titles

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        lang: `vi` or `en`.
        entries: Dotted key → text with `{name}` places.
    """

    lang: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Returns the text of a key with its places filled.

        Raises:
            KeyError: The language has no such key.
        """
        return self.entries[key].format(**values)

    def has(self, key: str) -> bool:
        """Says whether the key exists, for words named by data."""
        return key in self.entries

    def or_else(self, key: str, fallback: str) -> str:
        """Returns the text of a key named by data, or another text."""
        return self.entries.get(key, fallback)


@cache
def words_of(lang: str) -> Words:
    """Reads the words of a language; an unknown one gets Vietnamese."""
    lang = lang if lang in LANGUAGES else "vi"
    path = Path(__file__).with_name(f"{lang}.yml")
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    entries = dict(_flatten(tree))
    return Words(lang, _of_raw_kinds(lang, entries) | entries)


def _of_raw_kinds(lang: str, entries: Mapping[str, str]) -> dict[str, str]:
    """Names of raw kinds, and of the flags that say a fate of their rows."""
    fates = {
        key.removeprefix("fates."): text
        for key, text in entries.items()
        if key.startswith("fates.")
    }
    found = {}
    for kind, title in kind_titles(lang).items():
        found[f"kinds.{kind}"] = title
        for fate, text in fates.items():
            found[f"flag_rules.{kind}_{fate}"] = f"{title}: {text}"
    return found


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            entries += _flatten(value, f"{prefix}{name}.")
        else:
            entries.append((f"{prefix}{name}", str(value)))
    return entries
