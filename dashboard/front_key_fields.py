"""The fields for the Front's key: what it signs is signed once, and nothing is kept."""

from __future__ import annotations

import streamlit as st

from dashboard.words import Words


def key_fields(words: Words, name: str) -> tuple[str, str]:
    """Draws both fields; the private half as pasted, and its passphrase.

    Args:
        words: The language.
        name: What is signed with it, unique on the page.
    """
    pem = st.text_area(
        words("releases.key"), help=words("releases.key_help"), key=f"{name}_key"
    )
    passphrase = st.text_input(
        words("releases.passphrase"), type="password", key=f"{name}_passphrase"
    )
    return str(pem), str(passphrase)
