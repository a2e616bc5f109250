"""Answers that a later delivery changed: from what to what, by which files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import badge, blocks, numbers
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table

TEXTS = ("wave_code", "item_code")
FILES = ("old_answer", "new_answer", "old_file", "new_file")


def show_answer_changes(page: Page) -> None:
    """Draws the changes; nothing where there is none."""
    answer = ask_if_built(page, "answer_changes")
    if not answer or not answer.rows:
        return
    words = page.words
    title = words("answer_changes.title")
    blocks.heading(title, words("answer_changes.lead"))

    def text(name: str, label: str) -> Column:
        return Column(label, lambda row: str(row[name] or numbers.MISSING))

    def change(row: Mapping[str, Any]) -> str:
        return words(f"answer_changes.changes.{row['change']}")

    columns = (
        *(text(name, words(f"export.columns.{name}")) for name in TEXTS),
        Column(words("answer_changes.change"), change),
        *(text(name, words(f"answer_changes.{name}")) for name in FILES),
        Column(
            words("answer_changes.n_answers"),
            lambda row: numbers.count(row["n_answers"], page.lang),
            is_number=True,
        ),
    )
    show_table(answer.rows, columns, title)
    n = numbers.count(sum(row["n_answers"] for row in answer.rows), page.lang)
    badge.show_badge(
        page,
        n=words("answer_changes.n", n=n),
        coverage=words("coverage.cut" if answer.is_cut else "coverage.whole_list"),
        source=badge.recorded_in(page, "lists"),
        dates=words("badge.whole_build"),
    )
