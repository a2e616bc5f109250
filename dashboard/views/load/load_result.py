"""The account of a file in words: what is loaded, what is refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.tables import Column, show_table
from dashboard.views.load.desk import Desk
from warehouse.messages import for_clerks, message_in

Facts = Mapping[str, Any]


def show_account(desk: Desk, facts: Facts, *, is_trial: bool) -> None:
    """Draws the account of a load, or of a trial of one.

    Args:
        desk: The frame.
        facts: As `ingest.desk.trial` gives them.
        is_trial: Nothing was loaded: this is what would be.
    """
    words = desk.words
    if facts["status"] == "already_loaded":
        st.info(words("load.already_loaded"))
        return
    if facts["status"] == "refused":
        st.error(for_clerks(message_in(facts["reason"], desk.lang)))
        return
    sentences = [
        _sentence(desk, kind, counts, facts, is_trial=is_trial)
        for kind, counts in facts["kinds"].items()
    ]
    n_left = facts["n_skipped_rows"]
    if n_left:
        sentences.append(words("load.left_out", n=numbers.count(n_left, desk.lang)))
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    st.html(f'<section class="tt-verdict">{paragraphs}</section>')
    notices = [for_clerks(notice[desk.lang]) for notice in facts["notices"]]
    blocks.bullets(words("load.notices"), notices)
    if facts["refused"]:
        show_refused(desk, facts["refused"])


def _sentence(
    desk: Desk, kind: str, counts: Facts, facts: Facts, *, is_trial: bool
) -> str:
    words = desk.words
    counted = {name: numbers.count(n, desk.lang) for name, n in counts.items()}
    title = words(f"kinds.{kind}")
    text = words("load.would" if is_trial else "load.did", kind=title, **counted)
    seen = facts.get("seen", {}).get(kind)
    if not seen:
        return text
    parts = [text]
    if seen["first_day"]:
        days = (seen["first_day"], seen["last_day"])
        first, last = (dates.day(date.fromisoformat(day)) for day in days)
        one_day = words("load.one_day", day=first)
        parts.append(
            one_day if first == last else words("load.days", first=first, last=last)
        )
    if seen["n_units"]:
        names = ", ".join(seen["units"])
        more = seen["n_units"] - len(seen["units"])
        is_all = more <= 0
        n = numbers.count(more, desk.lang)
        parts.append(
            words("load.units", names=names)
            if is_all
            else words("load.units_more", names=names, n=n)
        )
    return " ".join(parts)


def show_refused(desk: Desk, refused: Sequence[Facts]) -> None:
    """Faults by what is wrong, with how many cells, examples and what to do."""
    words, lang = desk.words, desk.lang

    def examples(row: Facts) -> str:
        shown = [
            words("load.example", line=line, value=value or words("load.blank"))
            for line, value in row["examples"]
        ]
        return "; ".join(shown)

    columns = (
        Column(words("load.fault"), lambda row: row[lang][0]),
        Column(
            words("load.cells"),
            lambda row: numbers.count(row["n"], lang),
            is_number=True,
        ),
        Column(words("load.column"), lambda row: row["column"]),
        Column(words("load.examples"), examples),
        Column(words("load.to_do"), lambda row: for_clerks(row[lang][1])),
    )
    title = words("load.refused_title")
    blocks.subheading(title)
    show_table(refused, columns, title)
