"""Roll-out: when the model started, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import badge, blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.figures import cached
from dashboard.figures.caption import Caption, Mark
from dashboard.rows.context import Page
from dashboard.rows.units import Unit, name_key
from dashboard.tables import Column

MOST_NAMED = 20
"""Units not yet in the model that a sentence can hold; the table has them all."""


@own_part()
def show_rollout(page: Page) -> None:
    """Units in the model over time, and a table with each unit's date."""
    words = page.words
    units = [u for u in page.units.values() if u.is_current and u.level == "commune"]
    if not units:
        return
    started = [unit for unit in units if unit.model_start is not None]
    title = words("rollout.title")
    blocks.heading(
        title, words("rollout.lead", n_started=len(started), n_units=len(units))
    )
    if not started:
        return
    if waiting := waiting_text(page, units):
        st.html(f"<p>{escape(waiting)}</p>")
    starts = sorted(Counter(u.model_start for u in started if u.model_start).items())
    until = page.build.data_as_of or page.build.published_at.date()
    figure = cached.rollout_figure(
        page.scope,
        page.build.build_id,
        page.lang,
        title,
        tuple(starts),
        len(units),
        max(until, starts[-1][0]),
    )
    n_all = numbers.count(len(units), page.lang)
    legend = [Mark(words("rollout.legend", n=n_all))]
    blocks.show_figure(figure, "rollout", Caption(title, [page.top.name], legend))
    badge.show_badge(
        page,
        n=words("badge.n_units", n=n_all),
        coverage=words("coverage.whole_list"),
        source=badge.recorded_in(page, "lists"),
        dates=badge.days(page, (day for day, _ in starts)),
    )
    rows = [{"unit": unit} for unit in sorted(units, key=_by_start)]
    columns = (
        Column(words("tables.name"), lambda row: str(row["unit"].name)),
        Column(words("rollout.since"), lambda row: _since(page, row["unit"])),
    )
    blocks.closed_table(page, rows, columns, title)


def waiting_text(page: Page, units: Sequence[Unit]) -> str:
    """Names of the units that have not started; empty for none, and for too many."""
    waiting = sorted((u for u in units if u.model_start is None), key=_by_start)
    if not 0 < len(waiting) <= MOST_NAMED:
        return ""
    listed = ", ".join(unit.name for unit in waiting)
    return page.words("rollout.waiting", units=listed)


def _by_start(unit: Unit) -> tuple[bool, str, tuple[str, ...]]:
    return (unit.model_start is None, str(unit.model_start), name_key(unit.name))


def _since(page: Page, unit: Unit) -> str:
    if unit.model_start is None:
        return page.words("rollout.not_yet")
    return dates.day(unit.model_start)
