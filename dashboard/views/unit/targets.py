"""Targets of a unit whose period ended in the chosen one, or still runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import badge, blocks, coverage, numbers
from dashboard.periods import Span, period_text
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table

JUDGED = ("met", "missed")

Row = Mapping[str, Any]


def show_targets(page: Page, unit: Unit, span: Span) -> bool:
    """Draws plan, result and whether it is met; says whether there were any."""
    words, lang = page.words, page.lang
    answer = ask_if_built(page, "targets", unit_key=unit.key, period=span.period)
    rows = answer.rows if answer else []
    if not rows:
        return False
    title = words("targets.title")
    blocks.heading(title, words("targets.lead"))
    columns = (
        Column(words("targets.indicator"), lambda row: _name(page, row)),
        Column(
            words("targets.period"),
            lambda row: period_text(words, row["target_period"]),
        ),
        Column(
            words("targets.direction"),
            lambda row: words(f"targets.directions.{row['direction']}"),
        ),
        Column(
            words("targets.planned"),
            lambda row: numbers.decimal(row["planned"], lang, digits=1),
            is_number=True,
        ),
        Column(
            words("targets.achieved"),
            lambda row: numbers.decimal(row["achieved"], lang, digits=1),
            is_number=True,
        ),
        Column(
            words("targets.state"),
            lambda row: words(f"targets.states.{row['target_state']}"),
        ),
    )
    show_table(rows, columns, title)
    judged = [row for row in rows if row["target_state"] in JUDGED]
    met = [row for row in judged if row["target_state"] == "met"]
    badge.show_badge(
        page,
        n=words(
            "targets.n",
            met=numbers.count(len(met), lang),
            n=numbers.count(len(judged), lang),
        ),
        coverage=coverage.part_of(page, len(judged), len(rows), "targets"),
        source=badge.recorded_in(page, "books"),
        dates=badge.days(page, (span.first, span.last)),
    )
    return True


def _name(page: Page, row: Row) -> str:
    names = (row[f"name_{page.lang}"], row["name_vi"], row["indicator"])
    return next(str(name) for name in names if name)
