"""Đơn vị: from the province to a commune to a question, with what to look at."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, blocks, changes, charts, numbers, states
from dashboard.context import Page, current_page
from dashboard.figures.dumbbell import change_text, verdict_of
from dashboard.months import MEASURES, monthly_rows, year_total
from dashboard.tables import Column, show_table
from dashboard.unit_choice import choose_unit
from dashboard.units import Unit
from dashboard.words import words_of

HEADLINE_ITEM = "overall"
Row = dict[str, Any]


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    if not page.units:
        st.title(words("unit.title"))
        states.nothing_found(words, "no_units")
        return
    unit = choose_unit(page)
    # Not `st.title`, which reads Markdown: a name could fetch an outside image.
    st.html(f"<h1>{escape(unit.name)}</h1>")
    _crumbs(page, unit)
    # An old unit has no rows on today's map, and a new one none on the old.
    map_ = "today" if unit.is_current else "then"
    pairs = changes.wave_pairs(page)
    waves = changes.choose_waves(page, pairs) if pairs else None
    if waves is None:
        states.nothing_found(words, "no_change")
    else:
        _changes(page, unit, map_, waves)
    _lateness(page, unit, map_)
    _months(page, unit, map_)
    if waves is not None:
        _below(page, unit, map_, waves)


def _crumbs(page: Page, unit: Unit) -> None:
    path = words_of("vi")("paths.unit")
    steps = []
    for key in unit.path[:-1]:
        if above := page.units.get(key):
            query = urlencode({"unit": key, "lang": page.lang})
            link = f'<a href="{path}?{escape(query)}" target="_self">'
            steps.append(f"<li>{link}{escape(above.name)}</a></li>")
    steps.append(f'<li aria-current="page">{escape(unit.name)}</li>')
    facts = []
    if unit.valid_to:
        until = numbers.day(unit.last_day)
        facts.append(page.words("unit.until", day=until))
    if unit.model_start:
        facts.append(page.words("unit.model_since", day=numbers.day(unit.model_start)))
    st.html(f'<ul class="tt-crumbs">{"".join(steps)}</ul>{blocks.trust_line(facts)}')


def _changes(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    words = page.words
    rows = changes.by_item(page, map_, unit.key, waves)
    headline = next((r for r in rows if r["item_code"] == HEADLINE_ITEM), None)
    if headline is None:
        states.nothing_found(words, "no_answers")
        return
    blocks.verdict_card(page, headline, unit.name, waves)
    title = words("unit.items_title")
    blocks.heading(title, words("unit.items_lead"))
    key = (page.scope, page.build.build_id, page.lang, title)
    listed = charts.frozen(changes.by_criterion(page, rows))
    blocks.show_figure(charts.dumbbell_figure(*key, listed), "items")
    blocks.note(words("figures.legend_text"))
    blocks.change_table(words, rows, title, words("tables.question"))
    _answers(page, unit, map_, waves)


def _answers(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    words = page.words
    title = words("unit.answers_title")
    blocks.heading(title, words("unit.answers_lead"))
    wave = address.choose(
        "round",
        words("unit.round"),
        ("after", "before"),
        default="after",
        shown=lambda which: words(f"unit.rounds.{which}"),
        is_short=True,
        is_label_hidden=True,
    )
    code = waves[1] if wave == "after" else waves[0]
    answers = charts.answer_rows(page, map_, unit.key, waves, code)
    if not answers:
        states.nothing_found(words, "no_answers")
        return
    st.html(blocks.level_legend(words))
    figure = charts.diverging_figure(
        page.scope, page.build.build_id, page.lang, title, charts.frozen(answers)
    )
    blocks.show_figure(figure, "answers")
    blocks.answer_table(words, answers, title)


def _lateness(page: Page, unit: Unit, map_: str) -> None:
    words, lang = page.words, page.lang
    blocks.heading(words("unit.lateness_title"), words("unit.lateness_lead"))
    total = year_total(page, unit.key, map_)
    if total is None or not total.n_with_due:
        states.nothing_found(words, "no_cases")
        return
    cards = (
        ("official", total.n_late_official, total.n_with_due),
        ("strict", total.n_late_strict, total.n_with_due),
    )
    html = "".join(
        f"<li><b>{numbers.percent(late / n, lang)}</b>"
        f"<small>{escape(words(f'unit.late_{name}'))}<br>"
        f"{numbers.count(late, lang)} / {numbers.count(n, lang)}</small></li>"
        for name, late, n in cards
    )
    span = words(
        "unit.months", first=numbers.month(total.first), last=numbers.month(total.last)
    )
    st.html(f'<ul class="tt-counts">{html}</ul>{blocks.trust_line([span])}')
    blocks.note(words("unit.lateness_note"))


def _months(page: Page, unit: Unit, map_: str) -> None:
    words = page.words
    blocks.heading(words("unit.months_title"), words("unit.months_lead"))
    measure = address.choose(
        "measure",
        words("unit.measure"),
        tuple(MEASURES),
        default="late_strict_share",
        shown=lambda name: words(f"measures.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    rows = monthly_rows(page, unit.key, map_, measure)
    if not rows:
        states.nothing_found(words, "no_months")
        return
    title = words(f"measures.{measure}")
    figure = charts.monthly_figure(
        page.scope,
        page.build.build_id,
        page.lang,
        title,
        charts.frozen(rows),
        unit.model_start,
        MEASURES[measure].lower_is_better,
    )
    blocks.show_figure(figure, "months")
    blocks.note(words("unit.months_note"))
    blocks.month_table(words, rows, title)


def _below(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    words = page.words
    below = {
        u.key
        for u in page.units.values()
        if u.parent_key == unit.key and (u.is_current or map_ == "then")
    }
    if not below:
        return
    rows = [
        row
        for row in changes.by_unit(page, map_, HEADLINE_ITEM, waves)
        if row["unit_key"] in below
    ]
    if not rows:
        return
    title = words("unit.below_title")
    blocks.heading(title, words("unit.below_lead"))
    query = urlencode({"lang": page.lang})
    path = words_of("vi")("paths.unit")
    rows = changes.sort_rows(rows, "name")
    blocks.unit_grid(page, rows, path, query)
    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(
            words("tables.change"), lambda row: change_text(row, words), is_number=True
        ),
        Column(
            words("tables.verdict"),
            lambda row: words(f"verdicts_short.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
    )
    with st.expander(words("tables.show")):
        show_table(rows, columns, title)


if __name__ == "__main__":
    main(current_page())
