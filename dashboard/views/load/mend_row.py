"""One refused row of a loaded file, mended in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import blocks, numbers
from dashboard.views.load.desk import Desk, follow
from dashboard.views.load.signed_act import offer_act
from warehouse.desk.inbox import LOADED, Card, corrections
from warehouse.desk.jobs import DONE, RUNNING, Job, latest_job

Facts = Mapping[str, Any]
MOST_CHARS = 200


def offer_row(desk: Desk, card: Card, rows: Sequence[Facts], n_refused: int) -> None:
    """Draws the row that is chosen, with a field for each of its faulty cells.

    Args:
        desk: The frame.
        card: The file.
        rows: Its refused rows, as `ingest.desk.mending.refused_rows` gives them.
        n_refused: How many records of it were refused.
    """
    words = desk.words
    job = latest_job(desk.settings, "mend_row", card.sha256)
    mended = [
        (one.mends["sheet"], one.mends["line"])
        for one in corrections(desk.settings, card)
        if one.mends and one.status == LOADED
    ]
    left = [row for row in rows if (row["sheet"], row["line"]) not in mended]
    if not left and job is None:
        return
    blocks.subheading(words("mend_row.title"))
    if job is not None:
        _tell(desk, job)
        if job.state == RUNNING:
            return
    if not left:
        return
    blocks.note(words("mend_row.lead"))
    if n_refused > len(rows):
        n = numbers.count(len(rows), desk.lang)
        blocks.note(words("mend_row.others", n=n))
    place = st.selectbox(
        words("mend_row.row"),
        range(len(left)),
        format_func=_named(desk, left),
        key=f"row_{card.sha256}_{len(mended)}",
    )
    _show_row(desk, card, left[place])


def _named(desk: Desk, rows: Sequence[Facts]) -> Callable[[int], str]:
    def named(place: int) -> str:
        row = rows[place]
        columns = ", ".join(dict.fromkeys(cell["heading"] for cell in row["cells"]))
        name = "mend_row.line_of_sheet" if row["sheet"] else "mend_row.line"
        said = {"sheet": row["sheet"], "line": row["line"], "columns": columns}
        return desk.words(name, **said)

    return named


def _show_row(desk: Desk, card: Card, row: Facts) -> None:
    words = desk.words
    said: dict[str, str] = {}
    for cell in row["cells"]:
        heading = cell["heading"]
        if heading in said:
            continue
        rule, step = cell[desk.lang]
        value = cell["value"] or words("load.blank")
        text = st.text_input(
            words("mend_row.cell", heading=heading, value=value),
            max_chars=MOST_CHARS,
            help=words("mend_row.why", heading=heading, rule=rule, step=step),
            key=f"cell_{card.sha256}_{row['sheet']}_{row['line']}_{heading}",
        )
        said[heading] = str(text).strip()

    offer_act(
        desk,
        "mend_row",
        card.sha256,
        words("mend_row.save"),
        said={"sheet": row["sheet"], "line": row["line"], "cells": said},
        is_ready=any(said.values()),
    )


def _tell(desk: Desk, job: Job) -> None:
    """What came of the row mended last."""
    words, answer = desk.words, job.answer
    if not follow(desk, job) or job.state != DONE:
        return
    if not answer["is_mended"]:
        faults = [f"{one['column']}: {one[desk.lang][0]}" for one in answer["refused"]]
        st.error(words("mend_row.still", faults="; ".join(faults)))
        return
    name = "mend_row.done" if answer["n_loaded"] else "mend_row.done_again"
    st.success(words(name, line=job.said["line"]))
