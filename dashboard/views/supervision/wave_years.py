"""The waves of a year: against what the guidance asks for, and on a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.figures.caption import Caption, Mark
from dashboard.figures.wave_calendar import OWNER_COLOURS, Bar, wave_calendar
from dashboard.rows import changes
from dashboard.rows.context import Page, Wave
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from dashboard.views.plan.plan_name import plan_name
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.kept_plans import kept_plans

Row = Mapping[str, Any]
OWNERS = ("front", "head", "committee")
STREAMS = ("independent", "supervision", "service", "before", "after")


def show_wave_years(page: Page) -> None:
    """Draws one year: what was asked for and held, then each wave by its days."""
    words = page.words
    answer = ask_if_built(page, "wave_years")
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    years = sorted({row["period"] for row in answer.rows}, reverse=True)
    if not years:
        states.nothing_found(words, "no_waves")
        return
    year = address.choose(
        "wave_year",
        words("supervision.year"),
        years,
        default=years[0],
        shown=lambda text: words("periods.year", year=text),
    )
    rows = [row for row in answer.rows if row["period"] == year]
    rows.sort(key=lambda row: STREAMS.index(row["stream"]))
    waves = _of_year(page, int(year))
    _asked(page, rows, year)
    if waves:
        _calendar(page, waves, int(year))
    _planned(page)


@own_part()
def _asked(page: Page, rows: Sequence[Row], year: str) -> None:
    words, lang = page.words, page.lang
    title = words("supervision.years_title", year=year)
    blocks.heading(title, words("supervision.years_lead"))

    def count(name: str) -> Column:
        heading = words(f"supervision.owners.{name}")
        return Column(
            heading, lambda row: numbers.count(row[f"n_waves_{name}"], lang), True
        )

    columns = (
        Column(words("supervision.kind"), lambda row: _stream(page, row["stream"])),
        Column(words("supervision.required"), lambda row: _required(page, row)),
        *map(count, OWNERS),
        Column(words("supervision.state"), lambda row: _state(page, row)),
    )
    show_table(rows, columns, title)
    st.html(_badge(page, rows, year))
    blocks.note(words("supervision.years_note"))


def _required(page: Page, row: Row) -> str:
    if row["n_waves_required"] is None:
        return page.words("supervision.unasked")
    return page.words(
        f"supervision.required_of.{row['owners']}",
        n=numbers.count(row["n_waves_required"], page.lang),
    )


def _state(page: Page, row: Row) -> str:
    missing = (row["n_waves_required"] or 0) - row["n_waves_counted"]
    return page.words(
        f"supervision.year_states.{row['year_state']}",
        n=numbers.count(missing, page.lang),
    )


def _badge(page: Page, rows: Sequence[Row], year: str) -> str:
    asked = [row for row in rows if row["n_waves_required"] is not None]
    n_met = sum(row["year_state"] == "met" for row in asked)
    n = sum(row[f"n_waves_{owner}"] for row in rows for owner in OWNERS)
    return badge.badge(
        page,
        n=page.words("supervision.n_waves", n=numbers.count(n, page.lang)),
        coverage=coverage.part_of(page, n_met, len(asked), "kinds_of_waves"),
        source=badge.recorded_in(page, "lists"),
        dates=page.words("periods.year", year=year),
    )


@own_part()
def _calendar(page: Page, waves: Sequence[Wave], year: int) -> None:
    words = page.words
    title = words("supervision.calendar_title", year=str(year))
    blocks.heading(title)
    owners = dict.fromkeys(wave.owner for wave in waves)
    legend = ", ".join(words(f"supervision.colours.{owner}") for owner in owners)
    st.html(f'<p class="tt-note">{escape(legend)}</p>')
    figure = wave_calendar(
        [_bar(page, wave) for wave in waves], words, year=year, title=title
    )
    marks = [
        Mark(words(f"supervision.owners.{owner}"), "\u25a0", OWNER_COLOURS[owner])
        for owner in owners
        if owner in OWNER_COLOURS
    ]
    blocks.show_figure(
        figure,
        "wave_calendar",
        Caption(title, [page.top.name], marks),
    )
    days = [wave.opened_on for wave in waves]
    n = page.words("supervision.n_waves", n=numbers.count(len(waves), page.lang))
    badge.show_badge(
        page,
        n=n,
        coverage=words("coverage.whole_list"),
        source=badge.recorded_in(page, "lists"),
        dates=badge.days(page, days),
    )
    named = [{**vars(w), "name": changes.wave_text(page, w.code)} for w in waves]
    blocks.closed_table(page, named, _columns(page), title)


def _bar(page: Page, wave: Wave) -> Bar:
    first = wave.opened_on or date.min
    last = wave.closed_on or max(first, page.build.data_as_of or first)
    name = changes.wave_text(page, wave.code)
    return Bar(name, wave.owner, first, last, wave.closed_on is None)


def _of_year(page: Page, year: int) -> list[Wave]:
    """Waves with a day in the year, by the day they opened."""
    found = []
    for wave in page.waves.values():
        if wave.opened_on is None:
            continue
        last = wave.closed_on or max(wave.opened_on, page.build.data_as_of or date.min)
        if wave.opened_on.year <= year <= last.year:
            found.append(wave)
    return sorted(found, key=lambda wave: (str(wave.opened_on), wave.code))


def _columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(words("plan.wave"), lambda row: str(row["name"])),
        Column(
            words("supervision.owner"),
            lambda row: words(f"supervision.owners.{row['owner']}"),
        ),
        Column(words("supervision.opened"), lambda row: dates.day(row["opened_on"])),
        Column(words("supervision.closed"), lambda row: dates.day(row["closed_on"])),
        Column(
            words("supervision.planned_n"),
            lambda row: numbers.count(row["planned_n"], lang),
            is_number=True,
        ),
        Column(words("plan.wave_code"), lambda row: str(row["code"])),
    )


def _stream(page: Page, code: str) -> str:
    return page.words(f"supervision.streams.{code}")


@own_part()
def _planned(page: Page) -> None:
    """The Front alone: waves it planned that no list names yet."""
    if page.scope.role != FRONT:
        return
    plans = [
        plan
        for plan in kept_plans(Settings.from_environment())
        if plan.wave_code not in page.waves
    ]
    words = page.words
    lines = [
        words(
            "supervision.planned_line",
            wave=plan_name(page, plan),
            forms=numbers.count(plan.plan["province"]["n_forms"], page.lang),
            by=plan.planned_by,
        )
        for plan in plans
    ]
    blocks.bullets(words("supervision.planned_title"), lines)
