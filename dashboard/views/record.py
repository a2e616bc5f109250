"""Nhật ký: who signed in, viewed officers, exported, changed rights; for the Front."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

import streamlit as st

from dashboard import address, numbers, states
from dashboard.context import VIETNAM, Page, current_page
from dashboard.tables import Column, show_table
from dashboard.words import Words
from warehouse import audit
from warehouse.settings import Settings

N_SHOWN = 200
ALL = "all"


def main(page: Page) -> None:
    """Draws the page."""
    words = page.words
    if page.scope.role != "front":
        states.no_rights(words)
        return
    st.title(words("record.title"))
    st.html(f'<p class="tt-lead">{escape(words("record.lead"))}</p>')
    action = address.choose(
        "action",
        words("record.action"),
        [ALL, *sorted(audit.ACTIONS)],
        default=ALL,
        shown=lambda name: words(f"record.actions.{name}"),
    )
    records = audit.read_records(
        Settings.from_environment(),
        action=None if action == ALL else action,
        limit=N_SHOWN,
    )
    if not records:
        states.nothing_found(words, "no_records")
        return
    columns = (
        Column(words("record.at"), lambda row: _moment(row["at"])),
        Column(words("record.actor"), lambda row: str(row["actor"])),
        Column(
            words("record.action"), lambda row: words(f"record.actions.{row['action']}")
        ),
        Column(
            words("record.subject"), lambda row: _told(words, "query", row["subject"])
        ),
        Column(words("record.detail"), lambda row: _detail(words, row["detail"])),
    )
    shown = words("record.latest", n=numbers.count(len(records), page.lang))
    show_table([vars(found) for found in records], columns, shown)


# Detail of a record → where the words of its coded values are.
_CODED = {
    "query": "export.queries",
    "measure": "officer_measures",
    "period_type": "export.period_types",
    "which": "cases.kinds",
    "role": "roles",
}


def _told(words: Words, name: str, value: str) -> str:
    own = words.or_else(f"record.queries.{value}", value)
    return words.or_else(f"{_CODED.get(name, '')}.{value}", own)


def _detail(words: Words, detail: Mapping[str, str]) -> str:
    # What is not set, or not the case, says nothing to a reader.
    told = {name: str(value) for name, value in detail.items() if str(value)}
    return "; ".join(
        words.or_else(f"record.flags.{name}", name)
        if value.lower() == "true"
        else _told(words, name, value)
        for name, value in told.items()
        if value.lower() != "false"
    )


def _moment(at: str) -> str:
    return numbers.moment(datetime.fromisoformat(at).astimezone(VIETNAM))


if __name__ == "__main__":
    main(current_page())
