"""The overview: did satisfaction get better, where, on what, and how sure are we."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, states
from dashboard.periods import period_text, spans_until
from dashboard.rows import changes
from dashboard.rows.context import Page, current_page
from dashboard.rows.missing_lists import missing_lists
from dashboard.views.groups import show_groups
from dashboard.views.kept_digest import show_kept_digest
from dashboard.views.meeting import offer_meeting, show_meeting
from dashboard.views.overview.changes_by_commune import show_units
from dashboard.views.overview.effects import show_effects
from dashboard.views.overview.factors import show_factors
from dashboard.views.overview.reviews_line import show_reviews_line
from dashboard.views.overview.rollout import show_rollout
from dashboard.views.overview.verdict import show_verdict
from dashboard.views.overview.wave_effects import show_wave_effects
from dashboard.words import words_of
from warehouse.rules.periods import span_of

PARTS = ("verdict", "factors", "units", "groups", "effects", "rollout")


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    show_meeting(page, "overview")
    st.title(words("overview.title"))
    missing = missing_lists(page)
    if not page.units:
        states.nothing_found(words, "no_unit_list" if "unit" in missing else "no_units")
        return
    pairs = changes.wave_pairs(page)
    if not pairs:
        states.nothing_found(words, "no_change")
        return
    part = address.choose(
        "aspect",
        words("overview.part"),
        PARTS,
        default=PARTS[0],
        shown=lambda name: words(f"overview.parts.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    _show(page, part, pairs)
    if part == PARTS[0]:
        show_reviews_line(page)
        _offer_quarter(page)
        if page.scope.role == "committee":
            show_kept_digest(page)


def _show(page: Page, part: str, pairs: Sequence[tuple[str, str]]) -> None:
    if part == "rollout":
        show_rollout(page)
        return
    # The answer first: what it may be asked about stands below it.
    answer, choices = st.container(), st.container()
    if part != "verdict":
        answer, choices = choices, answer
    waves, map_ = _choose(page, pairs, choices)
    with answer:
        _show_waves(page, part, waves, map_)


def _show_waves(page: Page, part: str, waves: tuple[str, str], map_: str) -> None:
    """One part that compares two rounds."""
    if part == "effects":
        show_wave_effects(page, waves)
        show_effects(page)
        return
    top = page.top
    if part == "groups":
        show_groups(page, top, map_, waves)
        return
    rows = changes.by_item(page, map_, top.key, waves)
    if part == "verdict":
        show_verdict(page, top, rows, waves, map_)
    elif part == "factors":
        show_factors(page, top, rows, waves)
    elif listed := [row["item_code"] for row in changes.by_criterion(page, rows)]:
        show_units(page, map_, waves, listed)
    else:
        states.nothing_found(page.words, "no_answers")


def _offer_quarter(page: Page) -> None:
    """All units' figures and the slides of the last quarter that the data cover."""
    as_of = page.build.data_as_of
    if as_of is None:
        return
    quarters = [one for one in spans_until(as_of) if "-Q" in one.period]
    tomorrow = as_of + timedelta(days=1)
    whole = [one for one in quarters if span_of(one.period)[1] <= tomorrow]
    if whole:
        top, period = page.top, whole[0].period
        query = {"unit": top.key, "part": "table", "span": period, "lang": page.lang}
        link = escape(f"{words_of('vi')('paths.unit')}?{urlencode(query)}")
        text = escape(
            page.words("overview.unit_table", period=period_text(page.words, period))
        )
        st.html(f'<p><a href="{link}" target="_self">{text}</a></p>')
        offer_meeting(page, "overview", top.code, period)


def _choose(
    page: Page, pairs: Sequence[tuple[str, str]], place: AbstractContextManager[object]
) -> tuple[tuple[str, str], str]:
    with place:
        left, right = st.columns(2)
    with left:
        map_ = changes.choose_map(page)
    with right:
        waves = changes.choose_waves(page, pairs)
    return waves, map_


if __name__ == "__main__":
    main(current_page())
