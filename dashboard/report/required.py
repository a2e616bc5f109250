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
    gaps = tuple(
        Paragraph(text, is_gap=True)
        for row in facts.required
        if (text := _gap(words, row, unit))
    )
    rows = [row for row in facts.required if row[REQUIRED] is not None]
    if not rows:
        return gaps
    headings = tuple(words(f"report.required.{name}") for name in ("duty", "rule"))
    headings += tuple(words(f"report.required.{name}") for name in COUNTS)
    found = tuple(_cells(words, row) for row in rows)
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
    return (*gaps, Table(title, headings, written, words("report.required.note"), grid))


def required_sentence(facts: Facts, words: Words) -> str:
    """How many meetings the rules asked for and how many of these were held."""
    if facts.required is None:
        return ""
    known = [row for row in facts.required if row[REQUIRED] is not None]
    if not known:
        is_ruled = any(row["n_by_rule"] is not None for row in facts.required)
        return words(f"slides.required.{'none_due' if is_ruled else 'no_rule'}")
    required, covered, kept = (sum(row[n] for row in known) for n in COUNTS[:3])
    word = "kept" if covered == required else "part" if covered else "unknown"
    counts = {"required": required, "covered": covered, "kept": kept}
    named = {name: numbers.count(n, words.lang) for name, n in counts.items()}
    return words(f"slides.required.{word}", **named)


def _gap(words: Words, row: Row, unit: str) -> str:
    """What a duty's counts do not say; empty where they say all."""
    named = {"duty": words(f"duties.duties.{row['duty']}"), "unit": unit}
    required, covered = row[REQUIRED], row[COVERED]
    if required is None and row["n_by_rule"] is None:
        return words("report.required.no_rule", **named)
    if required is None:
        return words("report.required.none_due", rule=_rule(words, row), **named)
    if covered == required:
        return ""
    counts = {"required": required, "covered": covered}
    named |= {name: numbers.count(n, words.lang) for name, n in counts.items()}
    return words(f"report.required.{'in_part' if covered else 'unknown'}", **named)


def _cells(words: Words, row: Row) -> tuple[str | float, ...]:
    def count(name: str) -> str | float:
        return numbers.MISSING if name in HELD and not row[COVERED] else row[name]

    duty = words(f"duties.duties.{row['duty']}")
    return (duty, _rule(words, row), *(count(name) for name in COUNTS))


def _rule(words: Words, row: Row) -> str:
    """The rule of the unit's own level; those below may have others."""
    if row["n_by_rule"] is None:
        return words("report.required.rule_below")
    n = numbers.count(row["n_by_rule"], words.lang)
    return words(f"report.required.per.{row['per']}", n=n)
