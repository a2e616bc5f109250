"""Views of single officers and cases, recorded before anything of them is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard.rows.context import Page
from warehouse import audit
from warehouse.queries import QUERIES
from warehouse.settings import Settings

WATCHED_SUBJECTS = frozenset({"officer", "duty", "case"})
_SEEN = "views_recorded"


def note_view(page: Page, name: str, params: Mapping[str, str | date | int]) -> None:
    """Records one view of officers or cases, once per sign-in, question and build.

    Raises:
        AuditError: It could not be recorded: show nothing.
    """
    query = QUERIES.get(name)
    if query is None or query.subject not in WATCHED_SUBJECTS:
        return
    detail = {key: str(value) for key, value in sorted(params.items())}
    view = (page.scope.user_id, page.build.build_id, name, *detail.items())
    seen: set[object] = st.session_state.setdefault(_SEEN, set())
    if view in seen:
        return
    audit.record(
        Settings.from_environment(),
        actor=page.scope.user_id,
        action="officer_view",
        subject=detail.get("reader_officer_code", name),
        detail={"query": name, "build": page.build.build_id, **detail},
    )
    seen.add(view)
