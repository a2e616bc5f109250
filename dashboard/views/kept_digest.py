"""The week's digest on the page where its reader begins, sent by mail or not."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard import blocks, dates
from dashboard.failures import own_part
from dashboard.rows.context import VIETNAM, Page
from warehouse.digests.record import Digest, newest_digest, week_of
from warehouse.settings import Settings


@own_part()
def show_kept_digest(page: Page) -> None:
    """Draws the newest digest of the account, folded; nothing where there is none."""
    settings = Settings.from_environment()
    found = newest_digest(settings, page.identity, week_of(None))
    if found is None:
        return
    words = page.words
    with st.expander(words("digest.on_page", week=dates.day(found.week))):
        blocks.note(_state(page, found))
        st.html(found.message.html)


def _state(page: Page, found: Digest) -> str:
    words = page.words
    made = dates.moment(datetime.fromisoformat(found.made_at).astimezone(VIETNAM))
    said = words("digest.made", made=made)
    if found.sent_at:
        sent = datetime.fromisoformat(found.sent_at).astimezone(VIETNAM)
        return f"{said} {words('digest.sent', sent=dates.moment(sent))}"
    if found.failure:
        why = words(f"digest.faults.{found.failure}")
        return f"{said} {words('digest.not_sent', why=why)}"
    return f"{said} {words('digest.kept')}"
