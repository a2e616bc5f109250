"""The session of the page that is being drawn.

The gate puts the session token into a header that it first takes off every
incoming request; Streamlit hands it to the page as `st.user["sid"]`. Without the
gate in front there is no token, so a page reached any other way shows nothing.
"""

from __future__ import annotations

import streamlit as st

from dashboard.server.settings import SID_KEY
from warehouse.people import sessions
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings


def current_identity(settings: Settings) -> Identity | None:
    """Who is looking, asked anew at every run of the script; None: show nothing."""
    return resolve(settings, current_sid())


def current_sid() -> str | None:
    """The secret session token the gate handed over, never to be shown."""
    sid = st.user.get(SID_KEY)
    return sid if isinstance(sid, str) and sid else None


def resolve(settings: Settings, sid: str | None) -> Identity | None:
    """The person behind a session token; None: show nothing."""
    return sessions.resolve(settings, sid)
