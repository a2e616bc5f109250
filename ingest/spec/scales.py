"""Answer scales: what one answer text is worth, or why it is not an answer.

Answers have few distinct texts, so each text is judged once, exactly, in Python,
and the database joins the judgement to the rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from ingest.files.text import heading_key
from ingest.spec.form.spec import ScaleForm
from ingest.spec.strict_yaml import read_yaml
from ingest.values.cell_errors import broken_rule
from ingest.values.float_codes import as_code

TWO_MARKS = "\x02two marks"
"""Stands for a question marked twice in its x columns: an invalid answer."""
TWO_TEXTS = "\x03"
"""Begins the text of a row that fills two headings of one column differently."""
_NUMBER = re.compile(r"-?\d{1,4}(?:[.,]\d{1,4})?")


@dataclass(frozen=True)
class Scale:
    """One answer scale.

    Attributes:
        name: Its name in specs.
        low: Lowest number, if numbers are allowed.
        high: Highest number.
        step: Distance of two levels.
        is_reversed: The lowest number is the best; turned round when read.
        words: Level by comparison key of the word.
        spelt: Words as they are written, of levels a word names; the first of each.
    """

    name: str
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal = Decimal(1)
    is_reversed: bool = False
    words: Mapping[str, Decimal] = field(default_factory=dict)
    spelt: Mapping[Decimal, str] = field(default_factory=dict)

    @property
    def levels(self) -> str:
        """Lowest and highest level, of words where numbers are not allowed."""
        low, high = self.low, self.high
        if low is None or high is None:
            low, high = min(self.words.values()), max(self.words.values())
        return f"{low}–{high}"


@dataclass(frozen=True)
class Judgement:
    """What an answer text means: a level, a reason for none, or a broken rule.

    `offer` is the level that a text off the scale most likely means.
    """

    level: Decimal | None = None
    no_answer_reason: str | None = None
    rule: str | None = None
    offer: Decimal | None = None


def scale_of(name: str, form: ScaleForm) -> Scale:
    """Makes a scale of its form; words beside the keys are short for `words`."""
    words = {**(form.model_extra or {}), **form.words}
    levels = [(Decimal(str(level)), word) for word, level in words.items()]
    return Scale(
        name=name,
        low=None if form.min is None else Decimal(str(form.min)),
        high=None if form.max is None else Decimal(str(form.max)),
        step=Decimal(str(form.step)),
        is_reversed=form.reversed,
        words={heading_key(word): level for level, word in levels},
        spelt=dict(reversed(levels)),
    )


def scale_from(name: str, body: Mapping[str, object]) -> Scale:
    """Makes a scale of what a spec would write."""
    return scale_of(name, ScaleForm.model_validate(body))


@cache
def shipped_scales() -> Mapping[str, Scale]:
    """The scales every spec may name."""
    scales = read_yaml(Path(__file__).with_name("scales.yml"))
    assert isinstance(scales, dict)
    return {name: scale_from(name, body) for name, body in scales.items()}


def judge(text: str | None, scale: Scale, no_answer: Mapping[str, str]) -> Judgement:
    """Judges one answer text.

    Args:
        text: The cell, or None if empty.
        scale: The question's scale.
        no_answer: Reason by comparison key of the code that means it.

    Returns:
        Exactly one of level, reason or rule is filled.
    """
    key = heading_key(text or "")
    key = key if key in no_answer else as_code(key)
    if key in no_answer:
        return Judgement(no_answer_reason=no_answer[key])
    if text is None or not key:
        return Judgement(no_answer_reason="blank")
    if text.startswith(TWO_TEXTS):
        return Judgement(rule="two_texts")
    if broken := broken_rule(text):
        return Judgement(rule=broken)
    if text == TWO_MARKS:
        return Judgement(no_answer_reason="invalid")
    if key in scale.words:
        return Judgement(level=scale.words[key])
    return _labelled(key, scale) or _worded(key, scale) or _number(text, scale)


def _points() -> str:
    words = read_yaml(Path(__file__).with_name("point_words.yml"))
    assert isinstance(words, dict)
    return "|".join(map(heading_key, words["points"]))


_LABELLED = (
    re.compile(r"[(\[]?(?P<level>\d{1,2})\s*[.):\]–-]\s*(?P<word>\D.*)"),
    re.compile(r"(?P<word>\D.*?)\s*[(\[]\s*(?P<level>\d{1,2})\s*[)\]]"),
    re.compile(rf"(?P<level>\d{{1,2}})\s*(?P<word>{_points()}|/\s*\d{{1,2}})"),
)


def _labelled(key: str, scale: Scale) -> Judgement | None:
    """A level and its word in one text; the offer to add it to the scale."""
    for pattern in _LABELLED:
        found = pattern.fullmatch(key)
        if found is None:
            continue
        level = _number(found["level"], scale).level
        word = found["word"].strip()
        levels = {level, scale.words.get(word), *_usual_levels(word, scale)} - {None}
        if len(levels) == 1:
            return Judgement(rule="scale_labelled", offer=levels.pop())
    return None


def _worded(key: str, scale: Scale) -> Judgement | None:
    """A word that means one level of every shipped scale of as many levels."""
    levels = _usual_levels(key, scale)
    return (
        Judgement(rule="scale_word", offer=levels.pop()) if len(levels) == 1 else None
    )


def _usual_levels(word: str, scale: Scale) -> set[Decimal]:
    """What a word is worth on shipped scales from the same least to the same most."""
    if scale.is_reversed:
        return set()
    alike = (
        other.words
        for other in shipped_scales().values()
        if (other.low, other.high) == (scale.low, scale.high)
    )
    return {words[word] for words in alike if word in words}


def _number(text: str, scale: Scale) -> Judgement:
    if scale.low is None or scale.high is None or not _NUMBER.fullmatch(text):
        return Judgement(rule="scale")
    number = Decimal(text.replace(",", "."))
    if not scale.low <= number <= scale.high or (number - scale.low) % scale.step:
        return Judgement(rule="scale")
    if scale.is_reversed:
        number = scale.low + scale.high - number
    return Judgement(level=number)
