"""Before and after in each commune: counts, tiles, figure, table, who is left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, blocks, change_blocks, states
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark, verdict_marks
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.words import words_of

HEADLINE_ITEM = "overall"
Row = dict[str, Any]


def communes(page: Page, map_: str, waves: tuple[str, str], item: str) -> list[Row]:
    """Rows of the communes on one map for one question, by name."""
    rows = [
        row
        for row in changes.by_unit(page, map_, item, waves)
        if row["unit_level"] == "commune"
        and (map_ == "then" or page.units[row["unit_key"]].is_current)
    ]
    return changes.sort_rows(rows, "name")


def n_communes(page: Page, map_: str, rows: list[Row]) -> int:
    """How many communes there are, those without any row included."""
    if map_ != "today":
        return len(rows)
    return sum(u.is_current and u.level == "commune" for u in page.units.values())


@own_part()
def show_units(page: Page, map_: str, waves: tuple[str, str], items: list[str]) -> None:
    """Draws one question in every commune.

    Args:
        page: The frame of this run.
        map_: `then` or `today`.
        waves: Codes of the round before and the round after.
        items: Questions and factors on offer.
    """
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
    rows = changes.sort_rows(communes(page, map_, waves, item), how)
    n_all = n_communes(page, map_, rows)
    if not rows:
        states.nothing_found(words, "no_answers")
        return
    _counts(page, rows, item)
    change_blocks.changes_badge(page, rows, waves, "units", n_all)
    path = words_of("vi")("paths.unit")
    query = urlencode({"map": map_, "lang": page.lang})
    blocks.heading(words("overview.grid_title"), words("overview.grid_lead"))
    change_blocks.unit_grid(page, rows, path, query)
    change_blocks.changes_badge(page, rows, waves, "units", n_all)
    title = words("overview.units_title")
    blocks.heading(title, changes.item_text(page, item))
    figure = cached.dumbbell_figure(
        page.scope, page.build.build_id, page.lang, title, cached.frozen(rows)
    )
    legend = [
        *verdict_marks(words, map(verdict_of, rows)),
        Mark(words("figures.legend_beside")),
    ]
    of = (
        page.top.name,
        changes.item_text(page, item),
        changes.pair_text(page, *waves),
    )
    with blocks.room_for_rows(len(rows)):
        blocks.show_figure(figure, "units", Caption(title, of, legend))
    change_blocks.changes_badge(page, rows, waves, "units", n_all)
    change_blocks.change_table(page, rows, waves, title, words("tables.name"))
    _blocked(page, rows, waves, n_all)


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


def _blocked(page: Page, rows: list[Row], waves: tuple[str, str], n_all: int) -> None:
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
    change_blocks.changes_badge(page, rows, waves, "units", n_all)


def _reason(page: Page, row: Any) -> str:
    words, verdict = page.words, verdict_of(row)
    if verdict == "not_comparable":
        code = row["not_comparable_reason"] or "other"
        return words.or_else(f"reasons.{code}", words("reasons.other"))
    if verdict == "too_few":
        n_before, n_after = row["n_before"], row["n_after"]
        return words("badge.ballots", n_before=n_before, n_after=n_after)
    return words(f"verdicts.{verdict}")
