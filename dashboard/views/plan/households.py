"""Households that a plan may rest on, counted from the Front's own list."""

from __future__ import annotations

import tempfile
from hashlib import sha256

import streamlit as st

from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.views.plan.draw import written
from dashboard.views.plan.frame_fields import MOST_MB, listed_file
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.waves.sampling_frame import read_households

_READ = "plan_households_read"


def listed_households(page: Page) -> tuple[tuple[str, int], ...]:
    """Unit code and its households, of a list that is handed over; else empty.

    The list is read once: a plan is made anew at each choice.
    """
    given = listed_file(page.words("plan.households", mb=MOST_MB), "plan_households")
    if given is None:
        return ()
    name, content = given
    digest = sha256(content).hexdigest()
    known: tuple[str, tuple[tuple[str, int], ...]] | None
    known = st.session_state.get(_READ)
    if known is None or known[0] != digest:
        try:
            with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
                frame = read_households(
                    Settings.from_environment(),
                    written(folder, name, content),
                    ask(page, "units").rows,
                )
        except ThanThienError as refusal:
            st.error(refusal.in_words(page.lang))
            return ()
        known = st.session_state[_READ] = (digest, frame.sizes)
    return known[1]
