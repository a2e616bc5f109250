"""The form of a wave: the items of an instrument, with a version anyone can compare."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from warehouse.errors import PlanError
from warehouse.waves.forms.sampled import Sampled

NO_ANSWERS = {"97": "not_applicable", "98": "dont_know", "99": "refused"}
"""Code of an answer that is none → why; never scored."""
SCALES = {
    (1, 5): "likert5",
    (1, 4): "likert4",
    (1, 3): "likert3",
    (1, 10): "ten_points",
}
"""Lowest and highest level → scale of a spec."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WAVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Item:
    """One question.

    Attributes:
        code: Its code, the same whatever way it is asked.
        text: Its words.
        criterion: Factor it belongs to.
        scale_min: Lowest level.
        scale_max: Highest level.
        satisfied_from: Lowest level that counts as satisfied.
        is_reversed: A higher level is worse.
        commitments: Codes of the commitments it shows besides, parted by semicolons.
        second_text: Its words in a second language, as of an ethnic group; "" if
            none. They may be added later: the question stays the same.
    """

    code: str
    text: str
    criterion: str
    scale_min: int
    scale_max: int
    satisfied_from: float | None = None
    is_reversed: bool = False
    commitments: str = field(default="", compare=False)
    second_text: str = field(default="", compare=False)

    @property
    def scale(self) -> str:
        """Its scale, as a spec calls it."""
        return SCALES[self.scale_min, self.scale_max]


@dataclass(frozen=True)
class Form:
    """What is asked in a wave.

    Attributes:
        wave_code: The wave.
        instrument: The questionnaire.
        stream: Which of the five surveys it is, as `before` or `supervision`.
        items: Its questions, in order.
        units: Code and name of each unit that is asked.
        sampled: How its ballots were drawn.
    """

    wave_code: str
    instrument: str
    stream: str
    items: tuple[Item, ...]
    units: tuple[tuple[str, str], ...]
    sampled: Sampled = field(default_factory=Sampled)

    @property
    def number_pattern(self) -> str:
        """Regular expression of a number of its ballots: wave, unit, place drawn, and
        behind a visit which of its ballots."""
        place = "R?[0-9]+-[0-9]+" if self.sampled.has_visits else "R?[0-9]+"
        return f"{re.escape(self.wave_code)}-[0-9A-Za-z]+-{place}"

    @property
    def version(self) -> str:
        """First 10 digits of the digest of its questions: other words change it.

        Commitments stand on no form: one printed before they were known has the
        version of one made after.
        """
        items = [asdict(item) | {"commitments": ""} for item in self.items]
        text = json.dumps([self.instrument, items], ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()[:10]


def make_form(
    wave_code: str,
    instrument: str,
    rows: Iterable[Mapping[str, Any]],
    units: Sequence[tuple[str, str]],
    *,
    stream: str,
    compared_with: str | None,
    criteria: Sequence[str] = (),
    sampled: Sampled | None = None,
) -> Form:
    """The form of a wave by an instrument on record.

    Args:
        wave_code: The wave.
        instrument: Its questionnaire.
        rows: Rows of the query `items`, with those of `item_details` where known.
        units: Code and name of each unit that is asked.
        stream: Which of the five surveys it is.
        compared_with: Instrument of the earlier wave; core items must be equal.
        criteria: Codes of factors in the order they are asked; others follow.
        sampled: How its ballots were drawn; None before they are.

    Raises:
        PlanError: The instrument has no items, one cannot be asked in a form, or a
            core item differs from the earlier wave's.
    """
    by_instrument: dict[str, dict[str, Item]] = {}
    for row in rows:
        of = by_instrument.setdefault(row["instrument"], {})
        of[row["item_code"]] = Item(
            row["item_code"],
            row["text_vi"],
            row["criterion_code"] or "",
            int(row["scale_min"]),
            int(row["scale_max"]),
            _number(row.get("satisfied_from")),
            bool(row.get("is_reversed")),
            row.get("commitment_codes") or "",
            row.get("second_text") or "",
        )
    items = by_instrument.get(instrument, {})
    if not items:
        rule = f"one of the questionnaires loaded: {', '.join(sorted(by_instrument))}"
        step = "load the list of items first"
        raise PlanError("instrument", instrument, rule, step)
    _check_codes(wave_code, items)
    before = by_instrument.get(compared_with or instrument, {})
    _check_core(items, before)
    places = {code: place for place, code in enumerate(criteria)}
    ordered = sorted(
        items.values(), key=lambda item: places.get(item.criterion, len(places))
    )
    return Form(
        wave_code,
        instrument,
        stream,
        tuple(ordered),
        tuple(units),
        sampled or Sampled(),
    )


def _number(value: Any) -> float | None:
    """A level as a build or a list has it: one number, however it is stored."""
    return None if value is None else float(value)


def _check_codes(wave_code: str, items: Mapping[str, Item]) -> None:
    if not _WAVE.fullmatch(wave_code):
        rule = "a code of a wave has Latin letters, digits and . _ -"
        raise PlanError("wave", wave_code, rule, "plan the wave under another code")
    odd = [code for code in items if not _NAME.fullmatch(code)]
    if odd:
        rule = "a code of an item has Latin letters, digits and _"
        raise PlanError("item", ", ".join(odd), rule, "correct the list of items")
    odd = [i.code for i in items.values() if (i.scale_min, i.scale_max) not in SCALES]
    if odd:
        scales = ", ".join(f"{low}–{high}" for low, high in SCALES)
        rule = f"a form asks on one of the scales {scales}"
        raise PlanError("item", ", ".join(odd), rule, "correct the list of items")


def _check_core(items: Mapping[str, Item], before: Mapping[str, Item]) -> None:
    """A question asked before is asked in the same words on the same scale."""
    other = [code for code in items if code in before and items[code] != before[code]]
    if other:
        rule = "a core item has the words and the scale of the earlier wave"
        step = "give it a new code, or take the words it had"
        raise PlanError("item", ", ".join(other), rule, step)
    if before and not items.keys() & before.keys():
        rule = "a wave that is compared asks at least one item of the earlier one"
        step = "choose the questionnaire of the earlier wave"
        raise PlanError("instrument", ", ".join(items), rule, step)
