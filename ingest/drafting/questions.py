"""Columns of answers: every cell a level of one scale, or a sign of no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.drafting.known_words import count_words, no_answer_words
from ingest.files.text import heading_key
from ingest.spec.scales import Scale, shipped_scales
from warehouse.words.marks import unmarked

YES_NO = "yes_no"
"""Whose words stand anywhere: alone they make no sheet a ballot."""
_FEW = 4
_SIGNS = {"9", "99", "97", "98", "-1"}
"""Numbers that survey books write where nobody answered."""
_LONG = 5
"""Beyond five levels a 0 is a level, not a sign."""
_ENOUGH = 0.6
"""Share of cells that must be levels; signs of no answer take the rest."""


@dataclass(frozen=True)
class Question:
    """What a column of answers is.

    Attributes:
        scale: Name of the shipped scale that holds all levels.
        no_answer: Texts met that are no level, with what each means; None: not known.
    """

    scale: str
    no_answer: Mapping[str, str | None]


def question_of(filled: Sequence[str]) -> Question | None:
    """The reading of a column as answers; None where its cells are something else.

    Of the scales that hold all levels the narrowest counts.
    """
    counts = Counter(filled)
    fitting = [s for s in shipped_scales().values() if _holds(s, counts)]
    if not fitting:
        return None
    scale = min(fitting, key=_span)
    known = no_answer_words()
    return Question(
        scale.name,
        {
            text: known.get(heading_key(text))
            for text in counts
            if not _is_level(scale, text)
        },
    )


def counts_something(heading: str, filled: Sequence[str]) -> bool:
    """Whether numbers are counts, or the numbers of the rows, and no levels."""
    if not all(text.isdecimal() for text in filled):
        return False
    padded = any(len(text) > 1 and text.startswith("0") for text in filled)
    in_turn = [str(n) for n in range(1, len(filled) + 1)]
    are_rows = len(filled) >= _FEW and list(filled) == in_turn
    return padded or are_rows or is_called_a_count(heading)


def is_called_a_count(heading: str) -> bool:
    """Whether a heading, or its lowest part, begins as headings of counts do."""
    parts = (heading.replace("/", " "), heading.rpartition(" / ")[2])
    said = [unmarked(part).split() for part in parts]
    return any(words[: len(w)] == w for words in said for w in count_words())


def _holds(scale: Scale, counts: Mapping[str, int]) -> bool:
    others = [text for text in counts if not _is_level(scale, text)]
    words = no_answer_words()
    is_short = scale.high is not None and scale.high <= _LONG
    signs = _SIGNS | {"0"} if is_short else _SIGNS
    if any(heading_key(t) not in words and t not in signs for t in others):
        return False
    whole = sum(counts.values())
    return bool(whole) and sum(counts[t] for t in others) <= (1 - _ENOUGH) * whole


def _is_level(scale: Scale, text: str) -> bool:
    if heading_key(text) in scale.words:
        return True
    if scale.low is None or scale.high is None or not text.isdecimal():
        return False
    return scale.low <= int(text) <= scale.high


def _span(scale: Scale) -> tuple[int, int, str]:
    ends = (scale.low, scale.high)
    span = int(ends[1] - ends[0]) if ends[0] is not None and ends[1] is not None else 0
    return (span, len(scale.words), scale.name)


def texts_without_answer(questions: Iterable[Question]) -> dict[str, str | None]:
    """All texts that are no level, over all questions of a sheet."""
    return {t: why for one in questions for t, why in one.no_answer.items()}
