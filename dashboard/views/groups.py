"""For whom it changed: groups of people before and after, and against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, change_blocks, coverage, numbers
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark, verdict_marks
from dashboard.rows import changes
from dashboard.rows.changes import group_name, pair_text, verdict_of
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table

HEADLINE_ITEM = "overall"
KINDS = ("age_band", "sex", "respondent_kind", "channel", "respondent_group")
ABOVE = ("improved", "slightly_improved")
BELOW = ("worse", "slightly_worse")
Row = Mapping[str, Any]


@own_part()
def show_groups(page: Page, unit: Unit, map_: str, waves: tuple[str, str]) -> None:
    """What changed for each group of people in one unit, in words, figure and table.

    Args:
        page: The frame of this run.
        unit: The unit.
        map_: `then` or `today`.
        waves: Codes of the round before and the round after.
    """
    words = page.words
    blocks.heading(words("groups.title"), words("groups.lead"))
    item = _choose_item(page)
    answer = ask_if_built(
        page,
        "group_changes",
        map=map_,
        unit_key=unit.key,
        item_code=item,
        before_wave=waves[0],
        after_wave=waves[1],
    )
    rows = _named(page, answer.rows if answer else [])
    if not rows:
        blocks.note(words("groups.none"))
        return
    title = f"{words('groups.title')} {changes.item_text(page, item)}"
    for sentence in sentences(page, rows):
        blocks.note(sentence)
    figure = cached.dumbbell_figure(
        page.scope, page.build.build_id, page.lang, title, cached.frozen(rows)
    )
    legend = [
        *verdict_marks(words, map(verdict_of, rows)),
        Mark(words("figures.legend_text")),
    ]
    of = (unit.name, changes.item_text(page, item), pair_text(page, *waves))
    caption = Caption(words("groups.title"), of, legend)
    blocks.show_figure(figure, "groups", caption)
    _badge(page, rows, waves)
    with st.expander(words("tables.show")):
        show_table(rows, _own_columns(page), title)
        show_table(rows, _other_columns(page), words("groups.others_title"))
    _looks(page, rows)


def sentences(page: Page, rows: list[Row]) -> list[str]:
    """Which groups differ from the others of their kind, one sentence each."""
    found = []
    for name, above, below in (
        ("gap_change", "gains_more", "gains_less"),
        ("gap_after", "stands_above", "stands_below"),
    ):
        for row in rows:
            verdict = contrast_of(row, name)
            if verdict in (*ABOVE, *BELOW):
                key = above if verdict in ABOVE else below
                found.append(
                    page.words(
                        f"groups.{key}",
                        group=row["name"],
                        change=numbers.points(row[name], page.lang),
                        interval=_interval(row, name, page.lang),
                    )
                )
    changed = {contrast_of(row, "gap_change") for row in rows}
    if changed <= {"too_few", "suppressed", "none", "missing", "not_comparable"}:
        found.append(page.words("groups.not_enough"))
    elif not changed & {*ABOVE, *BELOW}:
        found.append(page.words("groups.no_difference"))
    return found


def contrast_of(row: Row, name: str) -> str:
    """The verdict of a group against the others, or the state in its place."""
    state = str(row["state"])
    return str(row[f"{name}_verdict"]) if state == "shown" else state


def _choose_item(page: Page) -> str:
    items = sorted(page.item_texts, key=lambda code: code != HEADLINE_ITEM)
    if len(items) < 2:
        return items[0] if items else HEADLINE_ITEM
    return address.choose(
        "group_item",
        page.words("groups.question"),
        items,
        default=items[0],
        shown=lambda code: changes.item_text(page, code),
    )


def _named(page: Page, rows: Sequence[Row]) -> list[Row]:
    """Rows in the order of the kinds, each with the words for its group."""
    order = {kind: i for i, kind in enumerate(KINDS)}
    named: list[Row] = [{**row, "name": group_name(page.words, row)} for row in rows]
    return sorted(named, key=lambda r: (order[r["group_kind"]], r["group_code"]))


def _badge(page: Page, rows: list[Row], waves: tuple[str, str]) -> None:
    judged = [row for row in rows if change_blocks.is_judged(row)]
    sizes = [row[name] for row in judged for name in ("n_before", "n_after")]
    badge.show_badge(
        page,
        n=badge.n_between(page, sizes),
        coverage=coverage.part_of(page, len(judged), len(rows), "groups"),
        source=badge.asked_by(page, waves),
        dates=pair_text(page, *waves),
    )


def _looks(page: Page, rows: list[Row]) -> None:
    n = max((row["n_looks"] for row in rows if row["state"] == "shown"), default=0)
    if n > 1:
        blocks.note(page.words("groups.looks", n=numbers.count(n, page.lang)))
    if any(row["state"] == "suppressed" for row in rows):
        blocks.note(page.words("groups.hidden"))


def _interval(row: Row, name: str, lang: str) -> str:
    return numbers.interval(row[f"{name}_low"], row[f"{name}_high"], lang)


def _share(page: Page, side: str) -> Column:
    """A share with its interval; a group of few ballots has counts alone."""
    lang, name = page.lang, f"share_{side}"

    def text(row: Row) -> str:
        is_few = verdict_of(row) == "too_few"
        if is_few or not numbers.is_known(row[f"{name}_low"]):
            return numbers.MISSING
        ends = (numbers.percent(row[f"{name}_{end}"], lang) for end in ("low", "high"))
        return f"{numbers.percent(row[name], lang)} [{'; '.join(ends)}]"

    return Column(page.words(f"groups.{name}"), text, is_number=True)


def _points(page: Page, name: str, heading: str) -> Column:
    """A difference with its interval."""

    def text(row: Row) -> str:
        if not numbers.is_known(row[f"{name}_low"]):
            return numbers.MISSING
        is_change = name == "share_diff"
        change = numbers.change(row, page.lang) if is_change else ""
        found = change or numbers.points(row[name], page.lang)
        return f"{found} {_interval(row, name, page.lang)}"

    return Column(heading, text, is_number=True)


def _own_columns(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(words("groups.group"), lambda row: str(row["name"])),
        Column(
            words("groups.n_pair"),
            lambda r: (
                f"{numbers.count(r['n_before'], lang)} / "
                f"{numbers.count(r['n_after'], lang)}"
            ),
            True,
        ),
        _share(page, "before"),
        _share(page, "after"),
        _points(page, "share_diff", words("tables.change")),
        Column(
            words("tables.verdict"),
            lambda row: words(f"verdicts_short.{verdict_of(row)}"),
            verdict=verdict_of,
        ),
    )


def _other_columns(page: Page) -> tuple[Column, ...]:
    words = page.words

    def verdict(name: str) -> Column:
        return Column(
            words(f"groups.{name}_verdict"),
            lambda row: words(f"groups.verdicts.{contrast_of(row, name)}"),
            verdict=lambda row: contrast_of(row, name),
        )

    return (
        Column(words("groups.group"), lambda row: str(row["name"])),
        _points(page, "gap_after", words("groups.gap_after")),
        verdict("gap_after"),
        _points(page, "gap_change", words("groups.gap_change")),
        verdict("gap_change"),
    )
