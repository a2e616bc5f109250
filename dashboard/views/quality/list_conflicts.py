"""Rows of lists that differ while no list says which is the later, and their files."""

from __future__ import annotations

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table


def show_conflicts(page: Page) -> None:
    """Draws the candidates of each conflict; nothing where there is none."""
    words = page.words
    answer = ask_if_built(page, "conflicts")
    if not answer or not answer.rows:
        return
    title = words("conflicts.title")
    blocks.heading(title, words("conflicts.lead"))
    columns = (
        Column(
            words("quality.kind"),
            lambda row: words.or_else(f"kinds.{row['row_kind']}", row["row_kind"]),
        ),
        Column(words("quality.file"), lambda row: str(row["file_name"])),
        Column(
            words("conflicts.line"),
            lambda row: numbers.count(row["line"], page.lang),
            is_number=True,
        ),
        Column(words("conflicts.stated_on"), lambda row: dates.day(row["stated_on"])),
        Column(
            words("conflicts.fate"),
            lambda row: words(
                f"conflicts.{'counted' if row['is_counted'] else 'left_out'}"
            ),
        ),
    )
    show_table(answer.rows, columns, title)
    n = "conflicts.n_more" if answer.is_cut else "conflicts.n"
    badge.show_badge(
        page,
        n=words(n, n=numbers.count(len(answer.rows), page.lang)),
        coverage=words("coverage.cut" if answer.is_cut else "coverage.whole_list"),
        source=badge.recorded_in(page, "lists"),
        dates=badge.days(page, (row["stated_on"] for row in answer.rows)),
    )
