"""Before and after in one unit: verdict, questions, answers, groups, units below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, badge, blocks, change_blocks, coverage, numbers, states
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark, level_marks, verdict_marks
from dashboard.figures.dumbbell import change_text
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.theme import LOOKS
from dashboard.views.groups import show_groups
from dashboard.words import words_of
from warehouse.statistics.change.verdicts import MIN_COMPARE_N

HEADLINE_ITEM = "overall"
N_LOWEST = 3
Row = dict[str, Any]


def show_change(page: Page, unit: Unit, map_: str) -> None:
    """Draws the verdict on a unit between two waves, and on the units below."""
    waves = _waves(page, unit)
    if waves is None:
        return
    headline = _headline(changes.by_item(page, map_, unit.key, waves))
    if headline is None:
        states.nothing_found(page.words, "no_answers")
    else:
        change_blocks.verdict_card(page, headline, unit.name, waves)
    _below(page, unit, map_, waves)


def show_questions(page: Page, unit: Unit, map_: str) -> None:
    """Draws what changed question by question, and how people answered."""
    waves = _waves(page, unit)
    if waves is not None:
        _questions(page, unit, map_, waves)


def show_unit_groups(page: Page, unit: Unit, map_: str) -> None:
    """Draws what changed for each group of people."""
    waves = _waves(page, unit)
    if waves is not None:
        show_groups(page, unit, map_, waves)


def show_own_verdict(page: Page, unit: Unit, map_: str) -> None:
    """The unit's verdict in one sentence and how sure it is; nothing without one."""
    pairs = changes.wave_pairs(page)
    rows = changes.by_item(page, map_, unit.key, pairs[0]) if pairs else []
    row = _headline(rows)
    if row is None:
        return
    colour = LOOKS[verdict_of(row)].colour
    st.html(
        f'<section class="tt-verdict" style="--look:{colour}">'
        f"{change_blocks.answer_html(page, row, unit.name)}"
        f"{change_blocks.lines_html(change_blocks.sure_line(page, row))}"
        f"{change_blocks.change_badge(page, row, pairs[0])}</section>"
    )


def _waves(page: Page, unit: Unit) -> tuple[str, str] | None:
    """The pair of waves chosen; says so where there is none."""
    pairs = changes.pairs_of(page, unit)
    if not pairs:
        states.nothing_found(page.words, "no_change")
        return None
    return changes.choose_waves(page, pairs)


def _headline(rows: list[Row]) -> Row | None:
    return next((row for row in rows if row["item_code"] == HEADLINE_ITEM), None)


def _questions(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    words = page.words
    rows = changes.by_item(page, map_, unit.key, waves)
    if _headline(rows) is None:
        states.nothing_found(words, "no_answers")
        return
    title = words("unit.items_title")
    blocks.heading(title, words("unit.items_lead"))
    if lowest := lowest_text(page, rows):
        st.html(f"<p>{escape(lowest)}</p>")
    key = (page.scope, page.build.build_id, page.lang, title)
    listed = cached.frozen(changes.by_criterion(page, rows))
    legend = [
        *verdict_marks(words, map(verdict_of, rows)),
        Mark(words("figures.legend_text")),
    ]
    caption = Caption(title, (unit.name, changes.pair_text(page, *waves)), legend)
    blocks.show_figure(cached.dumbbell_figure(*key, listed), "items", caption)
    blocks.note(words("figures.legend_text"))
    change_blocks.changes_badge(page, rows, waves, "questions")
    change_blocks.change_table(page, rows, waves, title, words("tables.question"))
    _answers(page, unit, map_, waves)


def lowest_text(page: Page, rows: Sequence[Row]) -> str:
    """The questions with the least satisfied later answers; empty with too few."""
    known = [
        row
        for row in rows
        if row["item_kind"] == "item"
        and row["item_code"] != HEADLINE_ITEM
        and row["share_after"] is not None
        and (row["n_after"] or 0) >= MIN_COMPARE_N
    ]
    known.sort(key=lambda row: (row["share_after"], row["item_code"]))
    listed = "; ".join(
        page.words(
            "unit.lowest_one",
            name=row["name"],
            share=numbers.percent(row["share_after"], page.lang),
            n=numbers.count(row["n_after"], page.lang),
        )
        for row in known[:N_LOWEST]
    )
    return page.words("unit.lowest", listed=listed) if listed else ""


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
    answers = cached.answer_rows(page, map_, unit.key, waves, code)
    if not answers:
        states.nothing_found(words, "no_answers")
        return
    figure = cached.diverging_figure(
        page.scope, page.build.build_id, page.lang, title, cached.frozen(answers)
    )
    of = (unit.name, changes.wave_text(page, code))
    with blocks.room_for_rows(len(answers)):
        st.html(blocks.level_legend(words))
        blocks.show_figure(figure, "answers", Caption(title, of, level_marks(words)))
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
