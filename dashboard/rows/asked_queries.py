"""Questions a page has asked in this run, so that their answers can be exported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard.rows.context import Page

Param = str | date | int
Question = tuple[str, tuple[tuple[str, Param], ...]]
_ASKED = "asked_on_this_page"


def start() -> None:
    """Forgets the questions of the run before."""
    st.session_state[_ASKED] = {}


def remember(page: Page, name: str, params: Mapping[str, Param]) -> None:
    """Notes a question of this run if its answer can be exported."""
    if page.words.has(f"export.queries.{name}"):
        question = (name, tuple(sorted(params.items())))
        st.session_state.setdefault(_ASKED, {})[question] = None


def questions() -> list[Question]:
    """The questions of this run, in the order they were first asked."""
    return list(st.session_state.get(_ASKED, {}))
