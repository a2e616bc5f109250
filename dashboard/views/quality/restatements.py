"""Published figures that changed since: what was shown, what is shown now, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from dashboard import address, badge, blocks, coverage, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from dashboard.views.quality.restated_rows import (
    listed_for,
    period_of,
    reason_of,
    single_rows,
    value_text,
)
from dashboard.words import Words

N_SHOWN = 100
_IS_MONTH = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = Mapping[str, Any]


def show_restatements(page: Page) -> None:
    """Draws how many figures changed, then those of one kind one by one."""
    words = page.words
    title = words("quality.restated_title")
    blocks.heading(title, words("quality.restated_lead"))
    answer = ask_if_built(page, "restated_figures")
    if answer is None or not answer.rows:
        states.nothing_found(words, "no_restatements")
        return
    show_table(answer.rows, _sums(page), title)
    n = sum(row["n_restated"] for row in answer.rows)
    _badge(page, answer.rows, n, n)
    kinds = {one.query: one for one in listed_for(page, _figures(answer.rows))}
    if not kinds:
        return
    chosen = address.choose(
        "figures",
        words("quality.restated_kind"),
        list(kinds),
        default=next(iter(kinds)),
        shown=lambda name: ", ".join(
            words(f"quality.figures.{figure}") for figure in kinds[name].figures
        ),
    )
    _show_singles(page, single_rows(page, kinds[chosen]), answer.rows, n)


def show_changes(page: Page, since: datetime) -> bool:
    """Draws only what changed since a moment, UTC; whether anything did."""
    answer = ask_if_built(page, "restated_figures")
    sums = [row for row in (answer.rows if answer else []) if row["found_at"] >= since]
    if not sums:
        return False
    show_table(sums, _sums(page), page.words("quality.restated_title"))
    n = sum(row["n_restated"] for row in sums)
    _badge(page, sums, n, n)
    rows = [
        row
        for one in listed_for(page, _figures(sums))
        for row in single_rows(page, one)
        if row["found_at"] >= since
    ]
    _show_singles(page, rows, sums, n)
    return True


def _figures(rows: Sequence[Row]) -> set[str]:
    return {row["figure"] for row in rows}


def _show_singles(
    page: Page, rows: Sequence[Row], sums: Sequence[Row], n_all: int
) -> None:
    """Draws changed figures one by one, as many as fit."""
    if not rows:
        return
    shown = rows[:N_SHOWN]
    show_table(shown, _singles(page), page.words("quality.restated_figure"))
    figures = _figures(shown)
    of_these = [row for row in sums if row["figure"] in figures]
    _badge(page, of_these or sums, len(shown), n_all)


def _badge(page: Page, rows: Sequence[Row], n_shown: int, n_all: int) -> None:
    periods = [row[name] for row in rows for name in ("first_period", "last_period")]
    # Others are pairs of rounds, which no month names.
    months = [text for text in periods if _IS_MONTH.fullmatch(str(text))]
    badge.show_badge(
        page,
        n=page.words("quality.n_restated", n=numbers.count(n_shown, page.lang)),
        coverage=coverage.part_of(page, n_shown, n_all, "restated"),
        source=badge.recorded_in(page, "published"),
        dates=badge.span(_month(min(months)), _month(max(months)))
        if months
        else page.words("quality.by_round"),
    )


def _figure(words: Words, row: Row) -> str:
    return words.or_else(f"quality.figures.{row['figure']}", str(row["figure"]))


def _why(words: Words, row: Row) -> str:
    return words.or_else(f"quality.whys.{row['why']}", str(row["why"]))


def _sums(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    return (
        Column(words("quality.restated_figure"), lambda row: _figure(words, row)),
        Column(
            words("quality.restated_n"),
            lambda row: numbers.count(row["n_restated"], lang),
            is_number=True,
        ),
        Column(
            words("quality.restated_units"),
            lambda row: numbers.count(row["n_units"], lang),
            is_number=True,
        ),
        Column(words("quality.restated_why"), lambda row: _why(words, row)),
    )


def _singles(page: Page) -> tuple[Column, ...]:
    words = page.words
    return (
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(words("quality.restated_figure"), lambda row: _figure(words, row)),
        Column(words("quality.restated_period"), lambda row: period_of(page, row)),
        *(
            Column(
                words(f"quality.restated_{side}"),
                partial(_value, page, f"{side}_value"),
                is_number=True,
            )
            for side in ("old", "new")
        ),
        Column(words("quality.restated_why"), lambda row: reason_of(words, row)),
    )


def _value(page: Page, name: str, row: Row) -> str:
    return value_text(page, row, name)


def _month(period: str) -> str:
    year, month, *_ = str(period).split("-")
    return f"{int(month)}/{year}"
