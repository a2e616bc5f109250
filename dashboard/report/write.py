"""Facts → sections: every number is a figure of the rows, in readers' writing.

Sentences on change are those of the pages, so a report never says more than the
verdict. What people must write themselves is left open, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dashboard import dates, numbers
from dashboard.periods import period_text
from dashboard.report.parts import Paragraph, Report, Section, Table
from dashboard.report.solutions import solutions_of
from dashboard.summary import sentence
from dashboard.words import Words
from warehouse.reviews.facts import OVERALL, Facts, months_until
from warehouse.reviews.reviews import Review
from warehouse.reviews.text import ReviewText
from warehouse.rights import MIN_PEOPLE

Row = dict[str, Any]
LED = ("n_meetings_led_by_head", "n_meetings_missed")
WORK = (
    "n_received",
    "n_finished",
    "n_with_due",
    "n_late_official",
    "n_late_strict",
    "n_petitions",
    "n_upheld",
)
DONE = (
    "n_meetings_reception",
    "n_meetings_dialogue",
    "n_meetings_field_visit",
    "n_issues_raised",
    "n_issues_resolved",
    "n_letters_apology",
    "n_letters_thanks",
    "n_letters_congratulation",
    "n_letters_condolence",
)


Parts = tuple[Paragraph | Table, ...]
MOST_MONTHS = 6
"""More months do not fit a page side by side: only their sum is shown."""


def report_of(facts: Facts, words: Words, review: Review | None = None) -> Report:
    """The report in the language of the words.

    Args:
        facts: The figures, of now or as a review froze them.
        words: The language.
        review: The released review that froze them; None leaves open what people write.
    """
    written = review.submitted_text if review else None
    period = period_text(words, facts.period)
    unit = str(facts.unit["unit_name"])
    results = (
        *_change(facts, words),
        _month_table(words, facts, "work", facts.months, WORK),
        _month_table(words, facts, "done", facts.duties, DONE),
    )
    until = Paragraph(words("report.until", day=dates.day(facts.build.data_as_of)))
    parts: dict[str, Parts] = {
        "lead": (
            until,
            *_written(words, written, "lead"),
            _month_table(words, facts, "led", facts.duties, LED),
        ),
        "results": (
            *(_written(words, written, "results") if written else ()),
            *results,
        ),
        "limits": _written(words, written, "limits", "causes"),
        "solutions": solutions_of(words, written),
        "requests": _written(words, written, "requests"),
        "appendix": tuple(
            Paragraph(text)
            for text in (*_method(facts, words), *_frozen(words, review))
        ),
    }
    sections = (
        Section(words(f"report.sections.{name}"), part) for name, part in parts.items()
    )
    title = words("report.title", period=period, unit=unit)
    return Report(unit, title, facts.build.is_simulated, tuple(sections))


def _written(
    words: Words, written: ReviewText | None, *names: str
) -> tuple[Paragraph, ...]:
    """Words of people, a paragraph a line; open where nobody has written yet."""
    if written is None:
        return (Paragraph(words("report.own_words")),)
    lines = [line for name in names for line in written.sections[name].splitlines()]
    return tuple(Paragraph(line.strip()) for line in lines if line.strip())


def _change(facts: Facts, words: Words) -> tuple[Paragraph | Table, ...]:
    if facts.waves is None:
        return (Paragraph(words("report.no_pair"), is_draft=True),)
    before, after = facts.waves
    overall = [row for row in facts.changes if row["item_code"] == OVERALL]
    unit = str(facts.unit["unit_name"])
    sentences = [
        Paragraph(sentence(words, row, unit), is_draft=True) for row in overall
    ]
    rows = tuple(_change_cells(facts, words, row) for row in facts.changes)
    columns = ("item", "n_before", "n_after", "before", "after", "change", "verdict")
    table = Table(
        words("report.change_title", unit=unit, before=before, after=after),
        tuple(words(f"report.columns.{name}") for name in columns),
        rows,
        words("report.change_note"),
    )
    note = Paragraph(words("overview.not_effect"))
    return (
        *(sentences or [Paragraph(words("report.no_pair"), is_draft=True)]),
        note,
        table,
    )


def _change_cells(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    lang = words.lang
    code = str(row["item_code"])
    name = facts.items.get(code) or words.or_else(f"report.items.{code}", code)
    verdict = str(row["verdict"] if row["state"] == "shown" else row["state"])
    range_ = numbers.interval(row["share_diff_low"], row["share_diff_high"], lang)
    is_known = numbers.is_known(row["share_diff"])
    return (
        name,
        numbers.count(row["n_before"], lang),
        numbers.count(row["n_after"], lang),
        numbers.percent(row["share_before"], lang),
        numbers.percent(row["share_after"], lang),
        f"{numbers.points(row['share_diff'], lang)}\n{range_}"
        if is_known
        else numbers.MISSING,
        words(f"verdicts_short.{verdict}"),
    )


def _month_table(
    words: Words, facts: Facts, name: str, rows: Iterable[Row], columns: tuple[str, ...]
) -> Table:
    by_month = {row["month"]: row for row in rows}
    days = months_until(facts.period, facts.build.data_as_of or max(by_month))
    if len(days) > MOST_MONTHS:
        days = []

    def cells(column: str) -> tuple[str, ...]:
        values = [row[column] for row in by_month.values()]
        total = None if None in values else sum(values)
        # a month without a row is not a zero
        shown = (
            _count(words, by_month[day][column]) if day in by_month else numbers.MISSING
            for day in days
        )
        return (words(f"report.counts.{column}"), *shown, _count(words, total))

    months = tuple(dates.month(day) for day in days)
    unit = str(facts.unit["unit_name"])
    return Table(
        words(f"report.{name}_title", unit=unit),
        (words("report.columns.count"), *months, words("report.columns.total")),
        tuple(cells(column) for column in columns),
        words(f"report.{name}_note"),
    )


def _count(words: Words, value: float | None) -> str:
    if value is None:
        return words("report.hidden")
    return numbers.count(value, words.lang)


def _method(facts: Facts, words: Words) -> tuple[str, ...]:
    say: Callable[..., str] = words
    as_of = dates.day(facts.build.data_as_of)
    return (
        say("report.method.share"),
        say("report.method.late"),
        say("report.method.hidden", n=MIN_PEOPLE),
        say("report.method.build", build=facts.build.build_id, day=as_of),
    )


def _frozen(words: Words, review: Review | None) -> tuple[str, ...]:
    if review is None or review.submission is None:
        return ()
    submission = review.submission
    digest = submission.said("figures")[:16]
    released = dates.day(review.steps[-1].event.day)
    named = {"day": dates.day(submission.day), "digest": digest, "released": released}
    return (words("report.method.frozen", **named),)
