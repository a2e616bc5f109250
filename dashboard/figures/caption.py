"""What a figure says of itself once it is saved and has left its page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from dashboard.theme import LEVEL_COLOURS, LOOKS, TIERS
from dashboard.words import Words


class Mark(NamedTuple):
    """One entry of a legend.

    Attributes:
        text: What it means, or a sentence on the signs.
        sign: What stands before it; empty for a sentence.
        colour: Colour of the sign.
    """

    text: str
    sign: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Caption:
    """What is written above a saved figure; how many and which day tells its badge.

    Attributes:
        title: What is drawn.
        of: Of whom, which question or measure, between which rounds.
        legend: What its colours, signs and lines mean.
    """

    title: str
    of: Sequence[str]
    legend: Sequence[Mark] = ()

    def attributes(self) -> str:
        """The caption as attributes of the button that saves, for `page.js`."""
        of = " · ".join(filter(None, self.of))
        marks = json.dumps([*map(list, self.legend)], ensure_ascii=False)
        return (
            f'data-heading="{escape(self.title)}" data-of="{escape(of)}" '
            f'data-legend="{escape(marks)}"'
        )


def level_marks(words: Words) -> list[Mark]:
    """The five levels of an answer."""
    return [
        Mark(words(f"answer_levels.{level}"), "\u25a0", colour)
        for level, colour in enumerate(LEVEL_COLOURS, start=1)
    ]


def verdict_marks(
    words: Words, verdicts: Iterable[str], vocabulary: str = "verdicts_short"
) -> list[Mark]:
    """The verdicts that are drawn, each once and in the order they are named."""
    found = set(verdicts)
    return [
        Mark(words(f"{vocabulary}.{verdict}"), look.sign, look.colour)
        for verdict, look in LOOKS.items()
        if verdict in found
    ]


def band_marks(words: Words, bands: Iterable[str]) -> list[Mark]:
    """The bands of officers that are drawn."""
    found = set(bands)
    return [
        Mark(words(f"bands.{band}_short"), look.sign, look.colour)
        for band, look in TIERS.items()
        if band in found
    ]
