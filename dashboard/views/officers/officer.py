"""One officer, part by part: estimate, place in the funnel, trend, work, reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import badge, blocks, coverage, numbers, states
from dashboard.failures import own_part
from dashboard.figures.caption import Caption, Mark, band_marks
from dashboard.periods import period_text
from dashboard.rows import officer_rows as rows_of
from dashboard.rows.context import Page
from dashboard.rows.if_built import may_ask
from dashboard.rows.officer_rows import Choice, measure_name
from dashboard.tables import Column, show_table
from dashboard.theme import band_chip
from dashboard.views.case_list import show_cases
from dashboard.views.officers import charts
from dashboard.views.officers.basis import officer_source, reach_of
from dashboard.views.officers.next_steps import what_would_change
from dashboard.views.officers.reminders import show_reminders
from dashboard.views.officers.work import show_work

Row = dict[str, Any]
# Ballots less than this are not told as lost.
_LEAST_TOLD = 0.5


def show_officer(
    page: Page, rows: Sequence[Row], officer: str, name: str, choice: Choice
) -> None:
    """Draws one officer's page.

    Args:
        page: The frame of this run.
        rows: Officers of the period the reader may see; the officer may be missing.
        officer: Officer code.
        name: What the officer is called for this reader.
        choice: Period and measure.
    """
    words = page.words
    st.html(f'<h2 class="tt-person">{escape(name)}</h2>')
    own = next((row for row in rows if row["officer_code"] == officer), None)
    if own is None:
        states.nothing_found(words, "not_asked")
    else:
        _card(page, own, choice)
        target = rows_of.common_share(rows)
        if target is not None and own["band"] != "too_few":
            _funnel(page, rows, own, choice, target)
        _history(page, officer, name, choice, target)
    show_work(page, officer, choice)
    show_reminders(page, officer)
    if may_ask(page, "case_list"):
        blocks.heading(words("officers.cases_title"), words("officers.cases_lead"))
        show_cases(page, "all", officer)


@own_part()
def _card(page: Page, row: Row, choice: Choice) -> None:
    words, lang = page.words, page.lang
    band = row["band"]
    figures = f"<p>{words('officers.sentence_too_few')}</p>"
    notes = [words("officers.min_n")]
    if band != "too_few":
        figures = _figures(page, row)
        notes = [
            _window(page, row),
            words(
                "officers.reliability",
                r=numbers.decimal(row["reliability"], lang, digits=2),
            ),
        ]
    rests_on = badge.badge(
        page,
        n=badge.n_of(page, [row["n"]]),
        coverage=reach_of(page, row, choice),
        source=officer_source(page, choice.measure),
        dates=period_text(words, choice.period),
        notes=notes,
    )
    st.html(
        f'<section class="tt-verdict">{band_chip(band, words(f"bands.{band}"))}'
        f"{figures}{rests_on}</section>"
    )
    blocks.note(words(f"officers.meaning_{band}"))
    if choice.measure == rows_of.FIRST_MEASURE:
        _change(page, row, rows_of.rules_of(page, choice.period))


def _figures(page: Page, row: Row) -> str:
    words, lang = page.words, page.lang
    is_alike = row["shrunken_low"] is None
    sentence = words(
        "officers.sentence_alike" if is_alike else "officers.sentence",
        share=numbers.percent(row["shrunken_share"], lang),
        low=numbers.percent(row["shrunken_low"], lang),
        high=numbers.percent(row["shrunken_high"], lang),
    )
    beside = words(
        "officers.raw_beside",
        raw=numbers.percent(row["raw_share"], lang),
        n=_ballots(page, row),
        expected=numbers.percent(_share(row["expected"], row["n"]), lang),
    )
    return f'<p>{sentence}</p><p class="tt-counted">{beside}</p>'


def _ballots(page: Page, row: Row) -> str:
    """The ballots of the period, and of how many people where one gave several."""
    words, lang = page.words, page.lang
    n, people = row["n"], row["n_respondents"]
    is_repeated = n is not None and people is not None and people < n
    return words(
        "officers.ballots_of_people" if is_repeated else "officers.ballots",
        n=numbers.count(n, lang),
        people=numbers.count(people, lang),
    )


def _window(page: Page, row: Row) -> str:
    """The ballots the estimate rests on, and what they are worth where that is less."""
    words, lang = page.words, page.lang
    n, single = row["n_window"], row["n_window_single"]
    is_less = n is not None and single is not None and single < n - _LEAST_TOLD
    return words(
        "officers.window_worth" if is_less else "officers.window",
        n=numbers.count(n, lang),
        worth=numbers.count(single, lang),
    )


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _change(page: Page, row: Row, rules: Mapping[str, float]) -> None:
    """What would turn the verdict, by the rules of its period; nothing without."""
    words, lang = page.words, page.lang
    changes = what_would_change(row, rules) if rules else []
    shown = [
        words(
            f"officers.change.{change.key}",
            n=numbers.count(change.n, lang),
            share=numbers.percent(change.share, lang),
            raw=numbers.percent(row["raw_share"], lang),
        )
        for change in changes
    ]
    if shown:
        title = escape(words("officers.change.title"))
        items = "".join(f"<li>{escape(text)}</li>" for text in shown)
        st.html(f'<div class="tt-change"><b>{title}</b><ul>{items}</ul></div>')


@own_part()
def _funnel(
    page: Page, rows: Sequence[Row], own: Row, choice: Choice, target: float
) -> None:
    """The officer among colleagues; closed for who sees nobody else in it."""
    words = page.words
    title = words("officers.funnel_title")
    is_alone = page.scope.role == "officer"
    judged = [row for row in rows if row["band"] != "too_few"]
    if is_alone:
        blocks.note(words("officers.funnel_lead_own"))
    else:
        blocks.heading(title, words("officers.funnel_lead"))
    with st.expander(title) if is_alone else st.container():
        mark = words("officers.you_are_here") if is_alone else str(own["name"])
        code = str(own["officer_code"])
        figure = charts.funnel_figure(page, title, rows, target, code, mark)
        legend = [
            *band_marks(words, (row["band"] for row in judged)),
            Mark(words("officers.funnel_note")),
        ]
        of = (
            page.units[own["unit_key"]].name if own["unit_key"] in page.units else "",
            mark,
            measure_name(words, choice),
            period_text(words, choice.period),
        )
        blocks.show_figure(figure, "funnel", Caption(title, of, legend))
        badge.show_badge(
            page,
            n=words("officers.counts_n", n=numbers.count(len(rows), page.lang)),
            coverage=words("coverage.own_only")
            if is_alone
            else coverage.part_of(page, len(judged), len(rows), "officers"),
            source=officer_source(page, choice.measure),
            dates=period_text(words, choice.period),
        )
        blocks.note(words("officers.funnel_note"))
        if is_alone:
            _table(page, judged, title)
    if not is_alone:
        officer_table(page, judged, title)


@own_part()
def _history(
    page: Page, officer: str, name: str, choice: Choice, target: float | None
) -> None:
    """Each period; where none has enough ballots a line says so once."""
    words = page.words
    past = rows_of.history(page, officer, choice.period_type, choice.measure)
    title = words("officers.history_title")
    judged = [row for row in past if row["band"] != "too_few"]
    if past and not judged:
        listed = ", ".join(period_text(words, row["period"]) for row in past)
        blocks.note(words("officers.history_few", periods=listed))
        return
    blocks.heading(title, words("officers.history_lead"))
    of = (name, measure_name(words, choice))
    _periods(page, past, target if len(judged) > 1 else None, of)
    ends = [period_text(words, past[i]["period"]) for i in (0, -1)] if past else []
    badge.show_badge(
        page,
        n=badge.n_of(page, [row["n"] for row in past]),
        coverage=coverage.part_of(page, len(judged), len(past), "periods"),
        source=officer_source(page, choice.measure),
        dates=badge.span(*ends) if ends else period_text(words, choice.period),
    )


def _periods(
    page: Page, past: Sequence[Row], target: float | None, of: Sequence[str]
) -> None:
    """Periods as a figure and a table; on an officer's own page a short table first.

    Args:
        page: The frame of this run.
        past: Periods, the earliest first.
        target: What the figure is drawn against; None where one point is no line.
        of: Whom the figure is of, and which measure.
    """
    words = page.words
    title = words("officers.history_title")
    period = Column(
        words("officers.period"), lambda row: period_text(words, row["period"])
    )
    columns = (period, *figure_columns(page))
    judged = [row for row in past if row["band"] != "too_few"]
    legend = [
        *band_marks(words, (row["band"] for row in judged)),
        Mark(words("officers.trend_legend")),
    ]
    caption = Caption(title, of, legend)
    if target is None:
        show_table(past, columns, title)
    elif page.scope.role == "officer":
        _, _, estimate, _, verdict = columns
        show_table(past, (period, estimate, verdict), title)
        with st.expander(words("figures.show")):
            figure = charts.trend_figure(page, title, judged, target)
            blocks.show_figure(figure, "trend", caption)
            show_table(past, columns, title)
    else:
        figure = charts.trend_figure(page, title, judged, target)
        blocks.show_figure(figure, "trend", caption)
        blocks.closed_table(page, past, columns, title)


def officer_table(page: Page, rows: Sequence[Row], caption: str) -> None:
    """The table behind a figure of officers, closed until asked for."""
    with st.expander(page.words("tables.show")):
        _table(page, rows, caption)


def _table(page: Page, rows: Sequence[Row], caption: str) -> None:
    name = Column(page.words("officers.name"), lambda row: str(row["name"]))
    show_table(rows, (name, *figure_columns(page)), caption)


def figure_columns(page: Page) -> tuple[Column, ...]:
    """Ballots, estimate, raw share and band of a row."""
    words, lang = page.words, page.lang
    return (
        Column(words("tables.n"), lambda row: numbers.count(row["n"], lang), True),
        Column(words("officers.shrunken"), lambda row: _shrunken(page, row), True),
        Column(words("officers.raw"), lambda row: _raw(page, row), True),
        Column(words("tables.verdict"), lambda r: words(f"bands.{r['band']}_short")),
    )


def _shrunken(page: Page, row: Mapping[str, Any]) -> str:
    if row["band"] == "too_few":
        return numbers.MISSING
    lang = page.lang
    return (
        f"{numbers.percent(row['shrunken_share'], lang)} "
        f"[{numbers.percent(row['shrunken_low'], lang)}; "
        f"{numbers.percent(row['shrunken_high'], lang)}]"
    )


def _raw(page: Page, row: Mapping[str, Any]) -> str:
    if row["band"] == "too_few":
        return numbers.MISSING
    return numbers.percent(row["raw_share"], page.lang)
