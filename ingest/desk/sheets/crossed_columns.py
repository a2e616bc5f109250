"""Questions answered by a cross in one of several columns, one column per level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.files.text import heading_key
from ingest.spec.form.kind import DEFAULT_MARKS
from ingest.spec.scales import shipped_scales

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
        if len(headings) >= _LEAST
    ]


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
