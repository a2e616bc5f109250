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
    n_signed = st.session_state.get(_signed(name), 0)
    end = f"_{n_signed}" if n_signed else ""
    pem = st.text_area(
        words("releases.key"), help=words("releases.key_help"), key=f"{name}_key{end}"
    )
    passphrase = st.text_input(
        words("releases.passphrase"), type="password", key=f"{name}_passphrase{end}"
    )
    return str(pem), str(passphrase)


def forget_key(name: str) -> None:
    """Once it has signed: the next time both fields are new ones, and empty.

    What was typed goes from the session with the fields that are drawn no more.
    """
    st.session_state[_signed(name)] = st.session_state.get(_signed(name), 0) + 1


def _signed(name: str) -> str:
    return f"{name}_signed"
