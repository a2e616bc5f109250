"""Loading data by clicks alone: for the steward, and for the Front its own waves.

The Front has a desk of its own: nobody else sees what it handed over, what it loads
is signed with its key. Practice and the way back to an earlier build are the steward's.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, blocks, states
from dashboard.rows.context import Page, current_page
from dashboard.views.load.desk import Desk
from dashboard.views.load.files import show_files
from dashboard.views.load.guide import show_guide
from dashboard.views.load.make_key import offer_to_make_key
from dashboard.views.load.missing import show_missing
from dashboard.views.load.practice import desk_chosen
from dashboard.views.load.publish import show_publish
from dashboard.views.load.upload import show_upload
from dashboard.words import Words
from warehouse.custody.front_key import front_key
from warehouse.desk.desks import CLERKS, desk_of, is_fronts
from warehouse.people.accounts import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings

DESK_OF = {"steward": CLERKS, FRONT: FRONT}
"""Role → the desk it hands files over at."""
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
    if identity.role not in DESK_OF:
        states.no_rights(words)
        return
    st.title(words("load.title"))
    settings = desk_of(Settings.from_environment(), DESK_OF[identity.role])
    desk: Desk | None = Desk(settings, identity, words, page)
    lead = words("load.front.lead" if is_fronts(settings) else "load.lead")
    st.html(f'<p class="tt-lead">{escape(lead)}</p>')
    show_guide(words)
    if desk is not None and not desk.is_fronts:
        desk = desk_chosen(desk)
    if desk is None:
        return
    key = front_key(desk.settings) if desk.is_fronts else None
    if desk.is_fronts and key is None:
        offer_to_make_key(desk)
        return
    part = address.choose(
        "desk",
        words("load.part_of_page"),
        PARTS,
        default=PARTS[0],
        shown=lambda name: words(_title_of(name, is_fronts=is_fronts(settings))),
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
    if key is not None:
        blocks.note(words("make_key.public", key=key.public_key))


def _title_of(part: str, *, is_fronts: bool) -> str:
    """At the Front's desk the lists are the province's: what is left is typed."""
    if is_fronts and part == "missing":
        return "load.front.typed"
    return f"load.parts_of_page.{part}"


if __name__ == "__main__":
    main(current_page())
