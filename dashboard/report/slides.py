"""Slides for a meeting: one sentence and one figure or small table each.

The same figures and sentences as the report; whoever decides reads n and method in
the notes.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import dates
from dashboard.periods import period_text
from dashboard.report.change_table import is_in_model
from dashboard.report.parts import Slide, SmallTable, cut
from dashboard.report.slides_of_change import for_whom, verdict, where
from dashboard.report.slides_of_work import complaints, lateness, letters, meetings
from dashboard.words import Words
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.reviews.text import ReviewText
from warehouse.words import words_of as words_of_warehouse

MOST_SLIDES = 12
MOST_ROWS = 7


def slides_of(facts: Facts, words: Words, review: Review | None) -> tuple[Slide, ...]:
    """Title, verdict, where, for whom, complaints, lateness, duties, decisions, method.

    Args:
        facts: The figures, of now or as a review froze them.
        words: The language.
        review: The released review that froze them; None leaves open what people write.
    """
    written = review.submitted_text if review else None
    return (
        _title(facts, words),
        verdict(facts, words),
        where(facts, words),
        for_whom(facts, words),
        complaints(facts, words),
        lateness(facts, words),
        letters(facts, words),
        meetings(facts, words),
        *_followed(words, written),
        _solutions(words, written),
        _requests(words, written),
        _method(facts, words),
    )


def _title(facts: Facts, words: Words) -> Slide:
    unit = str(facts.unit["unit_name"])
    about = "title" if is_in_model(facts) else "title_before_model"
    title = words(f"slides.{about}", unit=unit)
    period = period_text(words, facts.period)
    until = words("report.until", day=dates.day(facts.build.data_as_of))
    lines = (period[:1].upper() + period[1:], until)
    return Slide("title", title, lines, words("slides.title_notes"), is_draft=False)


def _followed(words: Words, written: ReviewText | None) -> tuple[Slide, ...]:
    if written is None or not written.followed:
        return ()
    say = words_of_warehouse(words.lang)
    followed = written.followed
    rows = [
        (cut(one.solution.text), say(f"reviews.done.{one.done}")) for one in followed
    ]
    n_done = sum(one.done == "done" for one in followed)
    sentence = words("slides.followed", n=len(followed), n_done=n_done)
    heads = ("solution", "done")
    notes = "\n".join(f"{one.solution.text}: {one.of_period}" for one in followed)
    return (_of_people(words, "followed", sentence, heads, rows, notes),)


def _solutions(words: Words, written: ReviewText | None) -> Slide:
    if written is None:
        return _open(words, "solutions")
    found = written.solutions
    rows = [(cut(one.text), cut(one.owner, 40), dates.day(one.due_on)) for one in found]
    notes = "\n".join(
        f"{one.text} ({one.owner}, {dates.day(one.due_on)})" for one in found
    )
    sentence = words("slides.solutions", n=len(found))
    heads = ("solution", "owner", "due_on")
    return _of_people(words, "solutions", sentence, heads, rows, notes)


def _requests(words: Words, written: ReviewText | None) -> Slide:
    if written is None:
        return _open(words, "requests")
    text = written.sections["requests"]
    lines = [cut(line) for line in text.splitlines() if line.strip()]
    sentence = words("slides.requests")
    shown = tuple(lines[:MOST_ROWS])
    return Slide("requests", sentence, shown, text, is_draft=False)


def _open(words: Words, kind: str) -> Slide:
    own = words("report.own_words")
    return Slide(kind, words(f"slides.{kind}_open"), (own,), own, is_draft=False)


def _of_people(
    words: Words,
    kind: str,
    sentence: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    notes: str,
) -> Slide:
    headings = tuple(words(f"report.columns.{head}") for head in heads)
    table = SmallTable(headings, tuple(rows[:MOST_ROWS]))
    if len(rows) > MOST_ROWS:
        notes = f"{words('slides.more', n=len(rows) - MOST_ROWS)}\n{notes}"
    return Slide(kind, sentence, table, notes, is_draft=False)


def _method(facts: Facts, words: Words) -> Slide:
    day = dates.day(facts.build.data_as_of)
    lines = (
        words("slides.method_change"),
        words("slides.method_late"),
        words("slides.method_hidden", n=MIN_PEOPLE),
        words("report.method.build", build=facts.build.build_id, day=day),
    )
    notes = "\n".join(
        (
            words("report.method.share"),
            words("report.method.late"),
            words("report.method.hidden", n=MIN_PEOPLE),
        )
    )
    return Slide("method", words("slides.method"), lines, notes, is_draft=False)
