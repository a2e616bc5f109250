"""Duties of a unit in a period: meetings, service, commitments and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.periods import Span, choose_span
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.home_service import tell_home_satisfaction
from dashboard.views.unit.meetings import show_meetings
from dashboard.views.unit.targets import show_targets

# A part of service → whole, part.
SERVICES = (
    ("staffed", "n_office_days", "n_staffed_days"),
    ("online", "n_received_all", "n_received_online"),
    ("at_home", "n_received_all", "n_received_at_home"),
    ("home", "n_home_requested", "n_home_served"),
    ("simplified", "n_reviewed", "n_simplified"),
    ("inspections", "n_inspections", "n_inspections_by_head"),
    ("findings", "n_findings", "n_findings_closed"),
    ("answered", "n_recommendations", "n_recommendations_answered"),
    ("in_time", "n_recommendations", "n_recommendations_in_time"),
    ("done", "n_recommendations", "n_recommendations_done"),
)
SIGNED = ("n_signed", "n_signed_first", "n_trained_officers")

Row = Mapping[str, Any]


def show_duties(page: Page, unit: Unit, map_: str) -> None:
    """Draws what the unit did of what it owes in a chosen period."""
    span = choose_span(page)
    which = {"map": map_, "unit_key": unit.key, "period": span.period}
    shown = [
        show_meetings(page, unit, map_, span),
        _signatures(page, which),
        _services(page, unit, which, span),
        show_targets(page, unit, span),
    ]
    if not any(shown):
        states.nothing_found(page.words, "no_duties")


def part_table(page: Page, rows: Sequence[Row], title: str) -> None:
    """A table of parts and wholes, with the share of each.

    Args:
        page: The frame of this run.
        rows: Rows with `name`, `whole` and `part`.
        title: Its caption.
    """
    words, lang = page.words, page.lang
    columns = (
        Column(words("duties.what"), lambda row: str(row["name"])),
        Column(words("duties.whole"), lambda r: numbers.count(r["whole"], lang), True),
        Column(words("duties.part"), lambda r: numbers.count(r["part"], lang), True),
        Column(
            words("duties.share"),
            lambda row: share_text(page, row["part"], row["whole"]),
            is_number=True,
        ),
    )
    show_table(rows, columns, title)


def share_text(page: Page, part: float | None, whole: float | None) -> str:
    """A part as a share; nothing where there is no whole."""
    if part is None or not whole:
        return numbers.MISSING
    return numbers.percent(part / whole, page.lang)


def _services(page: Page, unit: Unit, which: Mapping[str, str], span: Span) -> bool:
    words, lang = page.words, page.lang
    answer = ask_if_built(page, "unit_services", **which)
    if answer is None or not answer.rows:
        return False
    [row] = answer.rows
    title = words("duties.services_title")
    blocks.heading(title, words("duties.services_lead"))
    rows = [
        {
            "name": words(f"duties.services.{name}"),
            "whole": row[whole],
            "part": row[part],
        }
        for name, whole, part in SERVICES
        if row[whole]
    ]
    part_table(page, rows, title)
    badge.show_badge(
        page,
        n=words("duties.n_received", n=numbers.count(row["n_received_all"], lang)),
        coverage=coverage.part_of(page, len(rows), len(SERVICES), "services"),
        source=badge.recorded_in(page, "books"),
        dates=badge.days(page, (span.first, span.last)),
    )
    if row["n_home_served"]:
        days = row["n_home_days"] / row["n_home_served"]
        blocks.note(
            words("duties.home_days", days=numbers.decimal(days, lang, digits=1))
        )
        tell_home_satisfaction(page, unit, which["map"])
    return True


def _signatures(page: Page, which: Mapping[str, str]) -> bool:
    words, lang = page.words, page.lang
    answer = ask_if_built(page, "unit_signatures", **which)
    if answer is None or not answer.rows:
        return False
    [row] = answer.rows
    title = words("duties.signatures_title")
    blocks.heading(title, words("duties.signatures_lead"))
    n = row["n_in_scope"]
    if n is None:
        states.nothing_found(words, "few_officers")
        return True
    rows = [
        {"name": words(f"duties.signatures.{name}"), "whole": n, "part": row[name]}
        for name in SIGNED
    ]
    part_table(page, rows, title)
    badge.show_badge(
        page,
        n=words("duties.n_officers", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, row["n_signed"], n, "signed"),
        source=badge.recorded_in(page, "books"),
        dates=dates.month(row["month"]),
    )
    return True
