"""Open petitions by how long they are past their day: on two pages alike."""

from __future__ import annotations

from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table

PAST_DUE = ("n_over_30", "n_over_90", "n_over_more")
AGES = ("n_open", "n_in_time", *PAST_DUE)


def show_petitions(page: Page, unit: Unit) -> None:
    """Draws open petitions by how long they are past their day."""
    words = page.words
    title = words("petitions.ages_title")
    blocks.heading(title, words("petitions.ages_lead"))
    answer = ask_if_built(
        page, "petition_ages", reader_unit_key=narrowed_to(page, unit)
    )
    if answer is None or not answer.rows:
        states.nothing_found(words, "no_petitions")
        return
    show_ages(page, answer.rows, title)


def show_ages(page: Page, rows: list[dict[str, Any]], title: str) -> None:
    """The table of open petitions by age, one row per kind."""
    words, lang = page.words, page.lang

    def text(row: Any, name: str) -> str:
        if row["state"] == "suppressed" or row[name] is None:
            return words("verdicts_short.suppressed")
        return numbers.count(row[name], lang)

    def column(name: str) -> Column:
        return Column(
            words(f"petitions.ages.{name}"), lambda row: text(row, name), is_number=True
        )

    kind = Column(
        words("petitions.kind"),
        lambda r: words.or_else(f"petition_kinds.{r['kind']}", str(r["kind"])),
    )
    oldest = Column(
        words("petitions.ages.oldest"), lambda row: dates.day(row["oldest_due_on"])
    )
    show_table(rows, (kind, *(column(name) for name in AGES), oldest), title)
    shown = [row for row in rows if row["n_open"] is not None]
    n_open = sum(row["n_open"] for row in shown)
    as_of = dates.day(page.build.data_as_of)
    badge.show_badge(
        page,
        n=words("petitions.ages.n", n=numbers.count(n_open, lang)),
        coverage=coverage.part_of(page, len(shown), len(rows), "kinds"),
        source=badge.recorded_in(page, "petitions"),
        dates=words("petitions.ages.until", day=as_of),
        notes=[words("petitions.ages.hidden")],
    )
