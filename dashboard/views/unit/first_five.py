"""Five things to look at in a unit, with what was decided on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import escape

import streamlit as st

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.rows.context import VIETNAM, Page
from dashboard.rows.first_five import BY_CALENDAR, Finding, first_findings
from dashboard.rows.months import worse_by_luck, year_window
from dashboard.rows.units import Unit
from dashboard.views.notes.note_form import beside, notes_of, offer_note
from dashboard.views.unit.findings import findings_of
from warehouse.settings import Settings

FRESH = timedelta(days=7)


def show_today(page: Page, unit: Unit, map_: str) -> None:
    """Draws what to look at first, each with its cause, number, owner and day."""
    words = page.words
    blocks.heading(words("today.title"), words("today.lead"))
    if said := how_old(page, datetime.now(VIETNAM).date()):
        blocks.note(said)
    if page.scope.role != "leader":
        blocks.note(words("notes.committee_sees"))
    settings = Settings.from_environment()
    notes = notes_of(page, settings, unit)
    findings = findings_of(page, unit, map_)
    found = first_findings(findings)
    # what is due by the calendar stands there without any data, and hides no gap
    if all(finding.kind in BY_CALENDAR for finding in found):
        states.nothing_found(words, "nothing_today")
    if not found:
        offer_note(page, settings, unit, findings, notes)
        return
    items = "".join(_item(page, f, beside(page, notes, f)) for f in found)
    st.html(f'<ol class="tt-today">{items}</ol>')
    if any(finding.kind == "signal_worse" for finding in found):
        n_looked, expected, n_worse = worse_by_luck(page, unit.key, map_)
        blocks.note(
            words(
                "today.by_luck",
                n=numbers.count(n_looked, page.lang),
                expected=numbers.decimal(expected, page.lang, digits=1),
                found=numbers.count(n_worse, page.lang),
            )
        )
    n_all = sum(finding.n > 0 for finding in findings)
    since, as_of = year_window(page)
    badge.show_badge(
        page,
        n=words("today.n", n=numbers.count(len(found), page.lang)),
        coverage=coverage.part_of(page, len(found), n_all, "findings"),
        source=badge.recorded_in(page, "all"),
        dates=words("today.dates", since=dates.day(since), as_of=dates.day(as_of)),
        notes=[words("today.order")],
    )
    offer_note(page, settings, unit, findings, notes)


def how_old(page: Page, today: date) -> str:
    """That the data end days ago, where they do; empty within a week."""
    as_of = page.build.data_as_of
    if as_of is None or today - as_of <= FRESH:
        return ""
    n = numbers.count((today - as_of).days, page.lang)
    return page.words("today.old", day=dates.day(as_of), n=n)


def _item(page: Page, finding: Finding, noted: str) -> str:
    words = page.words
    text = escape(words(f"today.kinds.{finding.kind}", detail=finding.detail))
    if finding.link:
        text = f'<a href="{escape(finding.link)}" target="_self">{text}</a>'
    facts = [words("today.owner", owner=finding.owner)] if finding.owner else []
    since = dates.day(finding.since)
    facts.append(
        words("today.since", day=since) if finding.since else words("today.no_day")
    )
    n = numbers.count(finding.n, page.lang)
    unit = escape(words(f"today.units.{finding.kind}"))
    return (
        f"<li><b>{n}<small>{unit}</small></b>"
        f"<div><p>{text}</p>{blocks.facts_line(facts)}{noted}</div></li>"
    )
