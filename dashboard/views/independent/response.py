"""Who was asked: forms offered and answered by unit, and officers nobody rated."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.periods import period_text
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built, may_ask
from dashboard.rows.officer_rows import default_choice, periods
from dashboard.rows.units import asked_units, name_key
from dashboard.tables import Column, show_table

Row = dict[str, Any]
# The Front's own waves first, then the units' own.
STREAMS = ("independent", "supervision", "service", "after", "before")


def show_response(page: Page) -> None:
    """Draws one wave's forms and ballots by unit."""
    words = page.words
    waves = [wave for wave in page.waves.values() if wave.stream in STREAMS]
    waves.sort(key=lambda wave: str(wave.opened_on), reverse=True)
    waves.sort(key=lambda wave: STREAMS.index(wave.stream))
    if not waves:
        states.nothing_found(words, "no_gaps")
        return
    code = address.choose(
        "survey_wave",
        words("response.wave"),
        [wave.code for wave in waves],
        default=waves[0].code,
        shown=lambda code: _wave_text(page, code),
    )
    _forms(page, code)
    _officers(page)


def _forms(page: Page, code: str) -> None:
    words = page.words
    answer = ask_if_built(page, "response_by_unit", map="today", wave_code=code)
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    if not answer.rows:
        states.nothing_found(words, "no_response")
        return
    rows = _rows(page, answer.rows)
    title = words("response.title", wave=_wave_text(page, code))
    blocks.heading(title, words("response.lead"))
    _cards(page, code, rows, answer.rows)
    show_table(rows, _columns(page, rows), title)
    blocks.note(words("response.note"))


def _wave_text(page: Page, code: str) -> str:
    stream = page.waves[code].stream
    kind = page.words.or_else(f"export.streams.{stream}", stream)
    return f"{changes.wave_text(page, code)} · {kind}"


def _rows(page: Page, found: list[Row]) -> list[Row]:
    """A row for every unit that could be asked, those never asked included."""
    by_unit = {row["unit_key"]: row for row in found}
    nothing = {"n_offered": 0, "n_ballots": 0, "n_returned": 0, "state": "none"}
    rows = [
        {**nothing, **by_unit.get(unit.key, {}), "name": unit.name}
        for unit in asked_units(page.units.values())
    ]
    return sorted(rows, key=lambda row: name_key(row["name"]))


def _cards(page: Page, code: str, rows: list[Row], found: list[Row]) -> None:
    words, lang = page.words, page.lang
    top = next((row for row in found if row["unit_level"] == "province"), None)
    shown = [row for row in rows if row["n_ballots"]]
    total = top or {
        name: sum(row[name] or 0 for row in shown)
        for name in ("n_offered", "n_ballots")
    }
    n_none = sum(_is_nobody_asked(row) for row in rows)
    planned = page.waves[code].planned_n
    parts = [top] if top else shown
    is_whole = all(_has_all_forms(page, row) for row in parts)
    cards = [
        (numbers.count(total["n_ballots"], lang), "ballots"),
        (_rate(total, "n_offered", lang) if is_whole else numbers.MISSING, "rate"),
        (numbers.count(n_none, lang), "never_asked"),
    ]
    if planned:
        share = (total["n_ballots"] or 0) / planned
        cards.insert(1, (numbers.percent(share, lang, digits=0), "planned"))
    html = "".join(
        f"<li><b>{figure}</b><small>{escape(words(f'response.{name}'))}</small></li>"
        for figure, name in cards
    )
    rests_on = badge.badge(
        page,
        n=words("response.n", n=numbers.count(total["n_ballots"], lang)),
        coverage=coverage.part_of(page, len(rows) - n_none, len(rows), "asked"),
        source=badge.asked_by(page, [code]),
        dates=words("response.opened", day=dates.day(page.waves[code].opened_on)),
    )
    st.html(f'<ul class="tt-counts">{html}</ul>{rests_on}')


def _has_all_forms(page: Page, row: Mapping[str, Any]) -> bool:
    return coverage.has_all_forms(page, row["wave_code"], row["unit_key"], "today")


def _is_nobody_asked(row: Mapping[str, Any]) -> bool:
    # Forms that nobody filled in were handed to somebody.
    return row["state"] == "none" and not row["n_offered"]


def _rate(row: Mapping[str, Any], whole: str, lang: str) -> str:
    n, of = row["n_ballots"], row.get(whole)
    # More ballots than forms: the forms were not all counted.
    if n is None or not of or n > of:
        return numbers.MISSING
    return numbers.percent(n / of, lang)


def _columns(page: Page, rows: list[Row]) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    # A wave without a record of forms handed out has no such columns, not zeros.
    is_offered = any(row["n_offered"] for row in rows)
    is_returned = any(row["n_returned"] for row in rows)

    def ballots(row: Mapping[str, Any]) -> str:
        if row["state"] == "suppressed":
            return words("verdicts_short.suppressed")
        if _is_nobody_asked(row):
            return words("response.nobody")
        return numbers.count(row["n_ballots"], lang)

    def count(name: str) -> Column:
        return Column(
            words(f"response.{name}"),
            lambda row: numbers.count(row[name], lang) if row[name] else "0",
            is_number=True,
        )

    def rate(name: str, whole: str) -> Column:
        return Column(
            words(f"response.{name}"), lambda row: _rate(row, whole, lang), True
        )

    offered = (count("n_offered"),) if is_offered else ()
    whole = {id(row): _has_all_forms(page, row) for row in rows if row["n_offered"]}
    answered = Column(
        words("response.rate_short"),
        lambda row: (
            _rate(row, "n_offered", lang) if whole.get(id(row)) else numbers.MISSING
        ),
        is_number=True,
    )
    response = (answered,) if is_offered else ()
    covered = (count("n_returned"), rate("covered", "n_returned"))
    return (
        Column(words("tables.name"), lambda row: str(row["name"])),
        *offered,
        Column(words("response.n_ballots"), ballots, is_number=True),
        *response,
        *(covered if is_returned else ()),
    )


def _officers(page: Page) -> None:
    words, lang = page.words, page.lang
    title = words("response.officers_title")
    blocks.heading(title, words("response.officers_lead"))
    listed = periods(page) if may_ask(page, "officers_asked") else []
    choice = default_choice(listed)
    if choice is None:
        states.nothing_found(words, "no_officers")
        return
    answer = ask_if_built(
        page,
        "officers_asked",
        period_type=choice.period_type,
        period=choice.period,
    )
    rows = [
        {**row, "name": page.units[row["unit_key"]].name}
        for row in (answer.rows if answer else [])
        if row["unit_key"] in page.units and row["state"] != "none"
    ]
    if not rows:
        states.nothing_found(words, "no_officers")
        return

    def count(name: str) -> Column:
        def text(row: Mapping[str, Any]) -> str:
            if row["state"] == "suppressed":
                return words("verdicts_short.suppressed")
            return numbers.count(row[name], lang)

        return Column(words(f"response.{name}"), text, is_number=True)

    rows.sort(key=lambda row: name_key(row["name"]))
    names = ("n_officers", "n_not_asked", "n_few_asked")
    name = Column(words("tables.name"), lambda row: str(row["name"]))
    show_table(rows, (name, *(count(key) for key in names)), title)
    period = period_text(words, choice.period)
    visible = [row for row in rows if row["state"] != "suppressed"]
    n = numbers.count(sum(row["n_officers"] for row in visible), lang)
    badge.show_badge(
        page,
        n=words("response.n_with_cases", n=n),
        coverage=coverage.part_of(page, len(visible), len(rows), "units_shown"),
        source=badge.recorded_in(page, "cases_ballots"),
        dates=period,
        notes=[words("response.officers_hidden")],
    )
