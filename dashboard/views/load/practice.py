"""The practice home on the page: begun, marked on every part, thrown away."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import address, blocks, dates
from dashboard.rows.context import VIETNAM
from dashboard.views.load.desk import Desk, refusal_shown
from dashboard.views.load.upload import DELIVERY
from warehouse.desk.practice import (
    PRACTICE_DAYS,
    end_practice,
    practice_home,
    start_practice,
    started_on,
)

REAL, PRACTICE = "real", "practice"
_LAST = "home_before"


def desk_chosen(desk: Desk) -> Desk | None:
    """The desk of the home that is chosen; None before a practice home is begun.

    Args:
        desk: That of the home everybody sees.
    """
    words = desk.words
    home = address.choose(
        "home",
        words("practice.home"),
        (REAL, PRACTICE),
        default=REAL,
        shown=lambda name: words(f"practice.homes.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    if st.session_state.setdefault(_LAST, home) != home:
        st.session_state[_LAST] = home
        st.query_params.pop(DELIVERY, None)  # a file of the other home
    if home == REAL:
        return desk
    there = practice_home(desk.settings, desk.identity.user_name)
    moment = started_on(there)
    if moment is None:
        _offer_start(desk)
        return None
    day = dates.day(moment.astimezone(VIETNAM).date())
    text = escape(words("practice.banner", day=day, days=PRACTICE_DAYS))
    st.html(f'<section class="tt-practice" role="note">{text}</section>')
    _offer_end(desk)
    return replace(desk, settings=there, page=None)


def _offer_start(desk: Desk) -> None:
    words = desk.words
    blocks.heading(words("practice.title"), words("practice.lead"))

    def start() -> None:
        start_practice(desk.settings, by=desk.identity.user_name)

    label = words("practice.start")
    is_pressed = st.button(label, type="primary", key="practice_start")
    if is_pressed and refusal_shown(desk, start):
        st.rerun()


def _offer_end(desk: Desk) -> None:
    words = desk.words

    def end() -> None:
        end_practice(desk.settings, by=desk.identity.user_name)

    with st.expander(words("practice.end_title")):
        blocks.note(words("practice.end_lead"))
        if st.button(words("practice.end"), key="practice_end") and refusal_shown(
            desk, end
        ):
            st.rerun()
