"""Facts → sections: every number is a figure of the rows, in readers' writing.

Sentences on change are those of the pages, so a report never says more than the
verdict. What people must write themselves is left open, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import dates
from dashboard.periods import period_text
from dashboard.report.annex_sheets import sheets_beside
from dashboard.report.change_table import (
    beside_verdict,
    change_table,
    is_in_model,
    names_of_waves,
)
from dashboard.report.figures import change_figures, work_figures
from dashboard.report.months import month_parts
from dashboard.report.parts import Paragraph, Parts, Report, Section
from dashboard.report.required import required_parts
from dashboard.report.slides import slides_of
from dashboard.report.solutions import solutions_of
from dashboard.summary import sentence
from dashboard.words import Words
from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.reviews.facts import OVERALL, Facts
from warehouse.reviews.reviews import Review
from warehouse.reviews.text import ReviewText

OF_THE_ISSUER = ("authority", "number", "signer", "appendix_of")
"""What a report says of who writes it."""
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
        *change_figures(facts, words),
        *month_parts(words, facts, "work", WORK),
        *work_figures(facts, words),
        *month_parts(words, facts, "done", DONE),
    )
    until = Paragraph(words("report.until", day=dates.day(facts.build.data_as_of)))
    parts: dict[str, Parts] = {
        "lead": (
            until,
            Paragraph(words("report.see_appendix")),
            *_written(words, written, "lead"),
            *required_parts(facts, words),
            *month_parts(words, facts, "led", LED),
        ),
        "results": (
            *(_written(words, written, "results") if written else ()),
            *results,
        ),
        "limits": _written(words, written, "limits", "causes"),
        "solutions": solutions_of(words, written),
        "requests": _written(words, written, "requests"),
        **_remarks(review),
        "appendix": tuple(
            Paragraph(text)
            for text in (*_method(facts, words), *_frozen(words, review))
        ),
    }
    sections = (
        Section(words(f"report.sections.{name}"), part) for name, part in parts.items()
    )
    about = "title" if is_in_model(facts) else "title_before_model"
    title = words(f"report.{about}", period=period, unit=unit)
    return Report(
        unit,
        title,
        facts.build.is_simulated,
        tuple(sections),
        until.text,
        slides_of(facts, words, review),
        sheets_beside(facts, words),
        is_committee=is_committee(facts),
        addressee=words(f"report.addressees.{_reports_to(facts)}"),
    )


def is_committee(facts: Facts) -> bool:
    """Whether a People's Committee reports, and no office under one."""
    return str(facts.unit["unit_level"]) != "centre"


def _reports_to(facts: Facts) -> str:
    """Who the report goes to: a province alone names that itself."""
    return "own" if facts.unit["unit_level"] == "province" else "above"


def words_of_issuer(facts: Facts, words: Words) -> Words:
    """The words of a report in the name of who writes it."""
    if is_committee(facts):
        return words
    own = {n: words.entries[f"report.of_centre.{n}"] for n in OF_THE_ISSUER}
    return in_the_name_of(words, own)


def in_the_name_of(words: Words, own: Mapping[str, str]) -> Words:
    """Words of a report with those of another issuer in their place."""
    return Words(
        words.lang,
        dict(words.entries) | {f"report.{name}": text for name, text in own.items()},
    )


def _written(
    words: Words, written: ReviewText | None, *names: str
) -> tuple[Paragraph, ...]:
    """Words of people, a paragraph a line; open where nobody has written yet."""
    if written is None:
        return (Paragraph(words("report.own_words")),)
    lines = [line for name in names for line in written.sections[name].splitlines()]
    return tuple(Paragraph(line.strip()) for line in lines if line.strip())


def _change(facts: Facts, words: Words) -> Parts:
    if facts.waves is None:
        return (Paragraph(words("report.no_pair"), is_draft=True),)
    unit = str(facts.unit["unit_name"])
    if not facts.changes:
        before, after = names_of_waves(facts, words)
        text = words("report.no_ballots", unit=unit, before=before, after=after)
        return (Paragraph(text, is_gap=True),)
    overall = [row for row in facts.changes if row["item_code"] == OVERALL]
    sentences = [
        Paragraph(sentence(words, row, unit), is_draft=True) for row in overall
    ]
    notes = [Paragraph(beside_verdict(facts, words, row)) for row in overall[:1]]
    return (
        *(sentences or [Paragraph(words("report.no_pair"), is_draft=True)]),
        *notes,
        change_table(facts, words),
    )


def _method(facts: Facts, words: Words) -> tuple[str, ...]:
    say: Callable[..., str] = words
    as_of = dates.day(facts.build.data_as_of)
    return (
        say("report.method.share"),
        say("report.method.late"),
        say("report.method.hidden", n=MIN_PEOPLE),
        say("report.method.build", build=facts.build.build_id, day=as_of),
    )


def _remarks(review: Review | None) -> dict[str, Parts]:
    """What the Front remarked on what was released; no section where it did not."""
    lines = [
        line.strip()
        for event in (review.remarks if review else ())
        for line in event.said("text").splitlines()
    ]
    parts = tuple(Paragraph(line) for line in lines if line)
    return {"remarks": parts} if parts else {}


def _frozen(words: Words, review: Review | None) -> tuple[str, ...]:
    if review is None or review.submission is None:
        return ()
    submission = review.submission
    digest = submission.said("figures")[:16]
    released = dates.day(review.steps[-1].event.day)
    named = {"day": dates.day(submission.day), "digest": digest, "released": released}
    said = [words("report.method.frozen", **named)]
    if confirmed := review.confirmation:
        said.append(words("report.method.confirmed", day=dates.day(confirmed.day)))
    return tuple(said)
