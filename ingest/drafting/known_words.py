"""What known specs and office books call the columns of a kind, and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.drafting.likeness import Phrases
from ingest.files.text import heading_key
from ingest.spec.spec import KindRule, Spec
from ingest.spec.strict_yaml import read_yaml
from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS
from warehouse.words.marks import unmarked

_OTHER_UNITS = ("resolving", "residence", "old_", "new_", "parent_")


@dataclass(frozen=True)
class KnownWords:
    """The words of one kind.

    Attributes:
        spellings: Column by comparison key of each heading that a known spec reads.
        phrases: What else headings of each column hold.
        values: Translated cells by column, by comparison key.
        item_codes: Question by comparison key of its heading.
        ignored: Comparison keys of headings that specs of the kind know and do not use.
    """

    spellings: dict[str, str]
    phrases: Phrases
    values: dict[str, dict[str, str | None]]
    item_codes: dict[str, str]
    ignored: frozenset[str]


def known_words(kind: Kind, specs: Sequence[Spec]) -> KnownWords:
    """The words of a kind, from the specs that load it and from office books."""
    of_kind = [s for s in specs if any(rule.kind == kind for rule in s.kinds)]
    rules = [rule for spec in of_kind for rule in spec.kinds if rule.kind == kind]
    ignored = frozenset[str]().union(*(spec.ignore for spec in of_kind))
    spellings = _spellings(rules)
    books = _books()["columns"].get(kind.name, {})
    phrases: dict[str, list[str]] = {
        # its own name besides: English headings are near to it
        column.name: [column.name, *books.get(column.name, ())]
        for column in kind.columns
    }
    for name, named in kind.references.items():
        if name in kind.belongs_to[1:] or name.startswith(_OTHER_UNITS):
            continue  # of several offices the first is meant
        phrases[name] += _books()["of_codes"].get(named, [])
    for key, name in spellings.items():
        phrases.setdefault(name, []).append(key)
    return KnownWords(
        spellings, Phrases(phrases), _values(kind, rules), _items(rules), ignored
    )


@cache
def kind_phrases() -> Phrases:
    """What names of files and titles say of each kind."""
    books = _books()["kinds"]
    return Phrases({name: [name, *books.get(name, ())] for name in KINDS})


@cache
def no_answer_words() -> dict[str, str]:
    """Why there is no level, by comparison key of what books write then."""
    return {heading_key(t): why for t, why in _books()["no_answer"].items()}


@cache
def count_words() -> list[list[str]]:
    """Syllables that headings of counts begin with."""
    return [unmarked(text).split() for text in _books()["counts"]]


@cache
def name_words() -> list[list[str]]:
    """Syllables that headings of names begin with."""
    return [unmarked(text).split() for text in _books()["names"]]


def office_words() -> list[str]:
    """Words that names of offices begin with."""
    words: list[str] = _books()["offices"]
    return words


def aside_headings() -> frozenset[str]:
    """Comparison keys of headings that hold nothing to load."""
    return frozenset(map(heading_key, _books()["aside"]))


def books_values(column: str) -> dict[str, str]:
    """Word by the text office books write for it, of one column."""
    values: dict[str, dict[str, str]] = _books()["values"]
    return values.get(column, {})


@cache
def _books() -> dict[str, Any]:
    found = read_yaml(Path(__file__).with_name("heading_words.yml"))
    assert isinstance(found, dict)
    return found


def _spellings(rules: Sequence[KindRule]) -> dict[str, str]:
    return {
        heading_key(text): column.name
        for rule in rules
        for column in rule.columns
        for source in column.sources
        for text in source.headings
    }


def _values(kind: Kind, rules: Sequence[KindRule]) -> dict[str, dict[str, str | None]]:
    books: dict[str, dict[str, str]] = _books()["values"]
    values: dict[str, dict[str, str | None]] = {
        column.name: {
            heading_key(text): word
            for text, word in books.get(column.name, {}).items()
            if not column.words or word in column.words
        }
        for column in kind.columns
    }
    for rule in rules:
        for column in rule.columns:
            values[column.name].update(column.values or {})
    return values


def _items(rules: Sequence[KindRule]) -> dict[str, str]:
    return {
        heading_key(text): item.item_code
        for rule in rules
        for item in rule.items
        for text in item.headings
    }
