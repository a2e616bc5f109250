"""Meetings held, and what the model requires of the unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import year_window
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table

MEETINGS = (
    "n_meetings_reception",
    "n_meetings_dialogue",
    "n_meetings_field_visit",
    "n_meetings_missed",
    "n_meetings_led_by_head",
    "n_issues_raised",
    "n_issues_resolved",
)
HELD = MEETINGS[:3]
N_MONTHS = 12

Row = Mapping[str, Any]


def show_duties(page: Page, unit: Unit, map_: str) -> None:
    """Draws the last twelve months, then the last look at each requirement."""
    words = page.words
    answer = ask_if_built(page, "unit_duties", map=map_, unit_key=unit.key)
    checks = ask_if_built(page, "unit_readiness", unit_key=unit.key)
    since, _ = year_window(page)
    months = [row for row in answer.rows if row["month"] >= since] if answer else []
    if months:
        title = words("duties.meetings_title")
        blocks.heading(title, words("duties.meetings_lead"))
        show_table(months, _columns(page, MEETINGS), title)
        _badge(page, months)
    if checks and checks.rows:
        _readiness(page, checks.rows)
    if not months and not (checks and checks.rows):
        states.nothing_found(words, "no_duties")


def _badge(page: Page, months: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    n = sum(row[name] or 0 for row in months for name in HELD)
    badge.show_badge(
        page,
        n=words("duties.n_meetings", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, len(months), N_MONTHS, "months"),
        source=badge.recorded_in(page, "registers"),
        dates=badge.months(page, months[-1]["month"], months[0]["month"]),
    )


def _columns(page: Page, names: Sequence[str]) -> tuple[Column, ...]:
    month = Column(
        page.words("export.columns.month"), lambda row: dates.month(row["month"])
    )
    return (month, *(_count(page, name) for name in names))


def _count(page: Page, name: str) -> Column:
    return Column(
        page.words(f"duties.{name}"),
        lambda row: numbers.count(row[name], page.lang),
        is_number=True,
    )


def _readiness(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    title = words("duties.readiness_title")
    n_met = sum(bool(row["is_met"]) for row in rows)
    counts = {"met": numbers.count(n_met, lang), "n": numbers.count(len(rows), lang)}
    blocks.heading(title, words("duties.readiness_lead", **counts))
    columns = (
        Column(
            words("duties.requirement"),
            # A province's own code is shown as it stands.
            lambda row: words.or_else(
                f"requirements.{row['requirement_code']}", str(row["requirement_code"])
            ),
        ),
        Column(
            words("duties.is_met"),
            lambda row: words(f"duties.{'met' if row['is_met'] else 'not_met'}"),
        ),
        Column(words("duties.checked_on"), lambda row: dates.day(row["checked_on"])),
    )
    show_table(rows, columns, title)
    days = [row["checked_on"] for row in rows if row["checked_on"]]
    badge.show_badge(
        page,
        n=words("duties.n_checks", n=counts["n"]),
        coverage=coverage.part_of(page, len(days), len(rows), "checked"),
        source=badge.recorded_in(page, "checks"),
        dates=badge.days(page, days),
    )
