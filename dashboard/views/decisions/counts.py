"""What the committee sees: counts by unit, never an officer."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import badge, blocks, numbers, states
from dashboard.rows.context import Page
from dashboard.tables import Column, Row, show_table
from warehouse.errors import NothingPublishedError
from warehouse.process.counts import COUNTS, UnitCounts, counts_by_unit, total_of
from warehouse.process.snapshot import snapshot_now
from warehouse.settings import Settings

CARDS = (
    "n_flagged",
    "n_waiting",
    "n_waiting_late",
    "n_open",
    "n_in_time",
    "n_late",
    "n_withdrawn",
    "n_outside",
)


def show_counts(page: Page, settings: Settings, today: date) -> None:
    """Draws the province's counts and the table of units."""
    words, lang = page.words, page.lang
    found = counts_by_unit(settings, today)
    total = total_of(found)
    if not any(getattr(total, name) for name in CARDS):
        states.nothing_found(words, "no_matters")
        return
    cards = "".join(
        f"<li><b>{numbers.count(getattr(total, name), lang)}</b>"
        f"{words(f'decisions.counts.{name}')}</li>"
        for name in CARDS
    )
    rests_on = badge.badge(
        page,
        n=words("decisions.counts_n", n=numbers.count(total.n_flagged, lang)),
        coverage=words("coverage.whole_register"),
        source=badge.recorded_in(page, "process"),
        dates=badge.days(page, (today,)),
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>{rests_on}')
    if total.n_unposted:
        n = numbers.count(total.n_unposted, lang)
        blocks.note(words("decisions.unposted", n=n))
    title = words("decisions.by_unit")
    blocks.heading(title, words("decisions.by_unit_lead"))
    columns = (
        Column(words("decisions.unit"), lambda row: _name(page, row["counts"])),
        *(_count_column(page, name) for name in COUNTS if name != "n_unposted"),
    )
    counted = [row for row in found if any(getattr(row, name) for name in CARDS)]
    show_table([{"counts": row} for row in counted], columns, title)
    st.html(rests_on)
    blocks.note(words("decisions.counts_note"))
    _show_snapshot(page, settings)


def _show_snapshot(page: Page, settings: Settings) -> None:
    """How long it took, by the matters that the build holds."""
    words, lang = page.words, page.lang
    try:
        found = snapshot_now(settings)
    except NothingPublishedError:
        return
    if found.mean_days is not None:
        named = {
            "days": numbers.decimal(found.mean_days, lang, digits=1),
            "informed": numbers.count(found.n_informed, lang),
            "n": numbers.count(found.n_matters, lang),
            "open": numbers.count(found.n_open, lang),
        }
        blocks.note(words("decisions.snapshot", **named))


def _name(page: Page, counts: UnitCounts) -> str:
    if len(counts.unit_keys) > 1:
        n = numbers.count(len(counts.unit_keys), page.lang)
        return page.words("decisions.units_together", n=n)
    unit = page.units.get(counts.unit_keys[0])
    return unit.name if unit else counts.unit_keys[0]


def _count_column(page: Page, name: str) -> Column:
    def text(row: Row) -> str:
        return numbers.count(getattr(row["counts"], name), page.lang)

    return Column(page.words(f"decisions.counts.{name}"), text, is_number=True)
