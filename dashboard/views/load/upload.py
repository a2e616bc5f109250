"""Handing files over: several at once, or an archive of them."""

from __future__ import annotations

import streamlit as st

from dashboard import address, blocks
from dashboard.views.load.desk import Desk, refusal_shown, who
from dashboard.views.load.timer import show_folder
from warehouse.builds.status import holds_simulated
from warehouse.desk.inbox import MEGABYTE, MOST_BYTES, Card, receive

DELIVERY = "delivery"
"""Parameter of the address: the file that is shown."""
_ROUND = "load_round"
_SAID = "load_said"


def show_upload(desk: Desk) -> None:
    """Draws the field files are dropped into, and says what became of the last ones."""
    words = desk.words
    blocks.heading(words("load.upload_title"), words("load.upload_lead"))
    n = int(st.session_state.get(_ROUND, 0))
    is_simulated = False
    if holds_simulated(desk.settings) or not desk.settings.raw_path.exists():
        is_simulated = st.checkbox(words("load.is_simulated"), key=f"simulated_{n}")
    most_mb = MOST_BYTES // MEGABYTE
    found = st.file_uploader(
        words("load.upload", mb=most_mb),
        accept_multiple_files=True,
        max_upload_size=most_mb,
        key=f"upload_{n}",
    )
    for line in st.session_state.pop(_SAID, []):
        st.info(line)
    show_folder(desk)
    if not found:
        return
    said: list[str] = []
    is_taken = True
    for file in found:

        def take(name: str = file.name, content: object = file) -> None:
            card, is_again = receive(
                desk.settings,
                name,
                content,  # type: ignore[arg-type]
                by=desk.identity.user_name,
                is_simulated=is_simulated,
            )
            said.append(_said(desk, card, is_again=is_again))

        is_taken &= refusal_shown(desk, take)
    st.session_state[_SAID] = said
    if is_taken:
        # a new field: the next run must not take the same files in again
        st.session_state[_ROUND] = n + 1
        st.rerun()


def _said(desk: Desk, card: Card, *, is_again: bool) -> str:
    if is_again:
        address.keep(DELIVERY, card.sha256[:12])
        state = desk.words(f"load.states.{card.status}")
        by = who(desk.words, card.received_by)
        return desk.words("load.again", name=card.name, who=by, state=state)
    desk.understand(card.sha256)
    address.keep(DELIVERY, card.sha256[:12])
    return desk.words("load.received", name=card.name)
