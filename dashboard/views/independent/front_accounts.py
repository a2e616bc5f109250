"""Tells the Front in red who else changed a way in as the Front."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from dashboard import dates
from dashboard.rows.context import VIETNAM, Page
from warehouse import demo_accounts
from warehouse.people.front_accounts import changes_by_others
from warehouse.rights import FRONT
from warehouse.settings import Settings


def tell_changes(page: Page) -> None:
    """Draws one red line per change; nothing for others than the Front."""
    if page.scope.role != FRONT:
        return
    words = page.words
    lines = [
        words(
            "front_accounts.line",
            what=words(f"record.actions.{record.action}").lower(),
            subject=record.subject,
            at=dates.moment(datetime.fromisoformat(record.at).astimezone(VIETNAM)),
            actor=record.actor,
        )
        for record in changes_by_others(Settings.from_environment())
        # the demo hands its passwords to everybody and says so
        if not (page.build.is_simulated and record.actor == demo_accounts.ACTOR)
    ]
    if lines:
        listed = "\n".join(f"- {line}" for line in lines)
        st.error(f"{words('front_accounts.lead')}\n\n{listed}")
