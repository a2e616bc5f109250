"""Section IV: the solutions of a review, and what became of those of the last one."""

from __future__ import annotations

from dashboard import dates, numbers
from dashboard.periods import period_text
from dashboard.report.parts import Grid, Paragraph, Table
from dashboard.words import Words
from warehouse.reviews.text import ReviewText
from warehouse.words import words_of as words_of_warehouse


def solutions_of(
    words: Words, written: ReviewText | None
) -> tuple[Paragraph | Table, ...]:
    """The tables of section IV; open where nobody has written yet."""
    if written is None:
        return (Paragraph(words("report.own_words")),)
    new = _table(
        words,
        "solutions",
        ("solution", "owner", "due_on"),
        [(one.text, one.owner, dates.day(one.due_on)) for one in written.solutions],
    )
    if not written.followed:
        return (new,)
    say = words_of_warehouse(words.lang)
    old = _table(
        words,
        "followed",
        ("solution", "of_period", "done"),
        [
            (
                one.solution.text,
                period_text(words, one.of_period),
                say(f"reviews.done.{one.done}") if one.done else numbers.MISSING,
            )
            for one in written.followed
        ],
    )
    return (old, new)


def _table(
    words: Words, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> Table:
    headings = tuple(words(f"report.columns.{column}") for column in columns)
    return Table(
        words(f"report.{name}_title"),
        headings,
        tuple(rows),
        words(f"report.{name}_note"),
        Grid(words(f"report.sheets.{name}"), headings, ("text",) * 3, tuple(rows)),
    )
