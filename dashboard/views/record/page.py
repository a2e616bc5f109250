"""The record: who signed in, viewed officers, exported, changed rights."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape

import streamlit as st

from dashboard import address, dates, numbers, states
from dashboard.periods import period_text
from dashboard.rows.context import VIETNAM, Page, current_page
from dashboard.tables import Column, Row, show_table
from dashboard.views.notes.note import finding_text
from warehouse import audit
from warehouse.notes.findings import OF_UNITS, parts_of
from warehouse.settings import Settings

N_SHOWN = 200
ALL = "all"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
            words("record.subject"),
            lambda row: _value_in_words(page, "query", row["subject"]),
        ),
        Column(words("record.detail"), lambda row: _detail(page, row)),
    )
    shown = words("record.latest", n=numbers.count(len(records), page.lang))
    show_table([vars(found) for found in records], columns, shown)


# Detail of a record → where the words of its coded values are.
CODED = {
    "query": "export.queries",
    "measure": "officer_measures",
    "period_type": "export.period_types",
    "which": "cases.kinds",
    "letter_kind": "letters.kinds",
    "state": "letters.states",
    "role": "roles",
}


def _value_in_words(page: Page, name: str, value: str) -> str:
    words = page.words
    if name == "build":
        return words("record.build", build=value)
    if name == "period":
        return period_text(words, value)
    if value == ALL:
        return words("record.everything")
    unit_key, _, about = value.partition("/")
    if unit_key in page.units:
        parts = [page.units[unit_key].name, _about_in_words(page, about)]
        return " · ".join(part for part in parts if part)
    if _DAY.fullmatch(value):
        return dates.day(date.fromisoformat(value))
    own = words.or_else(f"record.queries.{value}", value)
    return words.or_else(f"{CODED.get(name, '')}.{value}", own)


def _about_in_words(page: Page, about: str) -> str:
    """A finding or a period that a step about a unit names beside it."""
    if parts_of(about)[0] in OF_UNITS:
        return finding_text(page.words, about)
    return period_text(page.words, about) if about else ""


def _detail(page: Page, record: Row) -> str:
    words = page.words
    subject = _value_in_words(page, "query", record["subject"])
    # What is not set, or not the case, says nothing to a reader.
    set_ = {name: str(value) for name, value in record["detail"].items() if str(value)}
    parts = [
        words.or_else(f"record.flags.{name}", name)
        if value.lower() == "true"
        else _value_in_words(page, name, value)
        for name, value in set_.items()
        if value.lower() != "false"
    ]
    return "; ".join(text for text in dict.fromkeys(parts) if text != subject)


def _moment(at: str) -> str:
    return dates.moment(datetime.fromisoformat(at).astimezone(VIETNAM))


if __name__ == "__main__":
    main(current_page())
