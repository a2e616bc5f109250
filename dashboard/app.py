"""The entry script: frame, rights and pages; it shows nothing without a session."""

from __future__ import annotations

import streamlit as st

from dashboard import frame
from dashboard.server.turns import TURNS


def main() -> None:
    """Draws one run of the page the reader asked for."""
    lang = frame.language()
    st.set_page_config(
        page_title=frame.product_name(lang), layout="wide", menu_items={}
    )
    with TURNS.turn():
        frame.show(lang)


main()
