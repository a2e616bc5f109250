"""Officers: bands with intervals, never a ranking; each role sees what it may.

The committee sees counts. The Front sees codes. A leader sees names of the own
unit. An officer sees the own page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import address, badge, blocks, coverage, numbers, releases, states
from dashboard.failures import own_part
from dashboard.figures.caption import Caption, Mark, band_marks
from dashboard.periods import period_text
from dashboard.rows import officer_rows as rows_of
from dashboard.rows.context import Page, current_page
from dashboard.rows.officer_rows import Choice, measure_name
from dashboard.rows.unit_choice import unit_label
from dashboard.theme import band_chip
from dashboard.views.officers import charts
from dashboard.views.officers.basis import officer_source
from dashboard.views.officers.officer import officer_table, show_officer
from dashboard.words import Words
from warehouse.statistics.officers.low_by_luck import looks_by_luck

Row = dict[str, Any]
BANDS = ("none", "look", "evidence", "too_few")
# A model's own word on its errors: nothing smaller is shown.
LEAST_WRONG_SHARE = 0.01
# "at most 0.0 by luck" would be read as never
LEAST_BY_LUCK = 0.1


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
    choice = _choose(page, listed)
    if role == "committee":
        _counts_only(page, choice)
    elif role == "officer":
        _show_own_results(page, choice)
    else:
        _unit_list(page, choice)
    if choice.measure == rows_of.FIRST_MEASURE:
        releases.note_on_evidence(page)
    _rules(page)


def _choose(page: Page, listed: Sequence[Mapping[str, Any]]) -> Choice:
    words = page.words
    all_choices = rows_of.choices(listed)
    measures = list(dict.fromkeys(choice.measure for choice in all_choices))
    left, right = st.columns(2)
    with right:
        measure = address.choose(
            "officer_measure",
            words("officers.measure"),
            measures,
            default=measures[0],
            shown=lambda name: words.or_else(f"officer_measures.{name}", name),
        )
    found = {c.period: c for c in all_choices if c.measure == measure}
    with left:
        period = address.choose(
            "period",
            words("officers.period"),
            list(found),
            default=next(iter(found)),
            shown=lambda text: period_text(words, text),
        )
    return found[period]


def _counts_only(page: Page, choice: Choice) -> None:
    words = page.words
    rows = rows_of.tier_counts(page, *choice)
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
    n_judged = rows["n_officers"] - rows["n_too_few"]
    rests_on = badge.badge(
        page,
        n=words("officers.counts_n", n=numbers.count(rows["n_officers"], lang)),
        coverage=coverage.part_of(page, n_judged, rows["n_officers"], "officers"),
        source=officer_source(page, choice.measure),
        dates=period_text(words, choice.period),
        notes=[
            words("officers.counts_ballots", n=numbers.count(rows["n_ballots"], lang))
        ],
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>{rests_on}')
    n_low = rows["n_look"] + rows["n_evidence"]
    _by_luck(page, choice, n_judged, n_low)


def _show_own_results(page: Page, choice: Choice) -> None:
    rows = rows_of.officers(page, *choice)
    officer = page.scope.officer_code or ""
    names = {row["officer_code"]: str(row["name"]) for row in rows}
    name = names.get(officer) or page.identity.display_name
    show_officer(page, rows, officer, name, choice)


def _unit_list(page: Page, choice: Choice) -> None:
    words = page.words
    rows = rows_of.officers(page, *choice)
    posted = {row["unit_key"] for row in rows_of.postings(page)}
    seen = posted | {row["unit_key"] for row in rows}
    keys = [key for key in page.units if key in seen]
    if not keys:
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
    judged = [row for row in here if row["band"] != "too_few"]
    # Who is posted here and was rated by nobody is listed too.
    names = {row["officer_code"]: str(row["name"]) for row in here}
    for row in rows_of.unit_officers(page, unit):
        names.setdefault(row["officer_code"], str(row["name"]))
    officer = address.choose(
        "officer",
        words("officers.choose"),
        [NOBODY, *names],
        default=NOBODY,
        shown=lambda code: names.get(code, words("officers.whole_unit")),
    )
    if officer != NOBODY:
        show_officer(page, rows, officer, names[officer], choice)
        return
    _bands(page, unit, here, len(names), choice, rows_of.common_share(rows))
    all_judged = [row for row in rows if row["band"] != "too_few"]
    n_low = sum(row["band"] in ("look", "evidence") for row in all_judged)
    _by_luck(page, choice, len(all_judged), n_low)
    _expected_wrong(page, rows)
    _not_judged(page, judged, names)


NOBODY = "unit"


@own_part()
def _bands(
    page: Page,
    unit: str,
    here: list[Row],
    n_posted: int,
    choice: Choice,
    target: float | None,
) -> None:
    words = page.words
    judged = [row for row in here if row["band"] != "too_few"]
    title = words("officers.bands_title", unit=page.units[unit].name)
    blocks.heading(title, words("officers.bands_lead"))
    cards = "".join(
        f"<li><b>{sum(row['band'] == band for row in here)}</b>"
        f"{band_chip(band, words(f'bands.{band}_short'))}</li>"
        for band in BANDS
    )
    rests_on = badge.badge(
        page,
        n=words("officers.counts_n", n=numbers.count(len(here), page.lang)),
        coverage=coverage.part_of(page, len(judged), n_posted, "officers"),
        source=officer_source(page, choice.measure),
        dates=period_text(words, choice.period),
    )
    st.html(f'<ul class="tt-counts">{cards}</ul>{rests_on}')
    if judged and target is not None:
        figure = charts.bands_figure(page, title, judged, target)
        legend = [
            *band_marks(words, (row["band"] for row in judged)),
            Mark(words("officers.bands_lead")),
        ]
        of = (measure_name(words, choice), period_text(words, choice.period))
        blocks.show_figure(figure, "bands", Caption(title, of, legend))
        blocks.note(words("officers.bands_note"))
        officer_table(page, judged, title)


def _by_luck(page: Page, choice: Choice, n_judged: int, n_low: int) -> None:
    """How many officers luck alone would put on the list, beside the real number."""
    rules = rows_of.rules_of(page, choice.period)
    if not n_judged or not {"low_periods_k", "low_periods_m"} <= rules.keys():
        return
    k, m = int(rules["low_periods_k"]), int(rules["low_periods_m"])
    blocks.note(by_luck_text(page.words, n_judged, n_low, k, m))


def by_luck_text(words: Words, n_judged: int, n_low: int, k: int, m: int) -> str:
    """The sentence on many officers looked at together.

    Args:
        words: Language of the sentence.
        n_judged: Officers with enough ballots to be judged.
        n_low: How many of them are to be looked at, or have evidence.
        k, m: Low periods that call for a look, out of how many.
    """
    lang = words.lang
    expected = max(looks_by_luck(n_judged, k, m), LEAST_BY_LUCK)
    return words(
        "officers.by_luck",
        n=numbers.count(n_judged, lang),
        k=k,
        m=m,
        expected=numbers.decimal(expected, lang, digits=1),
        found=numbers.count(n_low, lang),
    )


def _expected_wrong(page: Page, rows: Sequence[Row]) -> None:
    # One figure for the province's whole period: the mean chance over the flagged.
    for share in sorted({row["expected_wrong_share"] for row in rows} - {None}):
        blocks.note(expected_wrong_text(page.words, share))
    for size in sorted({row["not_low_of_look"] for row in rows} - {None}):
        blocks.note(page.words("officers.look_wrong", size=size_of(page.words, size)))


def expected_wrong_text(words: Words, share: float) -> str:
    """How many of tier evidence are named wrongly, never below one in a hundred.

    Args:
        words: Language of the sentence.
        share: Expected share of the tier's officers that are not low.
    """
    if share < LEAST_WRONG_SHARE:
        least = numbers.percent(LEAST_WRONG_SHARE, words.lang, digits=0)
        return words("officers.expected_wrong_few", share=least)
    text = numbers.percent(share, words.lang, digits=0)
    return words("officers.expected_wrong", share=text)


def size_of(words: Words, size: str) -> str:
    """Words of `not_low_of_look`: a share that is known too roughly for a figure."""
    return words(f"officers.look_sizes.{size}")


def _not_judged(page: Page, judged: list[Row], names: Mapping[str, str]) -> None:
    known = {row["officer_code"] for row in judged}
    left = [name for code, name in names.items() if code not in known]
    if left:
        blocks.note(page.words("officers.not_judged", names=", ".join(left)))


@own_part()
def _rules(page: Page) -> None:
    words = page.words
    with st.expander(words("officers.rules_title")):
        for name in ("share", "look", "evidence", "human", "too_few"):
            blocks.note(words(f"officers.rules.{name}"))
    blocks.method_link(page, "officers")


if __name__ == "__main__":
    main(current_page())
