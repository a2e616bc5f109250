"""Before and after in one unit: verdict, questions, answers, and the units below."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, badge, blocks, change_blocks, coverage, states
from dashboard.figures import remembered
from dashboard.figures.dumbbell import change_text
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.groups import show_groups
from dashboard.words import words_of

HEADLINE_ITEM = "overall"
Row = dict[str, Any]


def show_change(page: Page, unit: Unit, map_: str) -> None:
    """Draws what changed between two waves."""
    pairs = changes.wave_pairs(page)
    if not pairs:
        states.nothing_found(page.words, "no_change")
        return
    waves = changes.choose_waves(page, pairs)
    _questions(page, unit, map_, waves)
    show_groups(page, unit, map_, waves)
    _below(page, unit, map_, waves)


def _questions(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    words = page.words
    rows = changes.by_item(page, map_, unit.key, waves)
    headline = next((r for r in rows if r["item_code"] == HEADLINE_ITEM), None)
    if headline is None:
        states.nothing_found(words, "no_answers")
        return
    change_blocks.verdict_card(page, headline, unit.name, waves)
    title = words("unit.items_title")
    blocks.heading(title, words("unit.items_lead"))
    key = (page.scope, page.build.build_id, page.lang, title)
    listed = remembered.frozen(changes.by_criterion(page, rows))
    blocks.show_figure(remembered.dumbbell_figure(*key, listed), "items")
    blocks.note(words("figures.legend_text"))
    change_blocks.changes_badge(page, rows, waves, "questions")
    change_blocks.change_table(page, rows, waves, title, words("tables.question"))
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
    answers = remembered.answer_rows(page, map_, unit.key, waves, code)
    if not answers:
        states.nothing_found(words, "no_answers")
        return
    st.html(blocks.level_legend(words))
    figure = remembered.diverging_figure(
        page.scope, page.build.build_id, page.lang, title, remembered.frozen(answers)
    )
    blocks.show_figure(figure, "answers")
    _answers_badge(page, unit, map_, code, answers)
    blocks.answer_table(words, answers, title)


def _answers_badge(
    page: Page, unit: Unit, map_: str, wave: str, answers: list[Row]
) -> None:
    sizes = [row["n"] for row in answers]
    badge.show_badge(
        page,
        n=badge.n_between(page, sizes),
        coverage=coverage.of_wave(page, wave, unit.key, map_, max(sizes)),
        source=badge.asked_by(page, [wave]),
        dates=changes.wave_text(page, wave),
    )


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
    change_blocks.looks_note(page, rows)
    change_blocks.unit_grid(page, rows, path, query)
    change_blocks.changes_badge(page, rows, waves, "units", len(below))
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
