"""Units whose own ballots are to be looked at, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import blocks
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import name_key

Row = Mapping[str, Any]


def show_checks(page: Page, rows: Sequence[Row], period: str) -> None:
    """Draws the marks of a question and quarter, or that there is none.

    Args:
        page: The frame of this run.
        rows: Rows of `gaps_by_unit` with the names of units, of one question.
        period: The quarter.
    """
    item = next((str(row["item_code"]) for row in rows), None)
    if item is None:
        return
    answer = ask_if_built(
        page, "gap_checks", map="today", item_code=item, period=period
    )
    if answer is None:
        return
    words = page.words
    names = {row["unit_key"]: str(row["name"]) for row in rows}
    shown = [row for row in answer.rows if row["unit_key"] in names]
    unknown = [r for r in shown if r["state"] == "shown" and r["n_periods"] is None]
    if not unknown and not any(row["n_periods"] for row in shown):
        return
    marked = [row for row in shown if row["needs_check"]]
    marked.sort(key=lambda row: name_key(names[row["unit_key"]]))
    if unknown:
        blocks.note(words("gap_checks.unknown", n=len(unknown)))
    if not marked:
        if any(row["n_periods"] for row in shown):
            blocks.note(words("gap_checks.none"))
        return
    blocks.subheading(words("gap_checks.title"))
    blocks.bullets(
        words("gap_checks.title"),
        [
            words(
                f"gap_checks.over_{'two' if row['n_periods'] > 1 else 'one'}",
                unit=names[row["unit_key"]],
            )
            for row in marked
        ],
    )
    blocks.note(words("gap_checks.meaning"))
