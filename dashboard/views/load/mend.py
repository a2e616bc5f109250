"""The refused rows of a loaded file: mended in a workbook and handed over again."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, numbers
from dashboard.export_page import XLSX_TYPE
from dashboard.views.load.desk import Desk, follow
from warehouse.desk.inbox import Card, corrections, name_to_mend
from warehouse.desk.jobs import DONE, latest_job, made_by


def offer_mending(desk: Desk, card: Card, n_refused: int) -> None:
    """Draws the way to mend: make the workbook, take it, hand it over again."""
    words = desk.words
    blocks.subheading(words("load.mend_title"))
    blocks.note(words("load.mend_lead"))
    _tell_mended(desk, card, n_refused)
    job = latest_job(desk.settings, "refused_book", card.sha256)
    path = made_by(desk.settings, job.job_id) if job else None
    if job is None or path is None or (job.state == DONE and not path.exists()):
        if st.button(words("load.make_book"), key=f"book_{card.sha256}"):
            desk.start("refused_book", card.sha256, {"lang": desk.lang})
            st.rerun()
    elif follow(desk, job):
        n = numbers.count(job.answer["n_rows"], desk.lang)
        st.download_button(
            words("load.take_book", n=n),
            path.read_bytes,
            file_name=name_to_mend(card),
            mime=XLSX_TYPE,
            on_click="ignore",
            key=f"take_{card.sha256}",
        )


def _tell_mended(desk: Desk, card: Card, n_refused: int) -> None:
    """How many rows came back mended so far."""
    n_loaded = 0
    for other in corrections(desk.settings, card):
        job = latest_job(desk.settings, "load", other.sha256)
        if job is not None and job.state == DONE:
            n_loaded += int(job.answer.get("n_loaded", 0))
    if n_loaded:
        n, of = (numbers.count(number, desk.lang) for number in (n_loaded, n_refused))
        st.success(desk.words("load.mended", n=n, of=of))
