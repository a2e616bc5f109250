"""The Front's report of a wave as files to take along, and one page for everybody."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import blocks
from dashboard.front_key_fields import forget_key, key_fields
from dashboard.report.files import MIMES
from dashboard.rows.context import Page
from dashboard.waves.files import KINDS, file_name, summary_name, wave_report_file
from dashboard.waves.summary import wave_summary
from warehouse.custody.front_key import open_key_text
from warehouse.errors import ThanThienError
from warehouse.settings import Settings


def offer_report(page: Page, wave_code: str) -> None:
    """A button for each kind of file."""
    words, settings = page.words, Settings.from_environment()
    blocks.heading(words("wave_report.take.title"))
    for column, kind in zip(st.columns(len(KINDS)), KINDS, strict=True):
        with column:
            st.download_button(
                words(f"wave_report.take.{kind}"),
                # Made at the click, never before: no file without its record.
                partial(wave_report_file, settings, page.identity, wave_code, kind),
                file_name=file_name(wave_code, kind),
                mime=MIMES[kind],
                on_click="ignore",
                key=f"wave_report_{kind}",
            )
    blocks.note(words("wave_report.take.note"))
    _offer_summary(page, wave_code)


def _offer_summary(page: Page, wave_code: str) -> None:
    """The signed page of a released wave; before its release, that there is none."""
    words = page.words
    if wave_code not in page.released:
        blocks.note(words("wave_report.summary.waits"))
        return
    with st.expander(words("wave_report.summary.title")):
        blocks.note(words("wave_report.summary.lead"))
        pem, passphrase = key_fields(words, "summary")
        is_ready = bool(pem) and bool(passphrase)
        if st.button(words("wave_report.summary.button"), disabled=not is_ready):
            _sign_summary(page, wave_code, pem, passphrase)


def _sign_summary(page: Page, wave_code: str, pem: str, passphrase: str) -> None:
    """Signs and hands over; a wrong key or passphrase is said beside the button."""
    settings = Settings.from_environment()
    try:
        signer = open_key_text(pem.encode(), passphrase)
        made = wave_summary(settings, wave_code, by=page.identity, signer=signer)
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
        return
    forget_key("summary")
    st.download_button(
        page.words("wave_report.summary.file"),
        made,
        file_name=summary_name(wave_code),
        mime="text/html",
        on_click="ignore",
    )
