"""What to know of files although their rows were loaded."""

from __future__ import annotations

from dashboard import badge, blocks, numbers
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from warehouse.raw.notices import notice_text


def show_notices(page: Page) -> None:
    """Draws the notices, newest files first; nothing where there is none."""
    words = page.words
    answer = ask_if_built(page, "notices")
    if not answer or not answer.rows:
        return
    title = words("quality.notices_title")
    blocks.heading(title, words("quality.notices_lead"))
    columns = (
        Column(words("quality.file"), lambda row: str(row["file_name"])),
        Column(
            words("quality.notice"),
            lambda row: notice_text(
                row["code"], row["params"], row["n_rows"], row["lines"], page.lang
            ),
        ),
    )
    show_table(answer.rows, columns, title)
    moments = [row["noticed_at"].date() for row in answer.rows]
    badge.show_badge(
        page,
        n=words("quality.n_notices", n=numbers.count(len(answer.rows), page.lang)),
        coverage=words("coverage.cut" if answer.is_cut else "coverage.whole_list"),
        source=badge.recorded_in(page, "ledger"),
        dates=badge.days(page, moments),
    )
