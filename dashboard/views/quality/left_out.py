"""Rows that enter no figure: why, what stands there, where, what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, numbers
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from warehouse.builds.left_out import fate_words
from warehouse.words import words_of

Row = Mapping[str, Any]


def left_out(page: Page) -> Sequence[Row]:
    """Rows of the registered query `unplaced`; none in a build of before."""
    answer = ask_if_built(page, "unplaced")
    return answer.rows if answer else []


def n_left_out(rows: Sequence[Row]) -> int:
    """How many rows there are, of all kinds and fates."""
    return sum({(r["row_kind"], r["fate"]): r["n_of_fate"] for r in rows}.values())


def show_left_out(page: Page, rows: Sequence[Row]) -> None:
    """Draws the values most rows hold; nothing where every row has its place."""
    if not rows:
        return
    words, said = page.words, words_of(page.lang)
    title = said("left_out.title")
    blocks.heading(title, words("left_out.lead"))

    def place(row: Row) -> str:
        first = said("left_out.place", file=row["file_name"], line=row["line"])
        return "; ".join(part for part in (first, row["further_places"]) if part)

    columns = (
        Column(
            words("quality.kind"),
            lambda row: fate_words(said, row["row_kind"], row["fate"])[0],
        ),
        Column(
            said("left_out.columns.why"),
            lambda row: fate_words(said, row["row_kind"], row["fate"])[1],
        ),
        Column(
            said("left_out.columns.value"),
            lambda row: str(row["value"] or numbers.MISSING),
        ),
        Column(
            said("left_out.columns.candidates"),
            lambda row: str(row["candidates"] or numbers.MISSING),
        ),
        Column(
            said("left_out.columns.n_rows"),
            lambda row: numbers.count(row["n_rows"], page.lang),
            is_number=True,
        ),
        Column(said("left_out.columns.place"), place),
    )
    show_table(rows, columns, title)
    badge.show_badge(
        page,
        n=words("quality.n_left_out", n=numbers.count(n_left_out(rows), page.lang)),
        coverage=words("coverage.all_loaded"),
        source=badge.recorded_in(page, "records"),
        dates=words("badge.whole_build"),
    )
