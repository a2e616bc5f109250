"""Data quality: what was read, loaded, repeated and refused, and how fresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.rows.context import VIETNAM, Page, current_page
from dashboard.rows.data import ask
from dashboard.rows.missing_lists import missing_lists
from dashboard.tables import Column, show_table
from dashboard.views.kept_digest import show_kept_digest
from dashboard.views.quality.answer_changes import show_answer_changes
from dashboard.views.quality.integrity_flags import show_flags
from dashboard.views.quality.left_out import left_out, n_left_out, show_left_out
from dashboard.views.quality.list_conflicts import show_conflicts
from dashboard.views.quality.notices import show_notices
from dashboard.views.quality.passed_over import passed_over, show_passed_over
from dashboard.views.quality.red_tests import show_red_run
from dashboard.views.quality.restatements import show_restatements
from dashboard.views.quality.still_missing import show_still_missing
from dashboard.views.quality.wave_editions import show_wave_editions
from warehouse.builds.status import last_run
from warehouse.settings import Settings
from warehouse.words import words_of

SECTIONS = ("loads", "files", "tests", "restated")
COUNTS = ("n_read", "n_loaded", "n_duplicate", "n_refused")

Row = Mapping[str, Any]


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    st.title(words("quality.title"))
    st.html(f'<p class="tt-lead">{escape(words("quality.lead"))}</p>')
    if page.scope.role == "steward":
        show_still_missing(page)
        show_kept_digest(page)
    rows = ask(page, "loads").rows
    if not rows:
        states.nothing_found(words, "no_loads")
        return
    section = address.choose(
        "checked",
        words("quality.section"),
        SECTIONS,
        default=SECTIONS[0],
        shown=lambda name: words(f"quality.sections.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    _fresh(page)
    if section == "loads":
        _totals(page, rows)
        _kinds(page, rows)
        show_notices(page)
    elif section == "files":
        _files(page, rows)
    elif section == "tests":
        _tests(page)
        show_passed_over(page)
        show_flags(page)
        show_conflicts(page)
        show_answer_changes(page)
    else:
        show_wave_editions(page)
        show_restatements(page)


def _tests(page: Page) -> None:
    words, build = page.words, page.build
    blocks.heading(words("quality.tests_title"), words("quality.tests_lead"))
    moment = dates.moment(build.published_at.astimezone(VIETNAM))
    run = last_run(Settings.from_environment())
    rows, missing = left_out(page), missing_lists(page)
    steps = passed_over(page)
    if rows or missing or steps:
        n = numbers.count(n_left_out(rows) + len(steps), page.lang)
        facts = {"build": build.build_id, "moment": moment, "n": n}
        blocks.note(words("quality.tests_left_out", **facts))
    else:
        facts = {"build": build.build_id, "moment": moment}
        blocks.note(words("quality.tests_green", **facts))
    if page.calendar_source in ("assumed", "country"):
        said = words_of(page.lang)
        blocks.note(said(f"left_out.calendar.{page.calendar_source}"))
    show_left_out(page, rows)
    if run and not run["is_published"]:
        show_red_run(page, run["failures"])


def _fresh(page: Page) -> None:
    words, build = page.words, page.build
    published = dates.moment(build.published_at.astimezone(VIETNAM))
    blocks.heading(words("quality.fresh_title"))
    parts = [
        words("quality.as_of", day=dates.day(build.data_as_of)),
        words("quality.published", moment=published),
        words("quality.build", build=build.build_id),
    ]
    st.html(blocks.facts_line(parts))


def _totals(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    blocks.heading(words("quality.totals_title"), words("quality.totals_lead"))
    totals = {name: sum(row[name] or 0 for row in rows) for name in COUNTS}
    files = len({row["file_name"] for row in rows})
    cards = [("files", files), *((name, totals[name]) for name in COUNTS)]
    html = "".join(
        f"<li><b>{numbers.count(n, lang)}</b>"
        f"<small>{escape(words(f'quality.{name}'))}</small></li>"
        for name, n in cards
    )
    st.html(f'<ul class="tt-counts">{html}</ul>')
    _badge(page, rows)
    parts = totals["n_loaded"] + totals["n_duplicate"] + totals["n_refused"]
    is_whole = parts == totals["n_read"]
    blocks.note(words(f"quality.{'balanced' if is_whole else 'unbalanced'}"))


def _kinds(page: Page, rows: Sequence[Row]) -> None:
    words = page.words
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["kind"] is None:
            continue
        kind = sums.setdefault(
            row["kind"], {"kind": row["kind"]} | dict.fromkeys(COUNTS, 0)
        )
        for name in COUNTS:
            kind[name] += row[name] or 0
    title = words("quality.kinds_title")
    blocks.heading(title)
    columns = (
        Column(
            words("quality.kind"),
            lambda r: words.or_else(f"kinds.{r['kind']}", str(r["kind"])),
        ),
        *_count_columns(page),
    )
    show_table(sorted(sums.values(), key=lambda r: str(r["kind"])), columns, title)
    _badge(page, rows)


def _files(page: Page, rows: Sequence[Row]) -> None:
    words = page.words
    title = words("quality.files_title")
    blocks.heading(title, words("quality.files_lead"))
    columns = (
        Column(words("quality.file"), lambda row: str(row["file_name"])),
        Column(
            words("quality.kind"),
            lambda r: words.or_else(f"kinds.{r['kind']}", str(r["kind"] or "")),
        ),
        Column(words("quality.loaded_at"), lambda row: _local(row["loaded_at"])),
        *_count_columns(page),
        Column(
            words("quality.status"),
            lambda r: words.or_else(
                f"quality.statuses.{r['status']}", str(r["status"])
            ),
        ),
    )
    show_table(rows, columns, title)
    _badge(page, rows)


def _badge(page: Page, rows: Sequence[Row]) -> None:
    words, lang = page.words, page.lang
    n_read, n_loaded, n_duplicate = (
        sum(row[name] or 0 for row in rows)
        for name in ("n_read", "n_loaded", "n_duplicate")
    )
    moments = [row["loaded_at"] for row in rows if row["loaded_at"] is not None]
    badge.show_badge(
        page,
        n=words("quality.n_records", n=numbers.count(n_read, lang)),
        coverage=coverage.part_of(page, n_loaded + n_duplicate, n_read, "read"),
        source=badge.recorded_in(page, "ledger"),
        dates=badge.span(_local(min(moments)), _local(max(moments)))
        if moments
        else words("badge.no_day"),
    )


def _local(moment: datetime | None) -> str:
    # The ledger keeps UTC without saying so.
    if moment is None:
        return numbers.MISSING
    return dates.moment(moment.replace(tzinfo=UTC).astimezone(VIETNAM))


def _count_columns(page: Page) -> tuple[Column, ...]:
    return tuple(_count_column(page, name) for name in COUNTS)


def _count_column(page: Page, name: str) -> Column:
    return Column(
        page.words(f"quality.{name}"),
        lambda row: numbers.count(row[name], page.lang),
        is_number=True,
    )


if __name__ == "__main__":
    main(current_page())
