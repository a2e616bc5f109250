"""A file that several known layouts fit equally: the one question, what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import blocks
from dashboard.views.load.desk import Desk, refusal_shown
from dashboard.views.load.map_columns import column_name
from warehouse.desk.inbox import Card

Facts = Mapping[str, Any]


def ask_layout(desk: Desk, card: Card, equal: Sequence[Facts]) -> None:
    """Asks by which layout the file is read; nothing is chosen beforehand.

    Args:
        desk: The frame.
        card: The file.
        equal: As `ingest.desk.questions.equal_layouts.equal_layouts` gives it.
    """
    words = desk.words
    blocks.heading(words("equal_layouts.title"), words("equal_layouts.lead"))
    names = [str(n) for n in range(len(equal))]
    chosen = st.radio(
        words("equal_layouts.which"),
        names,
        index=None,
        format_func=lambda n: str(equal[int(n)][desk.lang]),
        captions=[_what(desk, one) for one in equal],
        key=f"equal_{card.sha256}",
    )
    if not equal[0]["is_told_apart"]:
        blocks.note(words("equal_layouts.same_columns"))
    blocks.note(words("equal_layouts.this_file"))

    def keep() -> None:
        one = equal[int(chosen or 0)]
        said = {"spec": one["name"], "sha256": one["sha256"]}
        desk.start("choose_layout", card.sha256, said)

    is_pressed = st.button(
        words("equal_layouts.keep"),
        type="primary",
        disabled=chosen is None,
        key=f"choose_layout_{card.sha256}",
    )
    if is_pressed and refusal_shown(desk, keep):
        st.rerun()


def _what(desk: Desk, one: Facts) -> str:
    """What a row becomes, and the headings only this layout reads so."""
    words = desk.words
    kinds = ", ".join(words(f"kinds.{kind}") for kind in one["kinds"])
    parts = [words("equal_layouts.rows", kinds=kinds)]
    for heading, _, column in one["reads"]:
        if column:
            name = column_name(desk, column)
            parts.append(words("equal_layouts.reads", heading=heading, column=name))
        else:
            parts.append(words("equal_layouts.leaves", heading=heading))
    for column, text in one["fixed"]:
        said = words.or_else(f"raw_words.{text}", text)
        name = column_name(desk, column)
        parts.append(words("equal_layouts.fixed", column=name, text=said))
    return "; ".join(parts) + "."
