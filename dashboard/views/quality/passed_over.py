"""Steps of due process that reach no figure: which matter, and why; nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, numbers
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from warehouse.words import words_of

Row = Mapping[str, Any]


def passed_over(page: Page) -> Sequence[Row]:
    """Rows of the registered query `process_passed_over`; none in a build of before."""
    answer = ask_if_built(page, "process_passed_over")
    return answer.rows if answer else []


def show_passed_over(page: Page) -> None:
    """Draws each step and why; nothing where every step follows the arrows."""
    rows, said = passed_over(page), words_of(page.lang)
    if not rows:
        return
    title = said("process.passed_over.title")
    blocks.heading(title, said("process.passed_over.lead"))
    columns = (
        Column(
            said("process.passed_over.columns.matter"),
            lambda row: row["matter_code"] or said("process.passed_over.none"),
        ),
        Column(
            said("process.passed_over.columns.seq"),
            lambda row: numbers.count(row["seq"], page.lang),
            is_number=True,
        ),
        Column(
            said("process.passed_over.columns.why"),
            lambda row: said(f"process.passed_over.whys.{row['why']}"),
        ),
    )
    show_table(rows, columns, title)
    badge.show_badge(
        page,
        n=said("process.passed_over.n", n=numbers.count(len(rows), page.lang)),
        coverage=page.words("coverage.whole_register"),
        source=badge.recorded_in(page, "process"),
        dates=page.words("badge.whole_build"),
    )
