"""The next step of a review, for whose turn it is: nothing else is on offer."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks
from dashboard.rows.context import Page
from warehouse.errors import ThanThienError
from warehouse.reviews.act import take_step
from warehouse.reviews.reviews import Review
from warehouse.reviews.steps import (
    CONFIRM,
    DOUBT,
    RELEASE,
    REMARK,
    RETURN,
    arrow_from,
)
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse

ACTIONS = {
    "committee": (RETURN, RELEASE),
    "steward": (DOUBT, CONFIRM),
    FRONT: (REMARK,),
}
"""Role → what it may do with a review of another, the last one its usual step."""


def offer_step(page: Page, settings: Settings, review: Review) -> None:
    """A form with the steps that the reader may take now; nothing without one."""
    words, role = page.words, page.scope.role
    say = words_of_warehouse(page.lang)
    offered = [
        action
        for action in ACTIONS.get(role, ())
        if arrow_from(review.state, role, action)
    ]
    if not offered:
        return
    with st.form(f"answer_{review.code}_{len(review.steps)}"):
        reason = st.text_area(words(f"reviews.reason_{role}"), max_chars=4000)
        blocks.note(words(f"reviews.note_{role}"))
        if role == "committee" and RELEASE not in offered:
            blocks.note(words("reviews.waits_for_steward"))
        usual = ACTIONS[role][-1]
        pressed = [
            action
            for action in offered
            if st.form_submit_button(
                say(f"reviews.actions.{action}"),
                type="primary" if action == usual else "secondary",
            )
        ]
    if not pressed:
        return
    where = (review.unit_key, review.period, pressed[0])
    try:
        take_step(settings, *where, by=page.identity, reason=reason)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
    else:
        st.rerun()
