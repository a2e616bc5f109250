"""Names of units that nobody knows: asked with what is near, confirmed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import blocks, numbers
from dashboard.views.load.desk import Desk, refusal_shown
from warehouse.desk.inbox import Card

Facts = Mapping[str, Any]
UNDECIDED = ""


def ask_names(desk: Desk, card: Card, names: Facts) -> None:
    """Asks which unit each name stands for.

    Args:
        desk: The frame.
        card: The file.
        names: As `ingest.desk.questions.unit_names.unknown_names` gives it; empty if
            all are known.
    """
    if not names.get("texts"):
        return
    words, units = desk.words, names["units"]
    blocks.heading(words("unit_names.title"), words("unit_names.lead"))
    said: dict[str, str] = {}
    for text, n, near in names["texts"]:
        options = [UNDECIDED, *near, *(code for code in units if code not in near)]
        chosen = st.selectbox(
            words("unit_names.name", text=text, n=numbers.count(n, desk.lang)),
            options,
            format_func=_shown(desk, units, near),
            key=f"unit_{card.sha256}_{text}",
        )
        if chosen != UNDECIDED:
            said[text] = chosen

    def confirm() -> None:
        desk.start("confirm_names", card.sha256, {"names": said})

    label = words("unit_names.confirm")
    is_pressed = st.button(label, disabled=not said, key=f"names_{card.sha256}")
    if is_pressed and refusal_shown(desk, confirm):
        st.rerun()


def _shown(
    desk: Desk, units: Mapping[str, str], near: list[str]
) -> Callable[[str], str]:
    def shown(code: str) -> str:
        if code == UNDECIDED:
            return desk.words("unit_names.undecided")
        name = "unit_names.near" if code in near else "unit_names.unit"
        return desk.words(name, unit=units[code], code=code)

    return shown
