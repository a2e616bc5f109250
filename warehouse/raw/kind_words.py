"""What people read of each raw kind, from `kinds.yml`: names, classes of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_NOT_CLASSES = ("title", "columns", "words")


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    text = Path(__file__).with_name("kinds.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.load(text, yaml.CSafeLoader)
    return found


def kind_titles(lang: str) -> dict[str, str]:
    """Kind → its name for a reader.

    Args:
        lang: `vi` or `en`.
    """
    return {kind: str(about["title"][lang]) for kind, about in _kinds().items()}


def column_names(lang: str) -> dict[str, str]:
    """Column → its name for a reader; a column is called the same in all kinds.

    Args:
        lang: `vi` or `en`.
    """
    return {name: text[lang] for name, text in _named("columns")}


def value_names(lang: str) -> dict[str, str]:
    """Word of a closed list → what it is called, the same in all columns.

    Args:
        lang: `vi` or `en`.
    """
    return {word: text[lang] for word, text in _named("words")}


def column_classes() -> dict[str, dict[str, str]]:
    """Kind → column → name of its class in `warehouse/privacy.yml`."""
    return {
        kind: {
            column: name
            for name, columns in about.items()
            if name not in _NOT_CLASSES
            for column in columns
        }
        for kind, about in _kinds().items()
    }


def _named(part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for about in _kinds().values():
        yield from about.get(part, {}).items()
