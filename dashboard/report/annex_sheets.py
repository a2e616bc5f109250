"""Tables beside a report: the units right below, groups of people, scorecards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard import numbers
from dashboard.periods import period_text
from dashboard.report.change_table import (
    MISSING,
    NUMBERS_OF_CHANGE,
    names_of_waves,
    numbers_of_change,
    verdict_word,
)
from dashboard.report.parts import Grid, Sheet
from dashboard.rows.changes import group_name
from dashboard.words import Words
from warehouse.reviews.breakdowns import COUNTED
from warehouse.reviews.facts import Facts
from warehouse.reviews.scores import (
    Score,
    expected_changes,
    schemes_of,
    scores_of,
)

Row = Mapping[str, Any]


def sheets_beside(facts: Facts, words: Words) -> tuple[Sheet, ...]:
    """The sheets there are rows for."""
    unit = str(facts.unit["unit_name"])
    found = []
    if facts.below:
        period = period_text(words, facts.period)
        title = words("report.units_title", unit=unit, period=period)
        found.append(Sheet(title, words("report.units_note"), _units(facts, words)))
    if facts.groups and facts.waves:
        before, after = names_of_waves(facts, words)
        title = words("report.groups_title", unit=unit, before=before, after=after)
        found.append(Sheet(title, words("report.change_note"), _groups(facts, words)))
    return (*found, *_scorecards(facts, words))


def scorecard_note(scores: Sequence[Score], words: Words) -> str:
    """How many units have a score, keep their grade, and would change by chance."""
    known = [score for score in scores if score.total is not None]
    graded = [score for score in known if score.grade is not None]
    counts = {
        "n": len(scores),
        "n_known": len(known),
        "n_firm": sum(score.is_firm for score in graded),
    }
    lang = words.lang
    named = {name: numbers.count(n, lang) for name, n in counts.items()}
    other = numbers.decimal(expected_changes(scores), lang, digits=1)
    return words("scorecard.counts", other=other, **named)


def grade_text(score: Score, words: Words) -> str:
    """The grade where chance would not change it; else that it is not sure.

    "—" where there are no points to grade, or no grades.
    """
    if score.grade is None:
        return MISSING
    return rule_name(score.grade, words) if score.is_firm else words("scorecard.unsure")


def rule_name(rule: Row, words: Words) -> str:
    """A criterion or grade in the reader's language, as the province named it."""
    return str(rule.get(f"name_{words.lang}") or rule["name_vi"])


def _scorecards(facts: Facts, words: Words) -> Iterator[Sheet]:
    """Units × criteria of each scheme: points, how far chance moves them, share, n."""
    for nth, scheme in enumerate(schemes_of(facts.scorecard), start=1):
        scores = scores_of(facts.below, facts.scorecard, scheme)
        if not scores:
            continue
        headings = [words("report.columns.unit"), *_totals(words)]
        formats = ["text", "text", "score", "score", "score", "share"]
        for part in scores[0].parts:
            name = rule_name(part.criterion, words)
            weight = numbers.decimal(part.criterion["weight"], words.lang, digits=0)
            headings += [
                words(f"scorecard.of_part.{column}", name=name, weight=weight)
                for column in ("points", "low", "high", "share", "n")
            ]
            formats += ["score", "score", "score", "share", "count"]
        name = words("report.sheets.scorecard")
        grid = Grid(
            name if nth == 1 else f"{name} {nth}",
            tuple(headings),
            tuple(formats),
            tuple(_score_cells(score, words) for score in scores),
        )
        period = period_text(words, facts.period)
        title = words("scorecard.sheet", scheme=scheme, period=period)
        note = f"{scorecard_note(scores, words)} {words('scorecard.note')}"
        yield Sheet(title, note, grid)


def _totals(words: Words) -> Iterator[str]:
    for name in ("grade", "total", "low", "high", "p_other"):
        yield words(f"scorecard.columns.{name}")


def _score_cells(score: Score, words: Words) -> tuple[str | float, ...]:
    cells: list[str | float | None] = [score.unit, grade_text(score, words)]
    total = words("scorecard.not_known") if score.total is None else score.total
    cells += [total, score.low, score.high, score.p_other]
    for part in score.parts:
        gone = words("report.hidden") if part.is_hidden else MISSING
        cells += [
            gone if value is None else value
            for value in (part.points, part.low, part.high, part.share, part.n)
        ]
    return tuple(MISSING if cell is None else cell for cell in cells)


def _units(facts: Facts, words: Words) -> Grid:
    """Units × metrics: change, verdict, and each share with both its counts."""
    headings = [words("report.columns.unit"), *_change_headings(words)]
    formats = ["text", *_change_formats()]
    for name, (whole, part) in COUNTED.items():
        headings.append(words(f"unit_table.columns.{name}"))
        headings += [_name(words, part), _name(words, whole)]
        formats += ["share", "count", "count"]
    rows = tuple(_unit_cells(row, words) for row in facts.below)
    return Grid(words("report.sheets.units"), tuple(headings), tuple(formats), rows)


def _groups(facts: Facts, words: Words) -> Grid:
    headings = (words("report.columns.group"), *_change_headings(words))
    rows = tuple(
        (
            group_name(words, row),
            *numbers_of_change(row),
            verdict_word(words, row),
        )
        for row in facts.groups
    )
    formats = ("text", *_change_formats())
    return Grid(words("report.sheets.groups"), headings, formats, rows)


def _change_headings(words: Words) -> tuple[str, ...]:
    return tuple(words(f"report.columns.{n}") for n in (*NUMBERS_OF_CHANGE, "verdict"))


def _change_formats() -> tuple[str, ...]:
    return (*(form for form, _ in NUMBERS_OF_CHANGE.values()), "text")


def _name(words: Words, column: str) -> str:
    counts = words.or_else(f"report.counts.{column}", "")
    return counts or words(f"reviews.figure_names.{column}")


def _unit_cells(row: Row, words: Words) -> tuple[str | float, ...]:
    counted: list[str | float] = []
    for whole, part in COUNTED.values():
        counted += _counted(words, row[whole], row[part])
    verdict = verdict_word(words, row)
    return (str(row["unit_name"]), *numbers_of_change(row), verdict, *counted)


def _counted(
    words: Words, whole: float | None, part: float | None
) -> tuple[str | float, ...]:
    """Share, part and whole; of nothing recorded there is no share, nor a zero."""
    if whole == 0:
        return (MISSING,) * 3
    hidden = words("report.hidden")
    known = [hidden if value is None else value for value in (part, whole)]
    share = hidden if whole is None or part is None else part / whole
    return (share, *known)
