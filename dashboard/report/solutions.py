"""Section IV: the solutions of a review, and what became of those of the last one."""

from __future__ import annotations

from dashboard import dates, numbers
from dashboard.periods import period_text
from dashboard.report.parts import Paragraph, Table
from dashboard.words import Words
from warehouse.reviews.text import ReviewText
from warehouse.words import words_of as words_of_warehouse


def solutions_of(
    words: Words, written: ReviewText | None
) -> tuple[Paragraph | Table, ...]:
    """The tables of section IV; open where nobody has written yet."""
    if written is None:
        return (Paragraph(words("report.own_words")),)
    new = Table(
        words("report.solutions_title"),
        _headings(words, "solution", "owner", "due_on"),
        tuple(
            (one.text, one.owner, dates.day(one.due_on)) for one in written.solutions
        ),
        words("report.solutions_note"),
    )
    if not written.followed:
        return (new,)
    say = words_of_warehouse(words.lang)
    old = Table(
        words("report.followed_title"),
        _headings(words, "solution", "of_period", "done"),
        tuple(
            (
                one.solution.text,
                period_text(words, one.of_period),
                say(f"reviews.done.{one.done}") if one.done else numbers.MISSING,
            )
            for one in written.followed
        ),
        words("report.followed_note"),
    )
    return (old, new)


def _headings(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words(f"report.columns.{name}") for name in names)
