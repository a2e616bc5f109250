"""Published figures that changed since: what was shown, what is shown now, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dashboard import badge, blocks, coverage, numbers, states
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.tables import Column, show_table
from dashboard.words import Words

N_SHOWN = 100
_IS_MONTH = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = Mapping[str, Any]


def show_restatements(page: Page) -> None:
    """Draws how many figures changed, then the counts of cases one by one."""
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
    rows = _single_rows(page)
    if rows:
        shown = words("quality.restated_figure")
        show_table(rows[:N_SHOWN], _singles(page), shown)
        _badge(page, answer.rows, min(len(rows), N_SHOWN), n)


def show_changes(page: Page, since: datetime) -> bool:
    """Draws only what changed since a moment, UTC; whether anything did."""
    answer = ask_if_built(page, "restated_figures")
    sums = [row for row in (answer.rows if answer else []) if row["found_at"] >= since]
    if not sums:
        return False
    show_table(sums, _sums(page), page.words("quality.restated_title"))
    n = sum(row["n_restated"] for row in sums)
    _badge(page, sums, n, n)
    rows = [row for row in _single_rows(page) if row["found_at"] >= since]
    if rows:
        title = page.words("quality.restated_figure")
        show_table(rows[:N_SHOWN], _singles(page), title)
        _badge(page, sums, min(len(rows), N_SHOWN), n)
    return True


def _single_rows(page: Page) -> list[Row]:
    """Counts of cases that changed, one by one."""
    single = ask_if_built(page, "restatements")
    return [
        {**row, "name": page.units[row["unit_key"]].name}
        for row in (single.rows if single else [])
        if row["unit_key"] in page.units
    ]


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
    words, lang = page.words, page.lang
    return (
        Column(words("tables.name"), lambda row: str(row["name"])),
        Column(words("quality.restated_figure"), lambda row: _figure(words, row)),
        Column(words("quality.restated_period"), lambda row: _month(row["period"])),
        Column(
            words("quality.restated_old"),
            lambda row: numbers.count(row["old_value"], lang),
            is_number=True,
        ),
        Column(
            words("quality.restated_new"),
            lambda row: numbers.count(row["new_value"], lang),
            is_number=True,
        ),
        Column(words("quality.restated_why"), lambda row: _files(words, row)),
    )


def _files(words: Words, row: Row) -> str:
    """Why one figure changed, with the files where they are few."""
    why = _why(words, row)
    if not row["file_names"]:
        return why
    return words("quality.why_files", why=why, files=row["file_names"])


def _month(period: str) -> str:
    year, month, *_ = str(period).split("-")
    return f"{int(month)}/{year}"
