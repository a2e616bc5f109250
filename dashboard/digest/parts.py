"""The parts of a digest: headings with lines, and what is new in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard import numbers
from dashboard.words import Words, words_of

MOST_LINES = 8


@dataclass(frozen=True)
class Line:
    """One matter.

    Attributes:
        key: Names it from week to week.
        n: How many.
        text: What it is, without names of people.
        facts: What stands beside it, such as its day.
        link: Path of the page with the evidence; empty for none.
    """

    key: str
    n: int
    text: str
    facts: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Part:
    """A heading and its lines.

    Attributes:
        title: The heading.
        lines: The first of what there is.
        none: Said where there is nothing.
        n_more: How many lines the page has besides.
    """

    title: str
    lines: tuple[Line, ...]
    none: str
    n_more: int = 0


def part_of(words: Words, name: str, lines: Sequence[Line]) -> Part:
    """A part with its first lines and its own words."""
    title, none = words(f"digest.parts.{name}"), words(f"digest.none.{name}")
    n_more = max(0, len(lines) - MOST_LINES)
    return Part(title, tuple(lines[:MOST_LINES]), none, n_more)


def page_link(lang: str, page: str, **query: str) -> str:
    """Path of a page, in the reader's language, with what it is to show first."""
    asked = urlencode({**query, "lang": lang})
    return f"{words_of('vi')(f'paths.{page}')}?{asked}"


@dataclass(frozen=True)
class Contents:
    """What a digest says, before it is text or HTML.

    Attributes:
        title: Its subject.
        lead: Sentences above all parts.
        parts: In the order they are read.
        all_lines: Every matter there is, shown or not, by key.
    """

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    all_lines: Mapping[str, Line]


Before = Mapping[str, tuple[int, str]]
"""Key of a matter → how many there were in the digest before, and its words."""


def news(words: Words, line: Line, before: Before | None) -> str:
    """What is new in a line since the digest before; empty where there was none."""
    if before is None:
        return ""
    if line.key not in before:
        return words("digest.news.new")
    more = line.n - before[line.key][0]
    if not more:
        return words("digest.news.same")
    kind = "more" if more > 0 else "fewer"
    return words(f"digest.news.{kind}", n=numbers.count(abs(more), words.lang))


def gone(before: Before | None, now: Iterable[str]) -> list[str]:
    """Words of matters of the digest before that are no more."""
    left = set(now)
    return [text for key, (_, text) in (before or {}).items() if key not in left]
