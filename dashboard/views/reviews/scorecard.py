"""Scores of the units below, with their parts and how far chance moves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

import streamlit as st

from dashboard import badge, blocks, coverage, numbers
from dashboard.failures import own_part
from dashboard.periods import period_text
from dashboard.report.annex_sheets import grade_text, rule_name, scorecard_note
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.words import words_of
from warehouse.errors import ThanThienError
from warehouse.reviews.scores import Part, Score, schemes_of, scorecard_of, scores_of
from warehouse.reviews.visible_reviews import figures_for_report
from warehouse.rules.periods import span_of
from warehouse.settings import Settings


@own_part()
def show_scorecard(page: Page, settings: Settings, unit_code: str, period: str) -> None:
    """Draws each scheme in force on the last day of a period.

    Args:
        page: The frame of this run.
        settings: Names the home.
        unit_code: Code of the unit whose units below are scored.
        period: As a report names it.
    """
    words = page.words
    try:
        if not scorecard_of(settings, period):
            blocks.note(words("scorecard.none"))
            return
        blocks.heading(words("scorecard.title"), words("scorecard.lead"))
        facts, _ = figures_for_report(settings, page.identity, unit_code, period)
    except ThanThienError as error:
        blocks.note(error.in_words(page.lang))
        return
    if not facts.below:
        blocks.note(words("scorecard.no_units"))
        return
    path = f"{words_of('vi')('paths.methods')}?lang={page.lang}&aspect=scorecard"
    text = escape(words("scorecard.all"))
    st.html(f'<a href="{escape(path)}" target="_self">{text}</a>')
    for scheme in schemes_of(facts.scorecard):
        scores = scores_of(facts.below, facts.scorecard, scheme)
        blocks.note(scorecard_note(scores, words))
        named = period_text(words, period)
        title = words("scorecard.sheet", scheme=scheme, period=named)
        show_table([{"one": one} for one in scores], _columns(page, scores), title)
        first, after = span_of(period)
        n = numbers.count(len(scores), page.lang)
        badge.show_badge(
            page,
            n=words("scorecard.units_n", n=n),
            coverage=coverage.part_of(page, _n_known(scores), len(scores), "units"),
            source=badge.recorded_in(page, "all"),
            dates=badge.days(page, (first, after - timedelta(days=1))),
        )
        blocks.note(words("scorecard.note"))


def _n_known(scores: Sequence[Score]) -> int:
    return sum(score.total is not None for score in scores)


def _columns(page: Page, scores: Sequence[Score]) -> tuple[Column, ...]:
    words = page.words
    parts = (
        Column(
            words(
                "scorecard.of_part.points",
                name=rule_name(part.criterion, words),
                weight=numbers.plain(part.criterion["weight"], page.lang),
            ),
            # the default binds the criterion of this turn
            lambda row, nth=nth: _part(page, row["one"].parts[nth]),  # type: ignore[misc]
            is_number=True,
        )
        for nth, part in enumerate(scores[0].parts)
    )
    return (
        Column(words("tables.name"), lambda row: row["one"].unit),
        Column(
            words("scorecard.columns.grade"), lambda row: grade_text(row["one"], words)
        ),
        Column(
            words("scorecard.columns.total"),
            lambda row: _total(page, row["one"]),
            is_number=True,
        ),
        Column(
            words("scorecard.columns.p_other"),
            lambda row: numbers.percent(row["one"].p_other, page.lang, digits=0),
            is_number=True,
        ),
        *parts,
    )


def _total(page: Page, score: Score) -> str:
    return _ranged(page, score.total, score.low, score.high)


def _part(page: Page, part: Part) -> str:
    """Points and their range, then the share and what it is taken of."""
    if part.points is None:
        hidden = page.words("report.hidden")
        return hidden if part.is_hidden else numbers.MISSING
    share = numbers.percent(part.share, page.lang)
    n = numbers.count(part.n, page.lang)
    return f"{_ranged(page, part.points, part.low, part.high)} ({share}, n = {n})"


def _ranged(
    page: Page, value: float | None, low: float | None, high: float | None
) -> str:
    if value is None:
        return page.words("scorecard.not_known")
    text = numbers.plain(value, page.lang)
    if low == high:
        return text
    least, most = (numbers.plain(end, page.lang) for end in (low, high))
    return f"{text} [{least};\u00a0{most}]"
