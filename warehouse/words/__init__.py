"""Every word a person meets, in YAML: one folder `words/` per room, read here.

`ingest`, `warehouse` and `dashboard` each keep `words/vi.yml` and `words/en.yml`;
a large subject has files of its own beside them (`words/commands.vi.yml` holds the
keys `commands.…`). Both languages hold the same keys and places, and code holds no
sentence. Refusals are the exception: they are raised in English, so `refusals.vi.yml`
lists their Vietnamese by the English text (see `warehouse.messages`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("vi", "en")
REFUSALS_PATH = Path(__file__).with_name("refusals.vi.yml")


@dataclass(frozen=True)
class Words:
    """The words of one room in one language.

    Attributes:
        lang: `vi` or `en`.
        entries: Dotted key → text with `{name}` places.
    """

    lang: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Returns the text of a key with its places filled.

        Raises:
            KeyError: The language has no such key, or a place has no value.
        """
        return self.entries[key].format(**values)

    def has(self, key: str) -> bool:
        """Says whether the key exists, for words named by data."""
        return key in self.entries

    def or_else(self, key: str, fallback: str) -> str:
        """Returns the text of a key named by data, or another text."""
        return self.entries.get(key, fallback)


@cache
def read_words(folder: Path, lang: str) -> Words:
    """Reads the words of a room; an unknown language gets Vietnamese.

    Args:
        folder: The room's folder `words/`.
        lang: `vi` or `en`.
    """
    lang = lang if lang in LANGUAGES else "vi"
    entries: dict[str, str] = {}
    for path in word_files(folder, lang):
        tree = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        entries |= _flatten(tree)
    return Words(lang, entries)


def word_files(folder: Path, lang: str) -> list[Path]:
    """The files of one room and language: `vi.yml` and every `<subject>.vi.yml`."""
    paths = sorted(folder.glob(f"*{lang}.yml"))
    return [path for path in paths if path != REFUSALS_PATH]


def words_of(lang: str) -> Words:
    """The words of `warehouse` in a language."""
    return read_words(Path(__file__).parent, lang)


def _flatten(tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", text) for key, text in _flatten(value))
        else:
            yield str(name), str(value)
