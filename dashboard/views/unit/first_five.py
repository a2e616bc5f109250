"""The first part of a leader's page: five things, and petitions by age."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, blocks, coverage, dates, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding, first_findings
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import year_window
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.findings import findings_of

AGES = ("n_open", "n_in_time", "n_over_30", "n_over_90", "n_over_more")


def show_today(page: Page, unit: Unit, map_: str) -> None:
    """Draws what to look at first, each with its cause, number, owner and day."""
    words = page.words
    blocks.heading(words("today.title"), words("today.lead"))
    findings = findings_of(page, unit, map_)
    found = first_findings(findings)
    if not found:
        states.nothing_found(words, "nothing_today")
        return
    items = "".join(_item(page, finding) for finding in found)
    st.html(f'<ol class="tt-today">{items}</ol>')
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


def _item(page: Page, finding: Finding) -> str:
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
        f"<div><p>{text}</p>{blocks.facts_line(facts)}</div></li>"
    )


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
