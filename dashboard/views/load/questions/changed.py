"""A known layout that has changed: only what is otherwise is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import blocks, numbers
from dashboard.views.load.desk import Desk, refusal_shown
from dashboard.views.load.map_columns import column_name
from dashboard.views.load.questions.levels import chosen_levels
from warehouse.desk.inbox import Card

Facts = Mapping[str, Any]
UNDECIDED, PASSED_OVER, PERSONAL, EMPTY = "?", "ignore", "personal", ""


def ask_changed(desk: Desk, card: Card, changed: Facts) -> None:
    """Asks what the headings are that the layout does not know.

    Args:
        desk: The frame.
        card: The file.
        changed: As `ingest.desk.questions.changed.changed_headings` gives it.
    """
    words, spec = desk.words, changed["spec"]
    blocks.heading(words("changed.title"))
    blocks.note(words("changed.lead", title=spec[desk.lang]))
    headings: dict[str, str] = {}
    is_whole = True
    for missing in changed["missing"]:
        chosen = _ask_missing(desk, card, missing, changed["unread"])
        if chosen == UNDECIDED:
            is_whole = False
        else:
            headings[missing["heading"]] = chosen
    aside: dict[str, list[str]] = {PASSED_OVER: [], PERSONAL: []}
    for odd in changed["odd"]:
        if odd["heading"] in headings.values():
            continue
        chosen = _ask_odd(desk, card, odd, changed["absent"])
        if chosen == UNDECIDED:
            is_whole = False
        elif chosen in aside:
            aside[chosen].append(odd["heading"])
        elif chosen in headings:
            st.warning(words("changed.twice", heading=chosen))
            is_whole = False
        else:
            headings[chosen] = odd["heading"]
    if len(set(headings.values())) < len(headings):
        st.warning(words("changed.same"))
        is_whole = False
    said = {
        "spec": spec["name"],
        "sha256": spec["sha256"],
        "headings": headings,
        "ignore": aside[PASSED_OVER],
        "personal": aside[PERSONAL],
    }
    if not is_whole:
        blocks.note(words("changed.answer_all"))
    _offer_keeping(desk, card, said, is_whole=is_whole, is_main=True)
    blocks.note(words("changed.else_map"))


def _ask_missing(
    desk: Desk, card: Card, missing: Facts, unread: Sequence[Facts]
) -> str:
    """What the file calls a heading the layout needs."""
    words = desk.words
    samples = {one["heading"]: ", ".join(one["samples"]) for one in unread}
    options = [UNDECIDED, *samples]

    def shown(option: str) -> str:
        if option == UNDECIDED:
            return words("changed.undecided")
        if not samples[option]:
            return option
        text = samples[option]
        return words("mapping.for_example", heading=option, samples=text)

    names = ", ".join(column_name(desk, name) for name in missing["columns"])
    nearest = missing["nearest"]
    chosen: str = st.selectbox(
        words("changed.missing", heading=missing["heading"], columns=names),
        options,
        index=options.index(nearest) if nearest in options else 0,
        format_func=shown,
        key=f"missing_{card.sha256}_{missing['heading']}",
    )
    return chosen


def _ask_odd(desk: Desk, card: Card, odd: Facts, absent: Sequence[Facts]) -> str:
    """What a heading is that the layout does not know."""
    words = desk.words
    columns = {one["heading"]: one["column"] for one in absent}
    options = [UNDECIDED, PASSED_OVER, PERSONAL, *columns]

    def shown(option: str) -> str:
        if option in (UNDECIDED, PASSED_OVER, PERSONAL):
            name = "undecided" if option == UNDECIDED else option
            return words(f"changed.{name}")
        name = column_name(desk, columns[option])
        return words("changed.is_column", heading=option, column=name)

    likely = PERSONAL if odd["looks"] == "personal" else odd["near"]
    samples = ", ".join(odd["samples"]) or words("changed.no_samples")
    chosen: str = st.selectbox(
        words("changed.odd", heading=odd["heading"], samples=samples),
        options,
        index=options.index(likely) if likely in options else 0,
        format_func=shown,
        key=f"odd_{card.sha256}_{odd['heading']}",
    )
    return chosen


def ask_words(desk: Desk, card: Card, spec: Facts, trial: Facts) -> None:
    """Asks what texts mean that a closed column or an answer scale does not know.

    Args:
        desk: The frame.
        card: The file.
        spec: Name, titles and content hash of its layout.
        trial: With `words` as `ingest.desk.questions.new_words` gives them, and
            `scales` as `ingest.desk.questions.scale_words` does.
    """
    questions, scales = trial.get("words", []), trial.get("scales", [])
    if not questions and not scales:
        return
    words = desk.words
    blocks.heading(words("changed.words_title"), words("changed.words_lead"))
    values = []
    for asked in questions:
        name = column_name(desk, asked["column"])
        texts: dict[str, str] = {}
        meaning = _meanings(desk, asked)
        for text, n, likely in asked["texts"]:
            options = [UNDECIDED, EMPTY, *asked["labels"]]
            count = numbers.count(n, desk.lang)
            chosen = st.selectbox(
                words("changed.word", column=name, text=text, n=count),
                options,
                index=options.index(likely) if likely in options else 0,
                format_func=meaning,
                key=f"word_{card.sha256}_{asked['kind']}_{asked['heading']}_{text}",
            )
            if chosen != UNDECIDED:
                texts[text] = chosen
        if texts:
            place = {name: asked[name] for name in ("kind", "column", "heading")}
            values.append({**place, "texts": texts})
    levels = chosen_levels(desk, card, scales)
    said = {"spec": spec["name"], "sha256": spec["sha256"]}
    is_whole = bool(values or levels)
    said |= {"values": values, "scales": levels}
    _offer_keeping(desk, card, said, is_whole=is_whole, is_main=False)


def _meanings(desk: Desk, asked: Facts) -> Callable[[str], str]:
    def meaning(option: str) -> str:
        if option == UNDECIDED:
            return desk.words("mapping.undecided")
        if option == EMPTY:
            return desk.words("mapping.empty")
        label = str(asked["labels"][option])
        return desk.words.or_else(f"raw_words.{option}", label)

    return meaning


def _offer_keeping(
    desk: Desk, card: Card, said: Facts, *, is_whole: bool, is_main: bool
) -> None:
    def keep() -> None:
        desk.start("amend", card.sha256, said)

    is_pressed = st.button(
        desk.words("changed.keep"),
        type="primary" if is_main else "secondary",
        disabled=not is_whole,
        key=f"amend_{card.sha256}",
    )
    if is_pressed and refusal_shown(desk, keep):
        st.rerun()
