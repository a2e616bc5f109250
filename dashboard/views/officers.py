"""Cán bộ: bands with intervals, never a ranking; each role sees what it may.

The committee sees counts. The Front sees codes. A leader sees names of the own
unit. An officer sees the own page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, blocks, numbers, officer_charts, states
from dashboard import officer_rows as rows_of
from dashboard.context import Page, current_page
from dashboard.periods import period_text
from dashboard.tables import Column, show_table
from dashboard.theme import band_chip
from dashboard.unit_choice import unit_label

Row = dict[str, Any]
PERIOD_TYPES = ("year", "half", "quarter", "month")
BANDS = ("none", "look", "evidence", "too_few")


def main(page: Page) -> None:
    """Draws the page for the reader's role."""
    words = page.words
    role = page.scope.role
    st.title(words(f"officers.title_{role}"))
    st.html(f'<p class="tt-lead">{escape(words("officers.lead"))}</p>')
    listed = rows_of.periods(page)
    if not listed:
        states.nothing_found(words, "no_officers")
        return
    period_type, period, measure = _choose_period(page, listed)
    if role == "committee":
        _counts_only(page, period_type, period, measure)
        return
    rows = rows_of.officers(page, period_type, period, measure)
    if role == "officer":
        _one(page, rows, page.scope.officer_code or "", period_type, measure)
        return
    _unit_list(page, rows, period_type, measure)


def _choose_period(
    page: Page, listed: Sequence[Mapping[str, Any]]
) -> tuple[str, str, str]:
    words = page.words
    left, right = st.columns(2)
    measures = list(dict.fromkeys(str(row["measure"]) for row in listed))
    with right:
        measure = address.choose(
            "officer_measure",
            words("officers.measure"),
            measures,
            default=measures[0],
            shown=lambda name: words.or_else(f"officer_measures.{name}", name),
        )
    types = {
        str(row["period"]): str(row["period_type"])
        for row in listed
        if row["measure"] == measure
    }
    # Most people have enough ballots only over a year; shorter periods follow.
    order = sorted(types, reverse=True)
    order.sort(key=lambda text: PERIOD_TYPES.index(types[text]))
    with left:
        period = address.choose(
            "period",
            words("officers.period"),
            order,
            default=order[0],
            shown=lambda text: period_text(words, text),
        )
    return types[period], period, measure


def _counts_only(page: Page, period_type: str, period: str, measure: str) -> None:
    words = page.words
    rows = rows_of.tier_counts(page, period_type, period, measure)
    if rows is None or rows["state"] != "shown":
        states.nothing_found(words, "no_officers")
        return
    blocks.heading(words("officers.counts_title"), words("officers.counts_lead"))
    lang = words.lang
    cards = "".join(
        f"<li><b>{numbers.count(rows[f'n_{band}'], lang)}</b>"
        f"{band_chip(band, words(f'bands.{band}_short'))}</li>"
        for band in BANDS
    )
    n = words("officers.counts_n", n=numbers.count(rows["n_officers"], lang))
    st.html(f'<ul class="tt-counts">{cards}</ul>{blocks.trust_line([n])}')
    _rules(page)


def _unit_list(page: Page, rows: list[Row], period_type: str, measure: str) -> None:
    words = page.words
    target = rows_of.common_share(rows)
    keys = [key for key in page.units if any(r["unit_key"] == key for r in rows)]
    if not keys or target is None:
        states.nothing_found(words, "no_officers")
        return
    unit = address.choose(
        "unit",
        words("unit.choose"),
        keys,
        default=keys[0],
        shown=lambda key: unit_label(page, page.units[key]),
    )
    here = [row for row in rows if row["unit_key"] == unit]
    title = words("officers.bands_title", unit=page.units[unit].name)
    blocks.heading(title, words("officers.bands_lead"))
    _band_counts(page, here)
    judged = [row for row in here if row["band"] != "too_few"]
    if judged:
        figure = officer_charts.bands_figure(page, title, judged, target)
        blocks.show_figure(figure, "bands")
        blocks.note(words("officers.bands_note"))
    if len(judged) < len(here):
        names = [str(row["name"]) for row in here if row["band"] == "too_few"]
        blocks.note(words("officers.not_judged", names=", ".join(names)))
    _table(page, here, title)
    officer = _choose_officer(page, here)
    _one(page, rows, officer, period_type, measure)


def _choose_officer(page: Page, rows: list[Row]) -> str:
    judged = [row["officer_code"] for row in rows if row["band"] != "too_few"]
    names = {row["officer_code"]: row["name"] for row in rows}
    return address.choose(
        "officer",
        page.words("officers.choose"),
        list(names),
        default=next(iter([*judged, *names])),
        shown=lambda code: str(names[code]),
    )


def _one(
    page: Page, rows: list[Row], officer: str, period_type: str, measure: str
) -> None:
    words, lang = page.words, page.lang
    own = next((row for row in rows if row["officer_code"] == officer), None)
    if own is None:
        states.nothing_found(words, "no_officers")
        return
    blocks.heading(str(own["name"]))
    _card(page, own)
    target = rows_of.common_share(rows)
    is_alone = page.scope.role == "officer"
    if target is not None and not is_alone:
        title = words("officers.funnel_title")
        blocks.heading(title, words("officers.funnel_lead"))
        figure = officer_charts.funnel_figure(page, title, rows, target, officer)
        blocks.show_figure(figure, "funnel")
        blocks.note(words("officers.funnel_note"))
    past = rows_of.history(page, officer, period_type, measure)
    title = words("officers.history_title")
    blocks.heading(title, words("officers.history_lead"))
    columns = (
        Column(words("officers.period"), lambda row: period_text(words, row["period"])),
        Column(words("tables.n"), lambda row: numbers.count(row["n"], lang), True),
        Column(words("officers.shrunken"), lambda row: _shrunken(page, row), True),
        Column(words("officers.raw"), lambda row: _raw(page, row), True),
        Column(words("tables.verdict"), lambda r: words(f"bands.{r['band']}_short")),
    )
    show_table(past, columns, title)
    _rules(page)


def _card(page: Page, row: Row) -> None:
    words, lang = page.words, page.lang
    band = row["band"]
    if band == "too_few":
        sentence = words("officers.sentence_too_few")
        trust = [words("officers.min_n")]
    else:
        is_alike = row["shrunken_low"] is None
        sentence = words(
            "officers.sentence_alike" if is_alike else "officers.sentence",
            share=numbers.percent(row["shrunken_share"], lang),
            low=numbers.percent(row["shrunken_low"], lang),
            high=numbers.percent(row["shrunken_high"], lang),
        )
        trust = [
            words("officers.raw_of", raw=_raw(page, row)),
            words("trust.n", n=numbers.count(row["n"], lang)),
            words(
                "officers.reliability",
                r=numbers.decimal(row["reliability"], lang, digits=2),
            ),
            words("trust.as_of", as_of=numbers.day(page.build.data_as_of)),
        ]
    st.html(
        f'<section class="tt-verdict">{band_chip(band, words(f"bands.{band}"))}'
        f"<p>{sentence}</p>{blocks.trust_line(trust)}</section>"
    )
    blocks.note(words(f"officers.meaning_{band}"))


def _band_counts(page: Page, rows: list[Row]) -> None:
    words = page.words
    cards = "".join(
        f"<li><b>{sum(row['band'] == band for row in rows)}</b>"
        f"{band_chip(band, words(f'bands.{band}_short'))}</li>"
        for band in BANDS
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>')


def _table(page: Page, rows: list[Row], caption: str) -> None:
    words, lang = page.words, page.lang
    columns = (
        Column(words("officers.name"), lambda row: str(row["name"])),
        Column(words("tables.n"), lambda row: numbers.count(row["n"], lang), True),
        Column(words("officers.shrunken"), lambda row: _shrunken(page, row), True),
        Column(words("officers.raw"), lambda row: _raw(page, row), True),
        Column(words("tables.verdict"), lambda r: words(f"bands.{r['band']}_short")),
    )
    with st.expander(words("tables.show")):
        show_table(rows, columns, caption)


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
    lang = page.lang
    part = numbers.count(row["observed"], lang)
    return f"{numbers.percent(row['raw_share'], lang)} ({part})"


def _rules(page: Page) -> None:
    words = page.words
    with st.expander(words("officers.rules_title")):
        for name in ("look", "evidence", "human", "too_few"):
            blocks.note(words(f"officers.rules.{name}"))


if __name__ == "__main__":
    main(current_page())
