"""The Front's report of a wave as files to take along."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import blocks
from dashboard.report.files import MIMES
from dashboard.rows.context import Page
from dashboard.waves.files import KINDS, file_name, wave_report_file
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
