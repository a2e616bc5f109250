"""A period's reviews: who is due, late or missing, and each review by who may act."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from dashboard import address, blocks, dates, states
from dashboard.periods import period_text, spans_until
from dashboard.rows.context import Page, current_page
from dashboard.views.meeting import offer_meeting, show_meeting
from dashboard.views.notes.of_period import show_notes
from dashboard.views.reviews.draft import show_draft
from dashboard.views.reviews.review import show_review
from dashboard.views.reviews.scorecard import show_scorecard
from dashboard.views.reviews.standings import show_standings
from warehouse.chain import day_of
from warehouse.reviews.due import Standing, standings
from warehouse.reviews.record import ReviewRecord, read_reviews
from warehouse.reviews.steps import CONFIRMED, SUBMITTED, WAITING, arrow_from
from warehouse.reviews.units import own_unit, units_of
from warehouse.reviews.visible_reviews import seen_reviews
from warehouse.rights import FRONT
from warehouse.rules.periods import span_of
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse

TURN_OF = {
    "committee": (CONFIRMED,),
    "leader": WAITING,
    "steward": (SUBMITTED,),
    FRONT: WAITING,
}
"""Role → states in which a review waits for it; these come first."""


def main(page: Page) -> None:
    """Draws the page for the reader's role."""
    words = page.words
    role = page.scope.role
    is_steward = role == "steward"  # reads no figures of units, and shows none
    if not is_steward:
        show_meeting(page, "reviews")
    st.title(words("reviews.title"))
    st.html(f'<p class="tt-lead">{escape(words(f"reviews.lead_{role}"))}</p>')
    settings = Settings.from_environment()
    today = day_of(None)
    period = _choose_period(page, today)
    record = read_reviews(settings)
    units = units_of(settings, page.identity)
    found = standings(settings, units, record.reviews, period, today)
    if not found:
        states.nothing_found(words, "no_reviews")
        return
    own = own_unit(settings, page.identity)
    own_key = own["unit_key"] if own else ""
    others = [one for one in found if one.unit["unit_key"] != own_key]
    for one in found:
        if one.unit["unit_key"] == own_key:
            _show_own(page, settings, record, one, period)
    if others:
        show_standings(page, others, today)
        _show_chosen(page, settings, record, others, period)
    blocks.note(words("reviews.rule"))
    top = str(own["unit_code"]) if own else page.top.code
    if is_steward:
        return
    if own is None:
        offer_meeting(page, "reviews", top, period)
    show_scorecard(page, settings, top, period)


def _choose_period(page: Page, today: date) -> str:
    """Any period begun in three years; at first the last quarter that is over."""
    spans = [span.period for span in spans_until(today)]
    over = [text for text in spans if "-Q" in text and span_of(text)[1] <= today]
    return address.choose(
        "review_period",
        page.words("reviews.choose_period"),
        spans,
        default=over[0],
        shown=lambda period: period_text(page.words, period),
    )


def _show_own(
    page: Page, settings: Settings, record: ReviewRecord, own: Standing, period: str
) -> None:
    """The leader's own review: the form while it is to be written, else as it is."""
    words = page.words
    say = words_of_warehouse(page.lang)
    blocks.heading(f"{own.unit['unit_name']} · {period_text(words, period)}")
    facts = [
        say(f"reviews.states.{own.state}"),
        say(f"reviews.times.{own.time}"),
        words("reviews.due", day=dates.day(own.due_on)),
    ]
    st.html(blocks.facts_line(facts))
    state = own.review.state if own.review else None
    if own.review and own.review.reason and state != "released":
        st.warning(words("reviews.returned", reason=own.review.reason))
    show_notes(page, settings, str(own.unit["unit_key"]), period)
    if own.review is None:
        states.nothing_found(words, "no_reviews")
    if arrow_from(state, "leader", "write"):
        show_draft(page, settings, record, own, period)
    offer_meeting(page, "reviews", str(own.unit["unit_code"]), period)
    if own.review:
        show_review(page, settings, own.review, own.review.text)


def _show_chosen(
    page: Page,
    settings: Settings,
    record: ReviewRecord,
    others: list[Standing],
    period: str,
) -> None:
    """One review of another unit, as it was submitted."""
    words = page.words
    seen = seen_reviews(settings, record, page.identity)
    waits = TURN_OF[page.scope.role]
    known = {
        str(one.unit["unit_key"]): one.review
        for one in sorted(others, key=lambda one: one.state not in waits)
        if one.review and one.review.code in seen
    }
    names = {str(one.unit["unit_key"]): str(one.unit["unit_name"]) for one in others}
    blocks.heading(words("reviews.one"), words("reviews.one_lead"))
    if not known:
        states.nothing_found(words, "no_reviews")
        return
    unit_key = address.choose(
        "review_unit",
        words("reviews.choose_unit"),
        list(known),
        default=next(iter(known)),
        shown=names.__getitem__,
    )
    review = known[unit_key]
    blocks.heading(f"{names[unit_key]} · {period_text(words, period)}")
    codes = {str(one.unit["unit_key"]): str(one.unit["unit_code"]) for one in others}
    is_steward = page.scope.role == "steward"
    if not is_steward:
        offer_meeting(page, "reviews", codes[unit_key], period)
    show_review(page, settings, review, review.submitted_text)
    if not is_steward:
        show_notes(page, settings, unit_key, period)


if __name__ == "__main__":
    main(current_page())
