"""What a column seems to hold, with samples that name nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from ingest.files.text import heading_key
from ingest.spec.addresses import are_addresses, are_units
from ingest.spec.scales import Scale, shipped_scales
from warehouse.words.marks import unmarked

Looks = Literal["empty", "date", "number", "code", "text", "personal"]
MAX_SAMPLES = 3
MAX_SAMPLE_CHARS = 40

_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("personal_words.yml").read_text(encoding="utf-8")
)


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in words))


_PERSONAL_HEADING = _one_of(map(heading_key, _WORDS["headings"]))
# written without marks a word alone is too often another one
_PLAIN_HEADING = _one_of(unmarked(word) for word in _WORDS["headings"] if " " in word)
_MARKED_AS = {unmarked(word): heading_key(word) for word in _WORDS["headings"]}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RESIDENCE_WORDS = frozenset(map(heading_key, _WORDS["of_residence"]))
_SERVICE_WORDS = frozenset(map(heading_key, _WORDS["of_services"]))
_NAME_HEADINGS = frozenset(map(heading_key, _WORDS["names"]))
_PHONE = re.compile(r"(?<![\w.-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\w-]|\.\d)")
_IDENTITY = re.compile(r"\d{9}|\d{12}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_FAMILY = frozenset(_WORDS["family_names"])
_DATE = re.compile(
    r"(?:\d{1,2}:\d\d(?::\d\d)? )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*"
    r"|(?:[0-2]?\d|3[01])/(?:0?\d|1[0-2])/\d\d"
    r"|\d{4}[-/]\d\d[-/]\d\d.*|(?:19|20)\d{6}(?:\d{6})?"
)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_CODE = re.compile(r"[\w./-]*\d[\w./-]*")
_COMPUTER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
"""Where on the net somebody sat."""
_LONG_CHARS = 60


@dataclass(frozen=True)
class ColumnView:
    """One column as seen in the first rows.

    Attributes:
        heading: Its heading.
        looks: What its cells seem to be.
        n_filled: Filled cells among the rows looked at.
        n_distinct: Distinct texts among them.
        samples: Up to three texts; none where they may point to a person.
    """

    heading: str
    looks: Looks
    n_filled: int
    n_distinct: int
    samples: tuple[str, ...]


def view_column(
    heading: str, cells: Sequence[str | None], personal: frozenset[str] = frozenset()
) -> ColumnView:
    """Describes a column without showing a person.

    Args:
        heading: The column's heading.
        cells: Its first cells.
        personal: Comparison keys a spec calls personal.
    """
    filled = [cell for cell in cells if cell]
    distinct = list(dict.fromkeys(filled))
    looks = _looks(heading, filled, personal)
    shown = () if looks == "personal" else distinct[:MAX_SAMPLES]
    samples = tuple(_short(text) for text in shown)
    return ColumnView(heading, looks, len(filled), len(distinct), samples)


def mask(text: str) -> str:
    """Hides phone numbers, ID numbers and addresses inside a line of text."""
    for pattern in (_EMAIL, _PHONE, re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")):
        text = pattern.sub("***", text)
    return text


def _looks(heading: str, filled: list[str], personal: frozenset[str]) -> Looks:
    key = heading_key(heading)
    if key in personal or key in _NAME_HEADINGS:
        return "personal"
    met = _personal_words(heading)
    if met and met <= _RESIDENCE_WORDS and are_units(filled):
        met = set()  # a commune: nobody is found by it
    are_days = bool(filled) and _share(filled, _DATE) > 0.8
    if met and not (met <= _SERVICE_WORDS and (are_days or are_answers(filled))):
        return "personal"  # but for questions about an office, and days of acts
    if not filled:
        return "empty"
    if are_days:
        return "date"
    if any(_is_personal(text) for text in filled) or are_addresses(filled):
        return "personal"
    if _share(filled, _NUMBER) > 0.9:
        return "number"
    return "code" if _share(filled, _CODE) > 0.8 else "text"


def _personal_words(heading: str) -> set[str]:
    """Words of a heading that point to a person, with marks or without."""
    met = set(_PERSONAL_HEADING.findall(heading_key(heading)))
    if heading.isascii():
        apart = _CAMEL.sub(" ", heading).replace("_", " ").replace("-", " ")
        bare = _PLAIN_HEADING.findall(" ".join(apart.casefold().split()))
        met |= {_MARKED_AS[word] for word in bare}
    return met


def are_answers(filled: Sequence[str]) -> bool:
    """Whether all cells are levels of one shipped scale of at most ten."""
    found = [text for text in filled if text]
    return bool(found) and any(
        all(_is_level(text, scale) for text in found)
        for scale in shipped_scales().values()
    )


def _is_level(text: str, scale: Scale) -> bool:
    if heading_key(text) in scale.words:
        return True
    if scale.low is None or scale.high is None or not text.isdecimal():
        return False
    return scale.low <= int(text) <= scale.high


def _is_personal(text: str) -> bool:
    if any(p.fullmatch(text) for p in (_PHONE, _IDENTITY, _COMPUTER)):
        return True
    if _EMAIL.search(text):
        return True
    if len(text) > _LONG_CHARS or _PHONE.search(text):
        return True
    words = text.split()
    is_name = 2 <= len(words) <= 6 and all(word[0].isupper() for word in words)
    return is_name and words[0].lower() in _FAMILY


def _share(filled: list[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for text in filled if pattern.fullmatch(text)) / len(filled)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SAMPLE_CHARS else line[: MAX_SAMPLE_CHARS - 1] + "…"
