"""Receptions, dialogues and field visits: held of those required, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers
from dashboard.periods import Span
from dashboard.rows.context import Page
from dashboard.rows.held_registers import HeldRegisters, held_registers
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from warehouse.reviews.registers import REGISTERS

REQUIRED = (
    "n_meetings_required",
    "n_meetings_covered",
    "n_meetings_kept",
    "n_meetings_missing",
    "n_meetings_held",
    "n_duties_led_by_head",
)
MEETINGS = REGISTERS["meetings"][1]
HELD = MEETINGS[:3]
VISITED = ("n_hamlets_reached", "n_visits")
OUTCOMES = ("n_issues_raised", "n_issues_resolved", "n_meetings_moved")

Row = Mapping[str, Any]


def show_meetings(page: Page, unit: Unit, map_: str, span: Span) -> bool:
    """Draws both tables; says whether there was anything to draw."""
    which = {"map": map_, "unit_key": unit.key}
    kept = ask_if_built(page, "unit_kept_duties", **which, period=span.period)
    rows = kept.rows if kept else []
    if rows:
        _required(page, rows, span)
    held = held_registers(page, unit, map_)
    months = [row for row in held.rows if span.first <= row["month"] <= span.last]
    if months:
        _months(page, unit, held, months)
        if held.knows_any(MEETINGS, months):
            _outcomes(page, held, months, {**which, "period": span.period})
    return bool(rows or months)


def _required(page: Page, rows: Sequence[Row], span: Span) -> None:
    words, lang = page.words, page.lang
    title = words("duties.required_title")
    blocks.heading(title, words("duties.required_lead"))
    kind = Column(words("duties.duty"), lambda r: words(f"duties.duties.{r['duty']}"))
    show_table(rows, (kind, *(_count(page, name) for name in REQUIRED)), title)
    n, covered, missing = (
        sum(row[f"n_meetings_{name}"] or 0 for row in rows)
        for name in ("required", "covered", "missing")
    )
    badge.show_badge(
        page,
        n=words("duties.n_required_meetings", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, covered - missing, covered, "meetings"),
        source=badge.recorded_in(page, "registers"),
        dates=badge.days(page, (span.first, span.last)),
    )
    blocks.note(words("duties.required_note"))


def _months(page: Page, unit: Unit, held: HeldRegisters, months: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    title = words("duties.meetings_title")
    blocks.heading(title, words("duties.meetings_lead"))
    if not held.knows_any(MEETINGS, months):
        register = words("report.registers.meetings")
        blocks.note(words("report.nothing_held", register=register, unit=unit.name))
        return
    month = Column(words("export.columns.month"), lambda row: dates.month(row["month"]))
    counts = (_count(page, name, held) for name in MEETINGS)
    show_table(months, (month, *counts), title)
    n = sum(held.value(row, name) or 0 for row in months for name in HELD)
    badge.show_badge(
        page,
        n=words("duties.n_meetings", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, len(months), len(months), "months"),
        source=badge.recorded_in(page, "registers"),
        dates=badge.months(page, months[-1]["month"], months[0]["month"]),
    )


def _outcomes(
    page: Page, held: HeldRegisters, months: Sequence[Row], which: Mapping[str, str]
) -> None:
    """Hamlets reached, issues solved and after how long, meetings moved."""
    words, lang = page.words, page.lang
    totals = {
        name: sum(row[name] or 0 for row in months)
        for name in (*OUTCOMES, "n_meetings_closed", "n_days_to_close")
    }
    answer = ask_if_built(page, "unit_hamlets", **which)
    reached = answer.rows[0] if answer and answer.rows else None
    visits = sum(held.value(row, "n_meetings_field_visit") or 0 for row in months)
    n_closed = totals["n_meetings_closed"]
    listed: list[tuple[str, float | None]] = [
        *((name, reached[name] if reached else None) for name in VISITED),
        *((name, totals[name]) for name in OUTCOMES),
        ("n_meetings_closed", n_closed),
    ]
    shown = [
        {"what": words(f"duties.{name}"), "text": numbers.count(value, lang)}
        for name, value in listed
    ]
    mean = totals["n_days_to_close"] / n_closed if n_closed else None
    days = numbers.decimal(mean, lang, digits=1)
    shown.append({"what": words("duties.days_to_close"), "text": days})
    title = words("duties.outcomes_title")
    blocks.heading(title, words("duties.outcomes_lead"))
    columns = (
        Column(words("duties.duty"), lambda row: str(row["what"])),
        Column(words("duties.number"), lambda row: str(row["text"]), is_number=True),
    )
    show_table(shown, columns, title)
    n_named = reached["n_visits"] if reached else 0
    badge.show_badge(
        page,
        n=words("duties.n_field_visits", n=numbers.count(visits, lang)),
        coverage=coverage.part_of(page, n_named, visits, "visits"),
        source=badge.recorded_in(page, "registers"),
        dates=badge.months(page, months[-1]["month"], months[0]["month"]),
    )


def _known(row: Row, name: str) -> float | None:
    """A count of a duty; what was held is unknown where no register covers it."""
    is_known = name in REQUIRED[:2] or row["n_meetings_covered"]
    value: float | None = row[name] if is_known else None
    return value


def _count(page: Page, name: str, held: HeldRegisters | None = None) -> Column:
    def text(row: Row) -> str:
        value = held.value(row, name) if held else _known(row, name)
        return numbers.count(value, page.lang)

    return Column(
        page.words(f"duties.{name}"),
        text,
        is_number=True,
    )
