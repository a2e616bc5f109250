"""What stands where figures would: signed out, no data, no rights, nothing found.

Each says what is the case and what to do next.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.words import Words


def signed_out(words: Words) -> None:
    """Nobody is signed in: nothing but the way to the door."""
    link = f'<a href="/login" target="_self">{escape(words("login.sign_in"))}</a>'
    _state(words, "signed_out", link)


def no_data(words: Words) -> None:
    """Nothing has been published yet."""
    _state(words, "no_data")


def begin_here(words: Words, *, is_front: bool) -> None:
    """Nothing has been published yet, and the reader is who hands the files over."""
    _state(words, "begin_here_front" if is_front else "begin_here_steward")


def damaged(words: Words, *, can_mend: bool) -> None:
    """There are data, but their file is not as it was published."""
    command = escape(words("states.damaged.command"))
    _state(words, "damaged", f"<p><code>{command}</code></p>" if can_mend else "")


def no_rights(words: Words) -> None:
    """The reader's role may not see this."""
    _state(words, "no_rights")


def failed(words: Words, key: str, failure: str, moment: str) -> None:
    """Something broke: what to do next, and the id it has in the server's log."""
    named = escape(words("states.failed.id", id=failure, moment=moment))
    _state(words, key, f'<p class="tt-trust">{named}</p>', "alert")


def nothing_found(words: Words, key: str) -> None:
    """There are data, but none for this question."""
    _state(words, key)


def _state(words: Words, key: str, more_html: str = "", role: str = "") -> None:
    title = escape(words(f"states.{key}.title"))
    text = escape(words(f"states.{key}.text"))
    role_html = f' role="{role}"' if role else ""
    st.html(
        f'<section class="tt-empty"{role_html}><h2>{title}</h2><p>{text}</p>{more_html}'
        "</section>"
    )
