"""The four steps of the model: what a unit has, what it lacks, and the roll-out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.periods import Span, choose_span
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit, name_key
from dashboard.tables import Column, show_table
from dashboard.views.unit.findings import part_link
from dashboard.words import Words

STATES = ("done", "late", "overdue", "not_met", "missing")
THERE = ("done", "late")
LAST_STEP = 4

Row = Mapping[str, Any]


def show_readiness(page: Page, unit: Unit) -> None:
    """Draws one unit's requirements; above others, how far each unit and thing is."""
    words = page.words
    span = choose_span(page)
    own = ask_if_built(page, "unit_requirements", unit_key=unit.key, period=span.period)
    if own is None:
        states.nothing_found(words, "not_in_build")
        return
    below = ask_if_built(
        page, "readiness_by_unit", unit_key=unit.key, period=span.period
    )
    others = [
        row
        for row in (below.rows if below else [])
        if row["unit_key"] != unit.key and row["unit_key"] in page.units
    ]
    if own.rows:
        _own(page, own.rows)
    if others:
        _roll_out(page, unit, span, others)
    if not own.rows and not others:
        states.nothing_found(words, "no_requirements")


def step_reached(rows: Sequence[Row]) -> int:
    """The last step of which, as of all before it, everything is there; 0 for none."""
    lacking = [row["step"] for row in rows if row["requirement_state"] not in THERE]
    return int(min(lacking) - 1 if lacking else max(row["step"] for row in rows))


def requirement_name(words: Words, row: Row) -> str:
    """Its name in the registry, in the reader's language if it has one."""
    names = (row[f"name_{words.lang}"], row["name_vi"], row["requirement_code"])
    return next(str(name) for name in names if name)


def _own(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    reached = step_reached(rows)
    n_there = sum(row["requirement_state"] in THERE for row in rows)
    title = words("readiness.title")
    blocks.heading(
        title,
        words(
            "readiness.lead",
            there=numbers.count(n_there, lang),
            n=numbers.count(len(rows), lang),
            day=dates.day(rows[0]["judged_on"]),
        ),
    )
    blocks.note(_next_step(words, rows, reached))
    columns = (
        Column(words("readiness.requirement"), lambda r: requirement_name(words, r)),
        Column(words("readiness.step"), lambda r: numbers.count(r["step"], lang), True),
        Column(words("readiness.row"), lambda r: str(r["guidance_row"])),
        Column(
            words("readiness.state"),
            lambda r: words(f"readiness.states.{r['requirement_state']}"),
        ),
        Column(
            words("readiness.shown_by"),
            lambda r: (
                words(f"readiness.evidence.{r['shown_by']}")
                if r["shown_by"]
                else numbers.MISSING
            ),
        ),
        Column(words("readiness.shown_on"), lambda r: dates.day(r["shown_on"])),
    )
    show_table(rows, columns, title)
    days = [row["shown_on"] for row in rows if row["shown_on"]]
    badge.show_badge(
        page,
        n=words("readiness.n", n=numbers.count(len(rows), lang)),
        coverage=coverage.part_of(page, len(days), len(rows), "checked"),
        source=badge.recorded_in(page, "checks"),
        dates=badge.days(page, days),
    )
    blocks.note(words("readiness.note"))


def _next_step(words: Words, rows: Sequence[Row], reached: int) -> str:
    """Which step is reached, and what is missing for the next one."""
    if reached == max(row["step"] for row in rows):
        return words("readiness.all_reached")
    lacking = [
        requirement_name(words, row)
        for row in rows
        if row["step"] == reached + 1 and row["requirement_state"] not in THERE
    ]
    return words(
        "readiness.lacking",
        reached=reached,
        step=reached + 1,
        n=len(lacking),
        listed="; ".join(lacking),
    )


def _roll_out(page: Page, unit: Unit, span: Span, others: Sequence[Row]) -> None:
    words, lang = page.words, page.lang

    def link(row: Row) -> str:
        below = page.units[row["unit_key"]]
        return part_link(page, below, "readiness", span=span.period)

    title = words("readiness.units_title")
    blocks.heading(title, words("readiness.units_lead"))
    ordered = sorted(others, key=lambda r: name_key(page.units[r["unit_key"]].name))
    columns = (
        Column(
            words("tables.name"), lambda r: page.units[r["unit_key"]].name, link=link
        ),
        Column(
            words("readiness.reached"),
            lambda r: f"{r['step_reached']}/{LAST_STEP}",
            is_number=True,
        ),
        *_state_columns(page),
    )
    show_table(ordered, columns, title)
    badge.show_badge(
        page,
        n=words("readiness.n_units", n=numbers.count(len(ordered), lang)),
        coverage=coverage.part_of(page, len(ordered), len(ordered), "units"),
        source=badge.recorded_in(page, "checks"),
        dates=dates.day(ordered[0]["judged_on"]),
    )
    answer = ask_if_built(
        page, "requirement_rollout", unit_key=unit.key, period=span.period
    )
    if answer is None or not answer.rows:
        return
    title = words("readiness.things_title")
    blocks.heading(title, words("readiness.things_lead"))
    columns = (
        Column(words("readiness.requirement"), lambda r: requirement_name(words, r)),
        Column(words("readiness.step"), lambda r: numbers.count(r["step"], lang), True),
        Column(
            words("readiness.units"), lambda r: numbers.count(r["n_units"], lang), True
        ),
        *_state_columns(page),
    )
    show_table(answer.rows, columns, title)
    badge.show_badge(
        page,
        n=words("readiness.n", n=numbers.count(len(answer.rows), lang)),
        coverage=words("readiness.all_units"),
        source=badge.recorded_in(page, "checks"),
        dates=dates.day(answer.rows[0]["judged_on"]),
    )


def _state_columns(page: Page) -> tuple[Column, ...]:
    def column(state: str) -> Column:
        return Column(
            page.words(f"readiness.states.{state}"),
            lambda row: numbers.count(row[f"n_requirements_{state}"], page.lang),
            is_number=True,
        )

    return tuple(column(state) for state in STATES)
