"""Loading data, for the steward: from a file to what is published, by clicks alone."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, states
from dashboard.rows.context import Page, current_page
from dashboard.views.load.desk import Desk
from dashboard.views.load.files import show_files
from dashboard.views.load.missing import show_missing
from dashboard.views.load.practice import desk_chosen
from dashboard.views.load.publish import show_publish
from dashboard.views.load.upload import show_upload
from dashboard.words import Words
from warehouse.people.accounts import Identity
from warehouse.settings import Settings

ROLE = "steward"
PARTS = ("files", "publish", "missing")


def main(page: Page) -> None:
    """Draws the page over what is published."""
    show(page.identity, page.words, page)


def show(identity: Identity, words: Words, page: Page | None = None) -> None:
    """Draws the page, before the first build too.

    Args:
        identity: Who is signed in.
        words: The language.
        page: The frame with what is published, if anything is.
    """
    if identity.role != ROLE:
        states.no_rights(words)
        return
    st.title(words("load.title"))
    st.html(f'<p class="tt-lead">{escape(words("load.lead"))}</p>')
    desk = desk_chosen(Desk(Settings.from_environment(), identity, words, page))
    if desk is None:
        return
    part = address.choose(
        "desk",
        words("load.part_of_page"),
        PARTS,
        default=PARTS[0],
        shown=lambda name: words(f"load.parts_of_page.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    if part == "files":
        show_upload(desk)
        show_files(desk)
    elif part == "publish":
        show_publish(desk)
    else:
        show_missing(desk)


if __name__ == "__main__":
    main(current_page())
