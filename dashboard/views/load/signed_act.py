"""The button that loads; at the Front's desk its key signs what is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard import blocks
from dashboard.front_key_fields import forget_key, key_fields
from dashboard.views.load.desk import Desk, refusal_shown
from warehouse.custody.front_key import open_key_text


def offer_act(
    desk: Desk,
    act: str,
    subject: str,
    label: str,
    *,
    said: Mapping[str, Any] | None = None,
    is_ready: bool = True,
    is_main: bool = False,
) -> None:
    """Draws a button that starts an act, signed where the desk is the Front's.

    Args:
        desk: The frame.
        act: One of `ingest.desk.acts.SIGNED_ACTS`.
        subject: Content hash of the file.
        label: What the button says.
        said: What else is asked for.
        is_ready: Whether all that is needed was said.
        is_main: Whether it is the way on.
    """
    name = f"{act}_{subject}"
    secret = ask_for_key(desk, name)
    is_pressed = st.button(
        label,
        type="primary" if is_main else "secondary",
        disabled=not is_ready or secret is None,
        key=name,
    )
    if is_pressed and start_signed(desk, act, subject, said, secret or ""):
        forget_key(name)
        st.rerun()


def ask_for_key(desk: Desk, name: str) -> str | None:
    """Draws the fields for the key; None until both are filled.

    At the desk of the clerks nothing is drawn, and what is told is empty.
    """
    if not desk.is_fronts:
        return ""
    blocks.note(desk.words("load.front.sign"))
    pem, passphrase = key_fields(desk.words, name)
    if not pem or not passphrase:
        return None
    return json.dumps({"pem": pem, "passphrase": passphrase})


def start_signed(
    desk: Desk, act: str, subject: str, said: Mapping[str, Any] | None, secret: str
) -> bool:
    """Starts an act, once its key is known to open; whether it was started."""

    def start() -> None:
        if secret:
            told = json.loads(secret)
            open_key_text(told["pem"].encode(), told["passphrase"])
        desk.start(act, subject, said, secret)

    return refusal_shown(desk, start)
