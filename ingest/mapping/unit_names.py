"""The spellings of a unit's name: with its office, in short, without marks.

People write "UBND Xã Tân Hòa", "xã Tân Hòa, huyện Một", "P. Hòa Bình", "xa tan hoa".
The office in front is dropped, and so is the desk of a commune, which has but one; a
kind in short is written out, what stands behind a comma is the parent. A name without
marks means a unit only where it can mean no other.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.files.text import heading_key
from ingest.spec.strict_yaml import read_yaml
from warehouse.words.marks import unmarked as without_marks

_WORDS = read_yaml(Path(__file__).with_name("unit_words.yml"))
assert isinstance(_WORDS, dict)
_KINDS = [heading_key(word) for word in _WORDS["kinds"]]
_SHORT = {heading_key(short): word for short, word in _WORDS["in_short"].items()}


def _any_of(words: list[str]) -> str:
    return "(" + "|".join(map(re.escape, words)) + ")"


def _with_or_without_marks(words: list[str]) -> str:
    keys = set(map(heading_key, words))
    spelt = sorted({*keys, *map(without_marks, keys)}, key=lambda key: (-len(key), key))
    return _any_of(spelt)


_KIND = re.compile(f"^{_any_of(_KINDS)} ")
_PLAIN_KIND = re.compile(f"^{_any_of(list(map(without_marks, _KINDS)))} ")
_CODE_AND_NAME = re.compile(r"(\w+)\s*[-–:]\s*(\D.*)")
_NAME_AND_CODE = re.compile(r"(\D.*?)\s*(?:[-–:]\s*|\()(\w+)\)?")
_OFFICES = _with_or_without_marks(_WORDS["offices"])
_OFFICE = re.compile(rf"^{_OFFICES}\s+")
_DESK = re.compile(
    rf"^{_with_or_without_marks(_WORDS['desks'])}\s+((của|cua)\s+)?"
    rf"(?=({_OFFICES}\s+)?{_with_or_without_marks(_WORDS['desks_of'])}[\s.])"
)
_CENTRE = re.compile(rf"^{_with_or_without_marks(_WORDS['centres_in_short'])}(?!\w)")
_CENTRE_KEY = heading_key(str(_WORDS["centre"]))
_IN_SHORT = re.compile(rf"^{_any_of(list(_SHORT))}\s*\.\s*|^(tp|tx|tt)\s+")


def bare(name: str) -> str:
    """Comparison key of a name without its kind."""
    return _KIND.sub("", heading_key(name))


def plain(name: str) -> str:
    """Letters alone, without marks and kind."""
    unmarked_name = _PLAIN_KIND.sub("", unmarked(name))
    return "".join(char for char in unmarked_name if char.isalnum())


def has_kind(key: str) -> bool:
    """Whether a key without marks begins with a kind of unit."""
    return _PLAIN_KIND.match(key) is not None


def unmarked(text: str) -> str:
    """Comparison key without marks."""
    return without_marks(heading_key(text))


def written_out(text: str) -> str:
    """Comparison key without desk and office in front, its kind written out."""
    key = _DESK.sub("", heading_key(text).rstrip("."))
    key = _CENTRE.sub(_CENTRE_KEY, _OFFICE.sub("", key))
    return _IN_SHORT.sub(
        lambda found: heading_key(_SHORT[found[1] or found[2]]) + " ", key
    )


def parted(text: str) -> tuple[str, list[str]]:
    """A name and, behind commas or dashes with blanks, those of its parents."""
    name, *parents = re.split(r"\s*,\s*|\s+[-–]\s+|\s*\((?=\D)", text.rstrip(") "))
    return name, [parent for parent in parents if parent]


def is_like_code(text: str) -> bool:
    """Whether a text is a code rather than a name: figures in it, and no blank."""
    has_figure = any("0" <= sign <= "9" for sign in text)
    return has_figure and not any(sign.isspace() for sign in text)


def code_in(text: str) -> str | None:
    """The code that a text is, or begins with as in "09001 - Name"; None for a name."""
    both = _CODE_AND_NAME.fullmatch(text)
    code = both[1] if both else text
    return code if is_like_code(code) else None


def code_behind(text: str) -> tuple[str, str] | None:
    """Name and code of a text like "Name (09001)" or "Name - 09001"."""
    both = _NAME_AND_CODE.fullmatch(text)
    return (both[1], both[2]) if both and is_like_code(both[2]) else None


def is_surely_code(text: str) -> bool:
    """Whether `is_surely_code_sql` is true of a text."""
    return "0" <= text < ":" and " " not in text


def is_surely_code_sql(text: str) -> str:
    """SQL telling of most codes that they are: those that begin with a figure."""
    return f"({text} >= '0' and {text} < ':' and not contains({text}, ' '))"
