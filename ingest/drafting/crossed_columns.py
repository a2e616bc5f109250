"""Crosses in one of several columns: levels of a question, or words of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.drafting.likeness import written_out
from ingest.files.text import heading_key
from ingest.spec.scales import shipped_scales
from ingest.values.usual_marks import DEFAULT_MARKS
from warehouse.raw.column import BOOLEAN, Column, Kind

_LEAST = 2
"""A question has at least so many levels."""
_PARTS = " / "


@dataclass(frozen=True)
class MarkedQuestion:
    """One question over several columns.

    Attributes:
        question: What stands over all of them.
        x_columns: Their headings, the lowest level first.
    """

    question: str
    x_columns: tuple[str, ...]


def marked_questions(
    texts: Mapping[str, Sequence[str] | None],
) -> list[MarkedQuestion]:
    """The questions of a sheet whose header joins a question with its levels.

    Args:
        texts: All different texts by heading; None where there are many.
    """
    groups: dict[str, list[str]] = {}
    for heading, found in texts.items():
        question, parted, level = heading.rpartition(_PARTS)
        if parted and found is not None and _are_marks(found) and level:
            groups.setdefault(question, []).append(heading)
    return [
        MarkedQuestion(question, tuple(_in_order(headings)))
        for question, headings in groups.items()
        # two days of open cases are empty columns under one heading as well
        if len(headings) >= _LEAST and any(texts[heading] for heading in headings)
    ]


def marked_columns(
    kind: Kind,
    texts: Mapping[str, Sequence[str] | None],
    known: Mapping[str, Mapping[str, str | None]],
) -> dict[str, dict[str, str]]:
    """Columns of a kind whose words stand in the heading, above crosses.

    Either one heading over all of them, or headings of their own, each a word.

    Args:
        kind: What a row is.
        texts: All different texts by heading; None where there are many.
        known: By column, the word each text stands for.

    Returns:
        By column, word → heading, where each heading says another word.
    """
    crossed = [h for h, t in texts.items() if t is not None and _are_marks(t)]
    groups: dict[str, list[str]] = {}
    for heading in crossed:
        groups.setdefault(heading.rpartition(_PARTS)[0], []).append(heading)
    found: dict[str, dict[str, str]] = {}
    for column in kind.columns:
        if not (column.words or column.type == BOOLEAN):
            continue
        words = _words_of(column, known.get(column.name, {}))
        for over, group in groups.items():
            said = [words.get(written_out(h.rpartition(_PARTS)[2])) for h in group]
            pairs = {w: h for w, h in zip(said, group, strict=True) if w}
            is_whole = len(pairs) == len(group) or not over
            is_used = any(texts[heading] for heading in pairs.values())
            taken = {heading for other in found.values() for heading in other.values()}
            is_free = taken.isdisjoint(pairs.values())
            if is_whole and is_used and is_free and len(pairs) >= _LEAST:
                found.setdefault(column.name, pairs)
    return found


def _words_of(column: Column, known: Mapping[str, str | None]) -> dict[str, str]:
    own = {word: word for word in column.words}
    said = {text: str(word).lower() for text, word in known.items() if word is not None}
    return {written_out(text): word for text, word in (own | said).items()}


def _are_marks(texts: Sequence[str]) -> bool:
    marks = set(map(heading_key, DEFAULT_MARKS))
    return all(heading_key(text) in marks for text in texts)


def _in_order(headings: Sequence[str]) -> Sequence[str]:
    """By the levels of the scale that knows all of their words; else as they stand."""
    keys = [heading_key(heading.rpartition(_PARTS)[2]) for heading in headings]
    for scale in shipped_scales().values():
        levels = [_level(key, scale.words) for key in keys]
        if all(level is not None for level in levels) and len(set(levels)) > 1:
            pairs = sorted(zip(levels, headings, strict=True), key=lambda p: p[0] or 0)
            return [heading for _, heading in pairs]
    return headings


def _level(key: str, words: Mapping[str, Decimal]) -> Decimal | None:
    if key.isdecimal():
        return Decimal(key)
    return words.get(key)
