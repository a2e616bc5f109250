"""How alike a heading and the phrases that name a column are.

Marks, case and the way words are joined do not count; words that many columns share
count less than those that tell columns apart; neighbours met together count besides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from ingest.spec.strict_yaml import read_yaml
from warehouse.words.marks import unmarked

_WORD = re.compile(r"[a-z0-9]+")
_PHRASE_PART = 0.75
"""Share of the phrase's weight in the measure; the rest is the heading's own words."""
_PAIR = 0.6
"""What a pair of neighbours counts beside a syllable: a word between parts them."""


@lru_cache(maxsize=65_536)
def features(text: str) -> frozenset[str]:
    """Syllables and neighbouring pairs of a text, without marks and case."""
    words = _in_office_words(_WORD.findall(unmarked(_parted(text))))
    return frozenset(words) | {f"{a} {b}" for a, b in pairwise(words)}


def _parted(text: str) -> str:
    """Words joined as NgayNhan apart; capitals with marks go on as capitals do."""
    starts = [(a.islower() or a.isdigit()) and b.isupper() for a, b in pairwise(text)]
    return text[:1] + "".join(
        f" {char}" if new else char for new, char in zip(starts, text[1:], strict=True)
    )


def written_out(text: str) -> str:
    """The text without marks, its words in short as offices write them out."""
    return " ".join(_in_office_words(unmarked(text).split()))


def _in_office_words(words: list[str]) -> list[str]:
    """Words in short and those of every day, as offices write them out."""
    said = f" {' '.join(words)} "
    for short, long in _in_full():
        said = said.replace(f" {short} ", f" {long} ")
    return said.split()


@cache
def _in_full() -> tuple[tuple[str, str], ...]:
    """What is written and what it stands for, the longest first."""
    books = read_yaml(Path(__file__).with_name("heading_words.yml"))
    assert isinstance(books, dict)
    pairs = ((unmarked(a), unmarked(b)) for a, b in books["in_full"].items())
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


class Phrases:
    """The phrases of each name, weighed by how few names use their words."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        of = {
            name: {f for text in texts if (f := features(text))}
            for name, texts in phrases.items()
        }
        used = Counter(
            word for sets in of.values() for word in frozenset().union(*sets)
        )
        self._weights = {w: 1 / (1 + math.log(n)) for w, n in used.items()}
        self._of = {
            name: [(phrase, self._weight(phrase)) for phrase in sets]
            for name, sets in of.items()
        }

    def likeness(self, name: str, heading: str) -> float:
        """Between 0 (no word shared) and 1 (the heading is one of the phrases).

        A name without phrases, as a kind just added, is like no heading.
        """
        met = features(heading)
        own = (1 - _PHRASE_PART) * self._weight(met)
        return max(
            (
                self._weight(phrase & met) / (_PHRASE_PART * whole + own)
                for phrase, whole in self._of.get(name, ())
                if not phrase.isdisjoint(met)
            ),
            default=0.0,
        )

    def _weight(self, words: Iterable[str]) -> float:
        whole = sum(
            self._weights.get(word, 1.0) * (_PAIR if " " in word else 1.0)
            for word in words
        )
        return whole or 1e-9
