"""A unit month by month, with what is expected of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import address, blocks, charts, numbers, states
from dashboard.context import Page
from dashboard.months import MEASURES, monthly_rows
from dashboard.units import Unit
from warehouse.statistics.monthly_series import can_signal


def show_months(page: Page, unit: Unit, map_: str) -> None:
    """Draws one measure by month, its limits and signals."""
    words = page.words
    blocks.heading(words("unit.months_title"), words("unit.months_lead"))
    measure = address.choose(
        "measure",
        words("unit.measure"),
        tuple(MEASURES),
        default="late_strict_share",
        shown=lambda name: words(f"measures.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    rows = monthly_rows(page, unit.key, map_, measure)
    if all(row["share"] is None for row in rows):
        is_hidden = any(row["is_hidden"] for row in rows)
        states.nothing_found(words, "months_hidden" if is_hidden else "no_months")
        return
    title = words(f"measures.{measure}")
    figure = charts.monthly_figure(
        page.scope,
        page.build.build_id,
        page.lang,
        title,
        charts.frozen(rows),
        unit.model_start,
        MEASURES[measure].lower_is_better,
    )
    blocks.show_figure(figure, "months")
    st.html(blocks.trust_line(_trust(page, rows)))
    blocks.note(words("unit.months_note"))
    if n_hidden := sum(row["is_hidden"] for row in rows):
        blocks.note(words("unit.months_hidden", n=n_hidden))
    _signals(page, rows)
    blocks.method_link(page, "signals")
    blocks.month_table(words, rows, title)


def _trust(page: Page, rows: list[dict[str, Any]]) -> list[str]:
    words = page.words
    told = [row for row in rows if row["share"] is not None]
    first, last = (numbers.month(told[i]["month"]) for i in (0, -1))
    n = sum(row["n"] or 0 for row in rows)
    return [
        words("trust.n", n=numbers.count(n, page.lang)),
        words("unit.months", first=first, last=last),
        words("trust.as_of", as_of=numbers.day(page.build.data_as_of)),
    ]


def _signals(page: Page, rows: list[dict[str, Any]]) -> None:
    words = page.words
    told = [row for row in rows if row["signal"]][-6:]
    if not told:
        parts = [row["part"] for row in rows if row["share"] is not None]
        is_told = can_signal(parts) and any(row["centre"] is not None for row in rows)
        blocks.note(words("unit.no_signals" if is_told else "unit.cannot_signal"))
        return
    texts = [
        words(
            "unit.signal_on",
            month=numbers.month(row["month"]),
            signal=words.or_else(f"signals.{row['signal']}", words("signals.other")),
        )
        for row in told
    ]
    blocks.note(words("unit.signals", listed="; ".join(texts)))
