"""Whether a cell tells where somebody lives: a house, or a place below a commune.

A commune's or a ward's name alone is no address: offices are named by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from warehouse.words.marks import unmarked

_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("address_words.yml").read_text(encoding="utf-8")
)
_SHARE_OF_CELLS = 0.3


def _any_of(words: Iterable[str], *, is_plain: bool) -> str:
    """One of some words; without marks only those that are no other word then."""
    if is_plain:
        words = [unmarked(w) for w in words if w not in _WORDS["other_without_marks"]]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _pattern(*, is_plain: bool) -> re.Pattern[str]:
    one_of = {name: _any_of(some, is_plain=is_plain) for name, some in _WORDS.items()}
    hamlet, street, house = one_of["hamlets"], one_of["streets"], one_of["houses"]
    number = r"\d+[a-z]?(?:[/-]\d+[a-z]?)*"
    counted = rf"(?:{one_of['numbered']})\s+{number}"
    name = rf"(?!(?:{one_of['no_place']})\b)[\w'’.]+"
    place = rf"(?:(?:{hamlet})\s+{name}|{counted})"
    before = rf"(?:(?:{one_of['before_a_number']})\s+)?"
    forms = (
        rf"{place}(?:\s+[\w'’.]+){{0,3}}",  # a hamlet and its name
        rf"(?:{house})\s*:?\s*{number}\b.*",  # a house and its number
        rf"{before}{number},?\s+(?:{street}|{hamlet}|{one_of['numbered']})\s+\w.*",
        rf"(?:{street})\s+\w.*[,–-].*",  # a street in a place
        rf"(?:.*[\s,;–-])?{place}\s*[,;(–-].*",  # a hamlet in a place
        rf".*[,;–-]\s*{place}.*",  # something in a hamlet
        rf"{place}.*\s(?:{one_of['units_above']})\.?\s.*",
    )
    return re.compile("|".join(forms), re.DOTALL)


_MARKED, _PLAIN = _pattern(is_plain=False), _pattern(is_plain=True)


def is_address(text: str) -> bool:
    """Whether a text names a house, a street or a hamlet, with or without marks."""
    line = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if _MARKED.fullmatch(line):
        return True
    return line.isascii() and _PLAIN.fullmatch(line) is not None


def are_addresses(cells: Sequence[str]) -> bool:
    """Whether so many cells are addresses that the column is of where people live."""
    found = sum(map(is_address, cells))
    return bool(cells) and found >= _SHARE_OF_CELLS * len(cells)


_UNIT = re.compile(
    rf"(?:{'|'.join(re.escape(unmarked(word)) for word in _WORDS['units'])})\s*\S.*"
    r"|\d{2,5}"
)


def are_units(cells: Sequence[str]) -> bool:
    """Whether all cells name communes, districts or their codes, and nothing below."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(
        _UNIT.fullmatch(" ".join(unmarked(cell).split())) and not is_address(cell)
        for cell in filled
    )
