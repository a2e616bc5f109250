"""Petitions of a unit that were answered in time in a period."""

from __future__ import annotations

from dashboard import badge, blocks, coverage, numbers
from dashboard.periods import choose_span
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.duties import share_text


def show_in_time(page: Page, unit: Unit, map_: str) -> None:
    """Draws how many petitions due in a chosen period were answered in time."""
    words, lang = page.words, page.lang
    span = choose_span(page)
    which = {"map": map_, "unit_key": unit.key, "period": span.period}
    answer = ask_if_built(page, "unit_period", **which)
    if answer is None or not answer.rows or answer.rows[0]["n_petitions_mature"] == 0:
        return
    [row] = answer.rows
    title = words("petitions.in_time_title")
    blocks.heading(title, words("petitions.in_time_lead"))
    n, part = row["n_petitions_mature"], row["n_petitions_in_time"]
    hidden = words("verdicts_short.suppressed")
    columns = (
        Column(words("duties.what"), lambda _: words("petitions.answered_in_time")),
        Column(
            words("duties.whole"),
            lambda _: hidden if n is None else numbers.count(n, lang),
            is_number=True,
        ),
        Column(
            words("duties.part"),
            lambda _: hidden if part is None else numbers.count(part, lang),
            is_number=True,
        ),
        Column(words("duties.share"), lambda _: share_text(page, part, n), True),
    )
    show_table([row], columns, title)
    badge.show_badge(
        page,
        n=words(
            "petitions.n_mature", n=hidden if n is None else numbers.count(n, lang)
        ),
        coverage=coverage.part_of(page, part, n, "petitions"),
        source=badge.recorded_in(page, "petitions"),
        dates=badge.days(page, (span.first, span.last)),
    )
