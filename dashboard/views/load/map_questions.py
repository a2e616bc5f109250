"""The questions of a sheet of ballots, each tied to a question of the instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import blocks, numbers
from dashboard.views.load.desk import Desk

Facts = Mapping[str, Any]
REASONS = ("blank", "refused", "not_applicable", "dont_know", "invalid")


def chosen_questions(desk: Desk, proposal: Facts, key: str) -> list[dict[str, Any]]:
    """What the clerk decides about each question; those left open are not loaded.

    Two headings cannot be one question: of these only the first is taken, and said so.
    """
    words = desk.words
    if not proposal["questions"]:
        return []
    blocks.subheading(words("mapping.questions"))
    blocks.note(words("mapping.questions_lead"))
    taken: set[str] = set()
    found = []
    for number, question in enumerate(proposal["questions"], start=1):
        said = _chosen(desk, proposal, question, f"{key}_{number}", number)
        if said and said["item_code"] in taken:
            st.warning(words("mapping.twice", code=said["item_code"]))
        elif said:
            taken.add(said["item_code"])
            found.append(said)
    return found


def _chosen(
    desk: Desk, proposal: Facts, question: Facts, key: str, number: int
) -> dict[str, Any] | None:
    words = desk.words
    known = proposal["item_codes"]
    own = next(c for c in (f"q{number}", f"new_q{number}") if c not in known)
    codes = {own: words("mapping.own_code", code=own), **known}
    options = ["", *codes]
    wanted = question["item_code"] if question["item_code"] in codes else ""
    code = st.selectbox(
        words(
            "mapping.question", heading=question["heading"], how=_how(desk, question)
        ),
        options,
        index=options.index(wanted),
        format_func=lambda one: codes[one] if one else words("mapping.not_loaded"),
        key=f"item_{key}",
    )
    if not code:
        return None
    no_answer = {}
    for text, why in question["no_answer"].items():
        label = words("mapping.no_answer", heading=question["heading"], text=text)
        no_answer[text] = why or st.selectbox(
            label,
            ("", *REASONS),
            format_func=lambda one: (
                words(f"raw_words.{one}") if one else words("mapping.undecided")
            ),
            key=f"why_{key}_{text}",
        )
    return {
        "item_code": code,
        "heading": question["heading"],
        "x_columns": list(question["x_columns"]),
        "scale": question["scale"],
        "no_answer": no_answer,
    }


def _how(desk: Desk, question: Facts) -> str:
    if question["x_columns"]:
        n = numbers.count(len(question["x_columns"]), desk.lang)
        return desk.words("mapping.crosses", n=n)
    return desk.words("mapping.on_scale", scale=question["said"][desk.lang])
