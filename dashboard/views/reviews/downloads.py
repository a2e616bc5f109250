"""The report of a released review as files to take along."""

from __future__ import annotations

import shutil
from functools import partial

import streamlit as st

from dashboard import blocks
from dashboard.report.files import (
    ENDINGS,
    MIMES,
    OFFERED,
    PRINTED,
    file_name,
    report_file,
)
from dashboard.rows.context import Page
from warehouse.pdf import PROGRAM
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.reviews.steps import RELEASED
from warehouse.settings import Settings


def offer_report(page: Page, settings: Settings, review: Review, frozen: Facts) -> None:
    """Buttons for each kind of file, once the review is released."""
    if review.state != RELEASED:
        return
    words = page.words
    blocks.subheading(words("reviews.report"))
    columns = st.columns(len(OFFERED))
    printed = PRINTED if shutil.which(PROGRAM) else {}
    for kind in (*OFFERED, *printed):
        # PDF stands below the document it is made of
        with columns[OFFERED.index(PRINTED.get(kind, kind))]:
            st.download_button(
                words(f"reviews.files.{kind}"),
                # Made at the click, never before: no file without its record.
                partial(report_file, settings, page.identity, frozen, review, kind),
                file_name=file_name(frozen, kind),
                mime=MIMES[ENDINGS[kind]],
                on_click="ignore",
                key=f"report_{kind}",
            )
    blocks.note(words("reviews.report_note"))
