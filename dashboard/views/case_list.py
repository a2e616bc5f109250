"""Cases that wait too long or broke a promise, one by one, masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.months import year_window
from dashboard.rows.officer_rows import name_of
from dashboard.tables import Column, show_table

WHICH = ("overdue", "late_strict", "late_official", "late_hidden")
ALL, NOBODY = "all", "none"
N_SHOWN = 100

Row = Mapping[str, Any]


@own_part()
def show_cases(page: Page, unit_key: str, holder: str) -> None:
    """Shows the cases of one unit, or one officer of it, by what went wrong.

    Args:
        page: The frame of this run.
        unit_key: A unit, or `all` for the whole scope.
        holder: An officer code, `all` or `none`.
    """
    words = page.words
    which = address.choose(
        "cases",
        words("cases.which"),
        WHICH,
        default="late_strict",
        shown=lambda name: words(f"cases.kinds.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    since, as_of = year_window(page)
    answer = ask_if_built(
        page,
        "case_list",
        reader_unit_key=unit_key,
        reader_officer_code=holder,
        which=which,
        since=since,
        as_of=as_of,
    )
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    rows = answer.rows
    if not rows:
        states.nothing_found(words, "no_such_cases")
        return
    total = numbers.count(len(rows), page.lang)
    title = words(
        "cases.listed_more" if answer.is_cut else "cases.listed",
        kind=words(f"cases.kinds.{which}"),
        n=total,
    )
    show_table(rows[:N_SHOWN], _columns(page, is_of_one=holder != ALL), title)
    badge.show_badge(
        page,
        n=words("badge.n_cases_more" if answer.is_cut else "badge.n_cases", n=total),
        coverage=words("coverage.cut")
        if answer.is_cut
        else coverage.part_of(page, min(len(rows), N_SHOWN), len(rows), "listed"),
        source=badge.recorded_in(page, "cases"),
        dates=words("cases.open_on", day=dates.day(as_of))
        if which == "overdue"
        else badge.days(page, (since, as_of)),
    )
    if len(rows) > N_SHOWN:
        blocks.note(words("cases.first_shown", n=N_SHOWN))
    blocks.note(words("cases.masked"))


def _columns(page: Page, *, is_of_one: bool) -> tuple[Column, ...]:
    words, lang = page.words, page.lang
    holder = Column(words("cases.holder"), lambda row: name_of(page, row))
    return (
        Column(
            words("cases.procedure"),
            lambda row: str(row["procedure_name"] or numbers.MISSING),
        ),
        Column(words("cases.code"), lambda row: f"•••\u00a0{row['case_ending']}"),
        *(() if is_of_one else (holder,)),
        Column(words("cases.received"), lambda row: dates.day(row["received_on"])),
        Column(words("cases.promised"), lambda row: dates.day(row["promised_on"])),
        Column(words("cases.due"), lambda row: dates.day(row["due_on"])),
        Column(words("cases.finished"), lambda row: _finished(page, row)),
        Column(
            words("cases.days_late"),
            lambda row: numbers.count(row["late_working_days"], lang),
            is_number=True,
        ),
        Column(
            words("cases.rewritten"),
            lambda row: (
                words("cases.was_rewritten") if row["has_rewritten_dates"] else ""
            ),
        ),
        Column(words("cases.apology"), lambda row: _apology(page, row)),
    )


def _apology(page: Page, row: Row) -> str:
    """Whether a letter of apology was sent, is owed, or is not."""
    if row["apology_sent_on"] is not None:
        return dates.day(row["apology_sent_on"])
    state = row["apology_state"]
    return page.words(f"letters.states.{state}") if state else ""


def _finished(page: Page, row: Row) -> str:
    if row["finished_on"] is None:
        return page.words("cases.still_open")
    return dates.day(row["finished_on"])
