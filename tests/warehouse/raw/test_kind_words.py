"""What raw kinds, their columns and words are called: once each, with their kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

import warehouse.raw.kind_words
from warehouse.raw.kinds import KINDS

FILE = Path(warehouse.raw.kind_words.__file__).with_name("kinds.yml")
ABOUT = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_a_name_stands_once_and_with_a_kind_that_has_it() -> None:
    for part, named in (("columns", _columns), ("words", _words)):
        times = Counter(
            name for about in ABOUT.values() for name in about.get(part, ())
        )
        assert [name for name, n in times.items() if n > 1] == []
        for kind, about in ABOUT.items():
            assert about.get(part, {}).keys() - named(kind) == set(), kind


def _columns(kind: str) -> set[str]:
    return {column.name for column in KINDS[kind].columns}


def _words(kind: str) -> set[str]:
    words = {word for column in KINDS[kind].columns for word in column.words}
    has_flags = any(column.type == "boolean" for column in KINDS[kind].columns)
    return words | ({"true", "false"} if has_flags else set())
