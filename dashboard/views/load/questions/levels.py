"""What a text is worth that an answer scale does not know yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import numbers
from dashboard.views.load.desk import Desk
from warehouse.desk.inbox import Card

Facts = Mapping[str, Any]
UNDECIDED = ""
MOST_HEADINGS = 2
"""More questions of one scale are not named one by one."""


def chosen_levels(
    desk: Desk, card: Card, scales: Sequence[Facts]
) -> list[dict[str, Any]]:
    """What a clerk says of each text; those left open are not in it.

    Args:
        desk: The frame.
        card: The file.
        scales: As `ingest.desk.questions.scale_words.scale_words` gives them.
    """
    words, said = desk.words, []
    for asked in scales:
        options = [UNDECIDED, *asked["levels"], *asked["reasons"]]
        texts: dict[str, str] = {}
        for text, n, likely in asked["texts"]:
            count = numbers.count(n, desk.lang)
            chosen = st.selectbox(
                words("changed.level", text=text, n=count, where=_where(desk, asked)),
                options,
                index=options.index(likely) if likely in options else 0,
                format_func=_shown(desk, asked),
                key=f"level_{card.sha256}_{asked['scale']}_{text}",
            )
            if chosen != UNDECIDED:
                texts[text] = chosen
        if texts:
            said.append({"scale": asked["scale"], "texts": texts})
    return said


def _where(desk: Desk, asked: Facts) -> str:
    """The questions it was written under: named, or counted where they are many."""
    headings = asked["headings"]
    if len(headings) <= MOST_HEADINGS:
        return "; ".join(headings)
    n = numbers.count(len(headings) - 1, desk.lang)
    return str(desk.words("changed.more_questions", heading=headings[0], n=n))


def _shown(desk: Desk, asked: Facts) -> Callable[[str], str]:
    def shown(option: str) -> str:
        words = desk.words
        if option == UNDECIDED:
            return words("mapping.undecided")
        name = option.partition(":")[2]
        if option in asked["reasons"]:
            return words("changed.no_level", why=words(f"raw_words.{name}"))
        word = asked["levels"][option]
        if not word:
            return words("changed.plain_level", level=name)
        return words("changed.a_level", level=name, word=word)

    return shown
