"""What a steward confirms: what was loaded of each month of a review's period."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.tables import Column, Row, show_table
from dashboard.views.reviews.changes import show_changes
from warehouse.errors import DamagedError
from warehouse.reviews.facts import Facts, each_month
from warehouse.reviews.registers import HANDED_IN
from warehouse.reviews.reviews import Review
from warehouse.reviews.visible_reviews import submitted_facts
from warehouse.settings import Settings


def show_handed_in(page: Page, settings: Settings, review: Review) -> None:
    """Each month of the period with what was loaded of it when it was submitted.

    A month of which nothing was loaded is a row without figures: what is missing is
    what the steward looks for. What the build of today says otherwise stands beside.

    Args:
        page: The frame of this run.
        settings: Names the store.
        review: A review; one that was never submitted shows nothing.
    """
    words = page.words
    try:
        frozen = submitted_facts(settings, review)
    except DamagedError as error:
        st.error(error.in_words(page.lang))
        return
    if frozen is None:
        return
    title = words("reviews.handed_in")
    is_kept = frozen.handed_in is not None
    lead = "handed_in_lead" if is_kept else "handed_in_not_kept"
    blocks.heading(title, words(f"reviews.{lead}"))
    loaded = frozen.handed_in
    if loaded is None:
        loaded = tuple(ask(page, "unit_coverage", unit_key=review.unit_key).rows)
    rows = each_month(review.period, loaded)
    columns = (
        Column(words("reviews.month"), lambda row: dates.month(row["month"])),
        *(_counted(page, name) for name in HANDED_IN),
        Column(
            words("reviews.coverage.last_seen_on"),
            lambda row: dates.day(row.get("last_seen_on")),
        ),
    )
    show_table(rows, columns, title)
    _show_badge(page, review, frozen, rows)
    if is_kept:
        show_changes(page, settings, frozen)


def _show_badge(page: Page, review: Review, frozen: Facts, rows: Sequence[Row]) -> None:
    words, submission = page.words, review.submission
    filled = [row["month"] for row in rows if any(row.get(name) for name in HANDED_IN)]
    n, of = (numbers.count(len(found), page.lang) for found in (filled, rows))
    digest = submission.said("figures")[:12] if submission else ""
    source = badge.recorded_in(page, "records")
    if frozen.handed_in is not None:
        source = badge.Source(source.text, frozen.build.data_as_of)
    badge.show_badge(
        page,
        n=words("reviews.handed_in_n", n=n, of=of),
        coverage=words("coverage.all_loaded"),
        source=source,
        dates=badge.days(page, filled),
        notes=(words("reviews.named", build=frozen.build.build_id, digest=digest),),
    )


def _counted(page: Page, name: str) -> Column:
    def text(row: Row) -> str:
        return numbers.count(row.get(name), page.lang)

    return Column(page.words(f"reviews.coverage.{name}"), text, is_number=True)
