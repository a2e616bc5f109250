"""The Front's waves that wait for a release: shown to all, released by the Front."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import blocks
from dashboard.front_key_fields import forget_key, key_fields
from dashboard.rows import changes
from dashboard.rows.context import Page
from warehouse.custody.front_key import open_key_text
from warehouse.custody.front_waves import front_waves, held_waves, release
from warehouse.errors import ThanThienError
from warehouse.rights import FRONT
from warehouse.settings import Settings


def note_on_evidence(page: Page) -> None:
    """Says that no officer has evidence by ballots while independent waves wait.

    Raises:
        NothingPublishedError: There is no build.
    """
    waves = front_waves(Settings.from_environment())
    held = [w.code for w in waves if w.waits and w.stream == "independent"]
    if held and page.scope.role != FRONT:
        names = ", ".join(changes.wave_text(page, code) for code in held)
        blocks.note(page.words("releases.no_evidence", waves=names))


def tell_withheld(page: Page) -> None:
    """Says in red which waves are not as the Front signed them: nobody reads them."""
    if page.build.withheld:
        names = ", ".join(changes.wave_text(page, code) for code in page.build.withheld)
        st.error(page.words("releases.withheld", waves=names))


def offer(page: Page) -> None:
    """Says which waves wait; the Front may release one, for good.

    Raises:
        NothingPublishedError: There is no build.
    """
    words = page.words
    held = held_waves(Settings.from_environment())
    if not held:
        return
    names = ", ".join(changes.wave_text(page, code) for code in held)
    if page.scope.role != FRONT:
        blocks.note(words("releases.waiting", waves=names))
        return
    blocks.note(words("releases.waiting_front", waves=names))
    with st.expander(words("releases.title")):
        st.html(f"<p>{escape(words('releases.lead'))}</p>")
        code = st.selectbox(
            words("releases.wave"),
            held,
            format_func=lambda held_code: changes.wave_text(page, held_code),
        )
        pem, passphrase = key_fields(words, "front")
        is_sure = st.checkbox(words("releases.sure"))
        is_ready = is_sure and bool(pem) and bool(passphrase)
        if st.button(words("releases.button"), disabled=not is_ready):
            _release(page, code, pem, passphrase)


def _release(page: Page, code: str, pem: str, passphrase: str) -> None:
    """Signs and releases; a wrong key or passphrase is said beside the button."""
    settings = Settings.from_environment()
    try:
        signer = open_key_text(pem.encode(), passphrase)
        release(settings, code, by=page.identity, signer=signer)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
        return
    forget_key("front")
    st.rerun()
