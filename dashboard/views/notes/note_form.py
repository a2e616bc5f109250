"""Notes beside the findings of a unit, and the form that writes one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import blocks
from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding
from dashboard.rows.units import Unit
from dashboard.views.notes.note import finding_text, note_html
from dashboard.words import words_of
from warehouse.errors import DamagedError, ThanThienError
from warehouse.notes.act import may_write, write_note
from warehouse.notes.findings import OF_OFFICERS
from warehouse.notes.record import Note
from warehouse.notes.text import MOST_LETTERS
from warehouse.notes.visible_notes import notes_seen
from warehouse.settings import Settings

_CORRECTS = "#"
"""Before the number of a note that a new one puts right, among the choices."""


def notes_of(page: Page, settings: Settings, unit: Unit) -> list[Note]:
    """Notes on findings of one unit; none, and why, where the record was changed."""
    try:
        found = notes_seen(settings, page.identity)
    except DamagedError as error:
        st.error(error.in_words(page.lang))
        return []
    return [note for note in found if note.unit_key == unit.key]


def beside(page: Page, notes: Sequence[Note], finding: Finding) -> str:
    """The notes on one finding in HTML: the last that stands, the others folded."""
    here = [note for note in notes if note.finding == finding.name]
    if not here:
        return ""
    last = next((n for n in reversed(here) if n.corrected_by is None), here[-1])
    earlier = [note for note in reversed(here) if note is not last]
    folded = "".join(note_html(page, note) for note in earlier)
    if folded:
        title = escape(page.words("notes.earlier", n=len(earlier)))
        folded = f"<details><summary>{title}</summary>{folded}</details>"
    return note_html(page, last) + folded


def to_note(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Name → finding, of those that bear notes: there are some, and no officer is."""
    return {f.name: f for f in findings if f.n > 0 and f.kind not in OF_OFFICERS}


def offer_note(
    page: Page,
    settings: Settings,
    unit: Unit,
    findings: Sequence[Finding],
    notes: Sequence[Note],
) -> None:
    """Draws the form for who may write; nothing for others."""
    words = page.words
    if not may_write(settings, unit.key, page.identity):
        return
    standing = to_note(findings)
    own = {
        f"{_CORRECTS}{note.number}": note
        for note in notes
        if note.role == page.scope.role and note.corrected_by is None
    }
    if not standing and not own:
        return

    def shown(choice: str) -> str:
        if choice in own:
            note = own[choice]
            text = finding_text(words, note.finding)
            return words("notes.correct", n=note.number, finding=text)
        return finding_text(words, choice, standing[choice].detail)

    with st.expander(words("notes.write")):
        with st.form(f"note_{unit.key}_{len(notes)}"):
            choices = [*standing, *own]
            chosen = st.selectbox(words("notes.about"), choices, format_func=shown)
            text = st.text_area(words("notes.decided"), max_chars=MOST_LETTERS)
            blocks.note(words("notes.rule"))
            is_sent = st.form_submit_button(words("notes.keep"), type="primary")
        if page.scope.role == "leader":
            _to_due_process(page)
    if not is_sent:
        return
    corrected = own.get(chosen)
    finding = corrected.finding if corrected else chosen
    n = standing[finding].n if finding in standing else 0
    try:
        write_note(
            settings,
            unit.key,
            finding,
            text,
            by=page.identity,
            n=n,
            corrects=corrected.number if corrected else None,
        )
    except ThanThienError as error:
        st.error(error.in_words(page.lang))
    else:
        st.rerun()


def _to_due_process(page: Page) -> None:
    path = f"{words_of('vi')('paths.decisions')}?lang={page.lang}"
    link = f'<a href="{path}" target="_self">{escape(page.words("notes.process"))}</a>'
    st.html(f'<p class="tt-note">{escape(page.words("notes.no_officers"))} {link}</p>')
