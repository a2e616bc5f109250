"""How the asking of a wave goes: asked, answered, days left, where it will end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape
from math import isnan
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import name_key
from dashboard.tables import Column, show_table
from dashboard.views.independent.interviewers import show_interviewers
from dashboard.views.independent.second_draw import offer_second_draw
from warehouse.settings import Settings
from warehouse.waves.fieldwork import Fieldwork, UnitFieldwork, make_fieldwork
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import kept_plans
from warehouse.waves.second_draw import kept_second

Row = Mapping[str, Any]
CARDS = ("n_asked", "n_answered", "n_refused", "n_waiting")


def show_fieldwork(page: Page) -> None:
    """Draws one wave: the whole, its interviewers, its units."""
    words = page.words
    answer = ask_if_built(page, "fieldwork_waves")
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    codes = [row["wave_code"] for row in answer.rows if row["wave_code"] in page.waves]
    if not codes:
        states.nothing_found(words, "no_fieldwork")
        return
    code = address.choose(
        "survey_wave",
        words("response.wave"),
        codes,
        default=codes[0],
        shown=partial(changes.wave_text, page),
    )
    with st.spinner(words("fieldwork.working")):
        work = _fieldwork(page, code)
    _whole(page, code, work)
    # who must be looked at stands before a table of all units
    show_interviewers(page, code)
    _units(page, code, work)
    offer_second_draw(page, code, work)


def _fieldwork(page: Page, code: str) -> Fieldwork:
    wave = page.waves[code]
    plans = {kept.wave_code: kept for kept in kept_plans(_settings())}
    earlier = [
        other
        for other in page.waves.values()
        if other.stream == wave.stream
        and other.opened_on is not None
        and wave.opened_on is not None
        and other.opened_on < wave.opened_on
    ]
    since = max(earlier, key=lambda other: str(other.opened_on), default=None)
    plan = plans.get(code)
    first = kept_draw(_settings(), code, plan.edition) if plan else None
    second = kept_second(_settings(), code, plan.edition) if plan else None
    return make_fieldwork(
        partial(ask, page),
        code,
        opened_on=wave.opened_on,
        closed_on=wave.closed_on,
        plan=plan.plan if plan else None,
        since=since.code if since else None,
        drawn=_by_key(page, first.drawn if first else {}),
        more=_by_key(page, second.drawn if second else {}),
    )


def _by_key(page: Page, by_code: Mapping[str, int]) -> dict[str, int]:
    return {
        unit.key: by_code[unit.code]
        for unit in page.units.values()
        if unit.is_current and unit.code in by_code
    }


def _settings() -> Settings:
    return Settings.from_environment()


@own_part()
def _whole(page: Page, code: str, work: Fieldwork) -> None:
    words, lang = page.words, page.lang
    whole = work.whole
    cards = [
        (numbers.count(whole.counts[name], lang), words(f"fieldwork.cards.{name}"))
        for name in CARDS
    ]
    if work.days_left is not None:
        left = numbers.count(work.days_left, lang)
        cards.append((left, words("fieldwork.cards.days_left")))
    html = "".join(
        f"<li><b>{n}</b><small>{escape(text)}</small></li>" for n, text in cards
    )
    st.html(
        f'<section class="tt-verdict"><p>{escape(_sentence(page, work))}</p></section>'
        f'<ul class="tt-counts">{html}</ul>{_badge(page, code, work)}'
    )
    blocks.note(words(f"fieldwork.rests_on.{'plan' if work.has_plan else 'last_wave'}"))


def _sentence(page: Page, work: Fieldwork) -> str:
    words, lang = page.words, page.lang
    whole, end = work.whole, work.whole.forecast
    short = [unit for unit in work.units if unit.n_missing]
    drawn = [unit for unit in short if unit.n_more_forms]
    parts = [
        words(
            f"fieldwork.sentence.{'open' if work.days_left else 'closed'}",
            n=numbers.count(end.n_answers, lang),
            low=numbers.count(end.low, lang),
            high=numbers.count(end.high, lang),
        )
    ]
    if whole.seen is None:
        parts.append(words("fieldwork.sentence.unknown"))
    elif not isnan(whole.seen.fall) or not isnan(whole.seen.rise):
        fall, rise = _points(page, whole.seen.fall), _points(page, whole.seen.rise)
        parts.append(words("fieldwork.sentence.seen", fall=fall, rise=rise))
    if len(drawn) < len(short):
        slow = [unit for unit in short if not unit.n_more_forms]
        n_open = numbers.count(sum(unit.n_open for unit in slow), lang)
        n = numbers.count(len(slow), lang)
        parts.append(words("fieldwork.sentence.faster", n=n, forms=n_open))
    if drawn:
        forms = numbers.count(sum(unit.n_more_forms for unit in drawn), lang)
        n = numbers.count(len(drawn), lang)
        parts.append(words("fieldwork.sentence.second_draw", n=n, forms=forms))
    if not short:
        parts.append(words("fieldwork.sentence.enough"))
    return " ".join(parts)


def _badge(page: Page, code: str, work: Fieldwork) -> str:
    counts, wave = work.whole.counts, page.waves[code]
    asked = counts["n_asked"]
    return badge.badge(
        page,
        n=page.words("fieldwork.n_asked", n=numbers.count(asked, page.lang)),
        coverage=coverage.part_of(page, counts["n_answered"], asked, "ballots_asked"),
        source=replace(badge.recorded_in(page, "contacts"), newest_on=work.as_of),
        dates=page.words(
            "fieldwork.days",
            first=dates.day(wave.opened_on),
            last=dates.day(wave.closed_on),
        ),
    )


@own_part()
def _units(page: Page, code: str, work: Fieldwork) -> None:
    words, lang = page.words, page.lang
    title = words("fieldwork.units_title")
    blocks.heading(title, words("fieldwork.units_lead"))
    rows: list[dict[str, Any]] = [
        {"name": _name(page, unit.unit_key), "unit": unit, **unit.counts}
        for unit in work.units
    ]
    rows.sort(key=lambda row: (-row["unit"].n_missing, name_key(row["name"])))

    def count(name: str) -> Column:
        heading = words(f"fieldwork.columns.{name}")
        return Column(heading, lambda row: numbers.count(row[name], lang), True)

    def of_unit(name: str, text: Any) -> Column:
        return Column(
            words(f"fieldwork.columns.{name}"), lambda row: text(row["unit"]), True
        )

    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        *map(count, CARDS),
        of_unit("promised", lambda unit: numbers.count(unit.n_promised, lang)),
        of_unit("forecast", partial(_forecast, page)),
        of_unit("fall", lambda unit: _points(page, unit.seen and unit.seen.fall)),
        of_unit("rise", lambda unit: _points(page, unit.seen and unit.seen.rise)),
        Column(
            words("fieldwork.columns.next"),
            lambda row: _next(page, row["unit"]),
        ),
    )
    show_table(rows, columns, title)
    blocks.note(words("fieldwork.units_note"))
    st.html(_badge(page, code, work))


def _name(page: Page, unit_key: str) -> str:
    return page.units[unit_key].name if unit_key in page.units else unit_key


def _forecast(page: Page, unit: UnitFieldwork) -> str:
    end, lang = unit.forecast, page.lang
    n = numbers.count(end.n_answers, lang)
    if end.low == end.high:
        return n
    return f"{n} [{numbers.count(end.low, lang)}; {numbers.count(end.high, lang)}]"


def _next(page: Page, unit: UnitFieldwork) -> str:
    if not unit.n_missing:
        return page.words("fieldwork.next.enough")
    if not unit.n_more_forms:
        return page.words(
            "fieldwork.next.faster",
            n=numbers.count(unit.n_missing, page.lang),
            forms=numbers.count(unit.n_open, page.lang),
        )
    return page.words(
        "fieldwork.next.second_draw",
        n=numbers.count(unit.n_missing, page.lang),
        forms=numbers.count(unit.n_more_forms, page.lang),
    )


def _points(page: Page, share: float | None) -> str:
    """Points of a change; no change is seen (nan) is not the same as not known."""
    if share is None:
        return page.words("fieldwork.not_known")
    if isnan(share):
        return page.words("plan.none")
    return numbers.points(share, page.lang).lstrip("+")
