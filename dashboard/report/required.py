"""Meetings the rules ask for and those held; words where a count would be a guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import numbers
from dashboard.report.parts import Grid, Paragraph, Parts, Table
from dashboard.words import Words
from warehouse.reviews.facts import Facts
from warehouse.reviews.required import COUNTS

Row = Mapping[str, Any]
REQUIRED, COVERED = COUNTS[:2]
HELD = COUNTS[2:]
"""Known only in months that the register of the unit covers."""


def required_parts(facts: Facts, words: Words) -> Parts:
    """What is not known of meetings asked for, then a table of what is."""
    if facts.required is None:
        return ()
    unit = str(facts.unit["unit_name"])
    is_above = bool(facts.below)
    gaps = tuple(
        Paragraph(text, is_gap=True)
        for row in facts.required
        if (text := _gap(words, row, unit, is_above))
    )
    rows = [row for row in facts.required if row[REQUIRED] is not None]
    if not rows:
        return gaps
    headings = tuple(words(f"report.required.{name}") for name in ("duty", "rule"))
    headings += tuple(words(f"report.required.{name}") for name in COUNTS)
    found = tuple(_cells(words, row, is_above) for row in rows)
    lang = words.lang
    grid = Grid(
        words("report.sheets.required"),
        headings,
        ("text", "text", *["count"] * len(COUNTS)),
        found,
    )
    written = tuple(
        tuple(c if isinstance(c, str) else numbers.count(c, lang) for c in cells)
        for cells in found
    )
    title = words("report.required.title", unit=unit)
    note = words(f"report.required.{'note_above' if is_above else 'note'}")
    return (*gaps, Table(title, headings, written, note, grid))


def required_sentence(facts: Facts, words: Words) -> str:
    """How many meetings the rules asked for and how many of these were held."""
    if facts.required is None:
        return ""
    known = [row for row in facts.required if row[REQUIRED] is not None]
    if not known:
        is_ruled = any(_is_ruled(row, bool(facts.below)) for row in facts.required)
        return words(f"slides.required.{'none_due' if is_ruled else 'no_rule'}")
    required, covered, kept = (sum(row[n] for row in known) for n in COUNTS[:3])
    word = "kept" if covered == required else "part" if covered else "unknown"
    counts = {"required": required, "covered": covered, "kept": kept}
    named = {name: numbers.count(n, words.lang) for name, n in counts.items()}
    return words(f"slides.required.{word}", **named)


def _is_ruled(row: Row, is_above: bool) -> bool:
    """Whether a rule asks the duty of the unit, or of one below it."""
    return row["n_by_rule"] is not None or (
        is_above and bool(row.get("is_ruled_below"))
    )


def _gap(words: Words, row: Row, unit: str, is_above: bool) -> str:
    """What a duty's counts do not say; empty where they say all."""
    named = {"duty": words(f"duties.duties.{row['duty']}"), "unit": unit}
    required, covered = row[REQUIRED], row[COVERED]
    if required is None and not _is_ruled(row, is_above):
        return words("report.required.no_rule", **named)
    if required is None:
        return words(
            "report.required.none_due", rule=_rule(words, row, is_above), **named
        )
    if covered == required:
        return ""
    counts = {"required": required, "covered": covered}
    named |= {name: numbers.count(n, words.lang) for name, n in counts.items()}
    return words(f"report.required.{'in_part' if covered else 'unknown'}", **named)


def _cells(words: Words, row: Row, is_above: bool) -> tuple[str | float, ...]:
    def count(name: str) -> str | float:
        return numbers.MISSING if name in HELD and not row[COVERED] else row[name]

    duty = words(f"duties.duties.{row['duty']}")
    return (duty, _rule(words, row, is_above), *(count(name) for name in COUNTS))


def _rule(words: Words, row: Row, is_above: bool) -> str:
    """The rule of the unit; where counts are of units below too, each level's own."""
    if is_above or row["n_by_rule"] is None:
        return words("report.required.rule_below")
    n = numbers.count(row["n_by_rule"], words.lang)
    return words(f"report.required.per.{row['per']}", n=n)
