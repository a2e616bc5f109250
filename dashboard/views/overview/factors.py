"""Which factor and which commitment changed: lines, figure and table."""

from __future__ import annotations

from typing import Any

from dashboard import blocks, change_blocks
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark, verdict_marks
from dashboard.rows import changes
from dashboard.rows.commitments import items_of_commitments
from dashboard.rows.context import Page
from dashboard.rows.units import Unit
from dashboard.views.overview.criterion_answers import show_answers

Row = dict[str, Any]


@own_part()
def show_factors(
    page: Page, top: Unit, rows: list[Row], waves: tuple[str, str]
) -> None:
    """Draws the lines, the figure and its table.

    Args:
        page: The frame of this run.
        top: The unit they are about.
        rows: Rows of `change_by_item` of that unit.
        waves: Codes of the round before and the round after.
    """
    words = page.words
    if not rows:
        return
    blocks.heading(
        words("overview.factors_title"), words("overview.factors_lead", unit=top.name)
    )
    _answers(page, rows, waves)
    title = words("overview.factors_title")
    listed = cached.frozen(changes.by_criterion(page, rows))
    figure = cached.dumbbell_figure(
        page.scope, page.build.build_id, page.lang, title, listed
    )
    legend = [
        *verdict_marks(words, map(changes.verdict_of, rows)),
        Mark(words("figures.legend_text")),
    ]
    of = (top.name, changes.pair_text(page, *waves))
    with blocks.room_for_rows(len(rows)):
        blocks.show_figure(figure, "factors", Caption(title, of, legend))
        blocks.note(words("figures.legend_text"))
    change_blocks.changes_badge(page, rows, waves, "questions")
    blocks.method_link(page, "intervals")
    change_blocks.change_table(page, rows, waves, title, words("tables.question"))


def _answers(page: Page, rows: list[Row], waves: tuple[str, str]) -> None:
    """One line per factor and commitment in force on the day of the later wave: its
    verdict, or that nothing asks it.
    """
    after = page.waves.get(waves[1])
    day = (after.opened_on or after.closed_on) if after else None
    own = {row["item_code"]: row for row in rows}
    asked = {page.item_factors.get(row["item_code"]): row for row in rows}
    shown_by = items_of_commitments(page)
    show_answers(
        page,
        [
            (
                criterion,
                own.get(code) or asked.get(code) or own.get(shown_by.get(code, "")),
            )
            for code, criterion in page.criteria.items()
            if criterion.kind != "overall" and criterion.holds_on(day)
        ],
    )
