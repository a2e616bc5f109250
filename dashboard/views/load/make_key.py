"""The Front makes its key on the page: taken away first, registered once it opens."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks
from dashboard.front_key_fields import forget_key, key_fields
from dashboard.views.load.desk import Desk, refusal_shown
from warehouse.custody.front_key import draw_up_key, open_key_text, register_own_key

_DRAWN = "drawn_up_key"
"""The half that waits to be taken away; in the memory of this session alone."""


def offer_to_make_key(desk: Desk) -> None:
    """Draws both steps: a key to put away, and the proof that it was."""
    words = desk.words
    with st.expander(words("make_key.title"), expanded=True):
        blocks.note(words("make_key.lead"))
        if _DRAWN in st.session_state:
            _take_and_prove(desk)
        else:
            _draw_up(desk)


def _draw_up(desk: Desk) -> None:
    words = desk.words
    with st.form("draw_up_key"):
        first, again = (
            st.text_input(words(f"make_key.{name}"), type="password", key=f"new_{name}")
            for name in ("passphrase", "repeat")
        )
        is_sent = st.form_submit_button(words("make_key.draw_up"))
    if not is_sent:
        return
    if first != again:
        st.error(words("make_key.not_same"))
        return

    def draw_up() -> None:
        pem = draw_up_key(desk.settings, str(first), by=desk.identity)
        st.session_state[_DRAWN] = pem

    if refusal_shown(desk, draw_up):
        st.rerun()


def _take_and_prove(desk: Desk) -> None:
    words = desk.words
    st.download_button(
        words("make_key.take"),
        str(st.session_state[_DRAWN]),
        file_name="khoa_mat_tran.pem",
        mime="application/x-pem-file",
        on_click="ignore",
        key="take_key",
    )
    blocks.note(words("make_key.prove"))
    with st.form("register_key"):
        pem, passphrase = key_fields(words, "proof")
        is_sent = st.form_submit_button(words("make_key.register"), type="primary")

    def register() -> None:
        signer = open_key_text(pem.encode(), passphrase)
        register_own_key(desk.settings, signer, by=desk.identity)

    if is_sent and refusal_shown(desk, register):
        del st.session_state[_DRAWN]
        forget_key("proof")
        st.rerun()
