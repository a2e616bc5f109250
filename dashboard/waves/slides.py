"""Slides of a wave's report: a sentence each, with what it rests on in the notes."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.report.parts import Slide, SmallTable, Table, cut
from dashboard.report.slides import MOST_ROWS
from dashboard.words import Words

LONGEST = 240
"""Letters that a line beneath the sentence holds."""
COLUMNS = 3
"""Of the table of questions: the question, its share, its ballots."""


def slides_of(
    words: Words,
    *,
    title: str,
    until: str,
    asked: Sequence[str],
    said: Sequence[str],
    items: Table,
    own: Sequence[str],
    recommended: str,
    method: Sequence[str],
) -> tuple[Slide, ...]:
    """Title, how asked, what is said, questions, own ballots, advice, method.

    Args:
        words: The language.
        title: Title of the report.
        until: The last day of the figures, in words.
        asked: How people were asked, in sentences.
        said: What they say, the headline first.
        items: The table of questions.
        own: Units against their own ballots, in sentences.
        recommended: What became of recommendations.
        method: How figures are made.
    """
    rows = tuple(
        (cut(cells[0], 70), *cells[1:COLUMNS]) for cells in items.rows[:MOST_ROWS]
    )
    table = SmallTable(items.headings[:COLUMNS], rows)
    notes = words("slides.title_notes")
    return (
        Slide("title", title, (until,), notes, is_draft=False),
        _lines("asked", asked),
        _lines("said", said),
        Slide("items", items.title, table, items.note),
        _lines("own", own),
        Slide("recommended", recommended, None, recommended),
        _lines("method", (words("slides.method"), *method)),
    )


def _lines(kind: str, lines: Sequence[str]) -> Slide:
    """The first line large, the others beneath, all of them whole in the notes."""
    first, *others = lines
    shown = tuple(cut(line, LONGEST) for line in others)
    return Slide(kind, first, shown or None, "\n".join(lines))
