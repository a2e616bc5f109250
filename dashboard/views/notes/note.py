"""A note on a finding as pages show it: what was decided, by whom, on which day."""

from __future__ import annotations

from html import escape

from dashboard import blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.words import Words
from warehouse.notes.findings import parts_of
from warehouse.notes.record import Note


def note_html(page: Page, note: Note) -> str:
    """One note in HTML; one that was put right says by which."""
    words = page.words
    kind, _ = parts_of(note.finding)
    n = numbers.count(note.n, page.lang)
    facts = [
        words("notes.number", n=note.number),
        dates.day(note.day),
        f"{words(f'roles.{note.role}')} ({note.actor})",
        words("notes.then", n=n, unit=words(f"today.units.{kind}")),
    ]
    if note.as_of:
        facts.append(words("notes.as_of", day=dates.day(note.as_of)))
    if note.corrects:
        facts.append(words("notes.corrects", n=note.corrects))
    lines = "".join(f"<p>{escape(line)}</p>" for line in note.text.splitlines() if line)
    if note.corrected_by:
        facts.append(words("notes.corrected_by", n=note.corrected_by))
        lines = f"<s>{lines}</s>"
    return f'<div class="tt-noted">{lines}{blocks.facts_line(facts)}</div>'


def finding_text(words: Words, finding: str, detail: str = "") -> str:
    """A finding in words.

    Args:
        words: The language.
        finding: Its name on record.
        detail: What is counted there today; empty where it no longer stands.
    """
    kind, which = parts_of(finding)
    if not detail and which:
        detail = words.or_else(
            f"measures.{which}", words.or_else(f"flag_rules.{which}", which)
        )
    return words(f"today.kinds.{kind}", detail=detail).rstrip(": ")
