"""The overview: did satisfaction get better, where, on what, and how sure are we."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, blocks, change_blocks, states
from dashboard.failures import own_part
from dashboard.figures import remembered
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page, current_page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.missing_lists import missing_lists
from dashboard.rows.units import Unit, ordered
from dashboard.tables import Column, show_table
from dashboard.views.groups import show_groups
from dashboard.views.overview.criterion_answers import show_answers
from dashboard.views.overview.effects import show_effects
from dashboard.views.overview.rollout import show_rollout
from dashboard.views.overview.wave_effects import effect_sentence, show_wave_effects
from dashboard.words import words_of

HEADLINE_ITEM = "overall"
Row = dict[str, Any]


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("overview.title"))
    missing = missing_lists(page)
    if not page.units:
        states.nothing_found(words, "no_unit_list" if "unit" in missing else "no_units")
        return
    pairs = changes.wave_pairs(page)
    if not pairs:
        states.nothing_found(words, "no_change")
        return
    waves, map_ = _choose(page, pairs)
    top = top_unit(page)
    rows = changes.by_item(page, map_, top.key, waves)
    _headline(page, top, rows, waves)
    _factors(page, top, rows, waves)
    listed = [row["item_code"] for row in changes.by_criterion(page, rows)]
    if listed:
        _units(page, map_, waves, listed)
    show_groups(page, top, map_, waves)
    show_wave_effects(page, waves)
    show_effects(page)
    show_rollout(page)


def _choose(page: Page, pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], str]:
    left, right = st.columns(2)
    with left:
        map_ = changes.choose_map(page)
    with right:
        waves = changes.choose_waves(page, pairs)
    return waves, map_


def top_unit(page: Page) -> Unit:
    """The highest unit in scope that exists today, else the highest of all."""
    units = ordered(page.units.values())
    return next((unit for unit in units if unit.is_current), units[0])


@own_part()
def _headline(page: Page, top: Unit, rows: list[Row], waves: tuple[str, str]) -> None:
    row = next((r for r in rows if r["item_code"] == HEADLINE_ITEM), None)
    if row is None:
        states.nothing_found(page.words, "no_answers")
        return
    change_blocks.verdict_card(page, row, top.name, waves)
    answer = ask_if_built(
        page, "wave_effects", before_wave=waves[0], after_wave=waves[1]
    )
    effects = answer.rows if answer else []
    effect = next((r for r in effects if r["item_code"] == HEADLINE_ITEM), None)
    is_province = top.level == "province"
    if effect and is_province:
        blocks.note(effect_sentence(page, effect))
    else:
        blocks.note(page.words("overview.not_effect"))
    blocks.method_link(page, "verdicts")
    blocks.method_link(page, "badges")


@own_part()
def _factors(page: Page, top: Unit, rows: list[Row], waves: tuple[str, str]) -> None:
    words = page.words
    if not rows:
        return
    blocks.heading(
        words("overview.factors_title"), words("overview.factors_lead", unit=top.name)
    )
    _answers(page, rows, waves)
    title = words("overview.factors_title")
    listed = remembered.frozen(changes.by_criterion(page, rows))
    figure = remembered.dumbbell_figure(
        page.scope, page.build.build_id, page.lang, title, listed
    )
    blocks.show_figure(figure, "factors")
    blocks.note(words("figures.legend_text"))
    change_blocks.changes_badge(page, rows, waves, "questions")
    blocks.method_link(page, "intervals")
    change_blocks.change_table(page, rows, waves, title, words("tables.question"))


def _answers(page: Page, rows: list[Row], waves: tuple[str, str]) -> None:
    """One line per factor and commitment in force on the day of the later wave: its
    verdict, or that nothing asks it.
    """
    after = page.waves.get(waves[1])
    day = (after.opened_on or after.closed_on) if after else None
    own = {row["item_code"]: row for row in rows}
    asked = {page.item_factors.get(row["item_code"]): row for row in rows}
    shown_by = _items_of_commitments(page)
    show_answers(
        page,
        [
            (criterion, own.get(code) or asked.get(code) or own.get(shown_by.get(code)))
            for code, criterion in page.criteria.items()
            if criterion.kind != "overall" and criterion.holds_on(day)
        ],
    )


def _items_of_commitments(page: Page) -> dict[str | None, str]:
    """Commitment → the question that also shows it, the first by code if several."""
    answer = ask_if_built(page, "item_commitments")
    found: dict[str | None, str] = {}
    for row in answer.rows if answer else []:
        for code in row["commitment_codes"].split(";"):
            found.setdefault(code.strip(), row["item_code"])
    return found


@own_part()
def _units(page: Page, map_: str, waves: tuple[str, str], items: list[str]) -> None:
    words = page.words
    left, right = st.columns([3, 1])
    with left:
        item = address.choose(
            "item",
            words("items.label"),
            items,
            default=HEADLINE_ITEM if HEADLINE_ITEM in items else items[0],
            shown=lambda code: changes.item_text(page, code),
        )
    with right:
        how = address.choose(
            "sort",
            words("sorts.label"),
            ("name", "estimate"),
            default="name",
            shown=lambda name: words(f"sorts.{name}"),
        )
    rows = [
        row
        for row in changes.by_unit(page, map_, item, waves)
        if row["unit_level"] == "commune"
        and (map_ == "then" or page.units[row["unit_key"]].is_current)
    ]
    rows = changes.sort_rows(rows, how)
    n_communes = _n_communes(page) if map_ == "today" else len(rows)
    if not rows:
        states.nothing_found(words, "no_answers")
        return
    _counts(page, rows, item)
    change_blocks.changes_badge(page, rows, waves, "units", n_communes)
    path = words_of("vi")("paths.unit")
    query = urlencode({"map": map_, "lang": page.lang})
    blocks.heading(words("overview.grid_title"), words("overview.grid_lead"))
    change_blocks.unit_grid(page, rows, path, query)
    change_blocks.changes_badge(page, rows, waves, "units", n_communes)
    title = words("overview.units_title")
    blocks.heading(title, changes.item_text(page, item))
    figure = remembered.dumbbell_figure(
        page.scope, page.build.build_id, page.lang, title, remembered.frozen(rows)
    )
    blocks.show_figure(figure, "units")
    change_blocks.changes_badge(page, rows, waves, "units", n_communes)
    change_blocks.change_table(page, rows, waves, title, words("tables.name"))
    _blocked(page, rows, waves, n_communes)


def _counts(page: Page, rows: list[Row], item: str) -> None:
    words = page.words
    blocks.heading(
        words("overview.counts_title"),
        words(
            "overview.counts_lead",
            n=len(rows),
            level=words("levels.commune").lower(),
            item=changes.item_text(page, item),
        ),
    )
    change_blocks.verdict_counts(words, changes.count_verdicts(rows))
    change_blocks.looks_note(page, rows)


def _n_communes(page: Page) -> int:
    return sum(u.is_current and u.level == "commune" for u in page.units.values())


def _blocked(
    page: Page, rows: list[Row], waves: tuple[str, str], n_communes: int
) -> None:
    words = page.words
    blocks.heading(words("overview.blocked_title"))
    blocks.method_link(page, "not_comparable")
    judged = ("too_few", "not_comparable", "suppressed", "none", "missing")
    blocked = [row for row in rows if verdict_of(row) in judged]
    if not blocked:
        blocks.note(words("overview.blocked_none"))
        return
    columns = (
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(
            words("tables.verdict"),
            lambda row: words(f"verdicts_short.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
        Column(words("tables.reason"), lambda row: _reason(page, row)),
    )
    show_table(blocked, columns, words("overview.blocked_title"))
    change_blocks.changes_badge(page, rows, waves, "units", n_communes)


def _reason(page: Page, row: Any) -> str:
    words, verdict = page.words, verdict_of(row)
    if verdict == "not_comparable":
        code = row["not_comparable_reason"] or "other"
        return words.or_else(f"reasons.{code}", words("reasons.other"))
    if verdict == "too_few":
        n_before, n_after = row["n_before"], row["n_after"]
        return words("badge.ballots", n_before=n_before, n_after=n_after)
    return words(f"verdicts.{verdict}")


if __name__ == "__main__":
    main(current_page())
