"""Slides on the unit's own work: complaints, lateness, letters and meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard import dates, numbers
from dashboard.report.months import known_counts, known_months
from dashboard.report.parts import Chart, Slide, SmallTable
from dashboard.report.required import required_sentence
from dashboard.rows.months import targets_by_month
from dashboard.words import Words
from warehouse.reviews.facts import Facts
from warehouse.reviews.registers import REGISTER_OF, REGISTERS

LATE = "late_strict_share"
_MEETINGS = tuple(
    column for column in REGISTERS["meetings"][1] if column != "n_meetings_led_by_head"
)


def complaints(facts: Facts, words: Words) -> Slide:
    """Petitions and feedback by month, and how many were found right."""
    return _by_month(facts, words, "complaints", ("n_petitions", "n_upheld"))


def lateness(facts: Facts, words: Words) -> Slide:
    """Share of finished dossiers later than their first promise, by month."""
    due = dict(known_counts(facts, "n_with_due"))
    late = dict(known_counts(facts, "n_late_strict"))
    months = [month for month in due if due[month] and late[month] is not None]
    if not months:
        return _nothing(facts, words, "lateness", "n_with_due")
    whole, part = (sum(of[month] or 0 for month in months) for of in (due, late))
    lang = words.lang
    text = words(
        "slides.lateness",
        when=_when(facts, words, "n_with_due"),
        part=numbers.count(part, lang),
        whole=numbers.count(whole, lang),
        share=numbers.percent(part / whole, lang),
    )
    shares = tuple((late[month] or 0) / (due[month] or 1) for month in months)
    targets = _late_targets(facts, months)
    most = _most(words, targets)
    chart = Chart(
        tuple(dates.month(month) for month in months),
        ((words("slides.late_share"), shares),),
        "share",
        None if most is None else (words("slides.late_target", most=most), targets),
        under=tuple(f"n = {numbers.count(due[month], lang)}" for month in months),
    )
    if most is not None:
        text = f"{text} {_kept(words, shares, targets, most)}"
    ns = [
        f"{dates.month(month)}: {numbers.count(late[month], lang)}/"
        f"{numbers.count(due[month], lang)}"
        for month in months
    ]
    return Slide("lateness", text, chart, "\n".join((words("report.method.late"), *ns)))


def _late_targets(facts: Facts, months: list[date]) -> tuple[float | None, ...]:
    rows = [row for row in facts.targets or () if row["measure"] == LATE]
    found = targets_by_month(rows, lower_is_better=True)
    return tuple(found.get(month) for month in months)


def _most(words: Words, targets: tuple[float | None, ...]) -> str | None:
    """The targets of some months in words; None where none was set."""
    known = [target for target in targets if target is not None]
    if not known:
        return None
    least, most = (numbers.percent(of(known), words.lang) for of in (min, max))
    return most if least == most else words("slides.by_month", least=least, most=most)


def _kept(
    words: Words,
    shares: tuple[float, ...],
    targets: tuple[float | None, ...],
    most: str,
) -> str:
    """How many months kept to their target."""
    pairs = zip(shares, targets, strict=True)
    kept = [share <= target for share, target in pairs if target is not None]
    return words(
        "slides.kept_target",
        most=most,
        kept=numbers.count(sum(kept), words.lang),
        n=numbers.count(len(kept), words.lang),
    )


def letters(facts: Facts, words: Words) -> Slide:
    """Letters sent, by kind."""
    return _sums(facts, words, "letters", REGISTERS["letters"][1])


def meetings(facts: Facts, words: Words) -> Slide:
    """Meetings asked for and held, and issues raised and resolved there."""
    slide = _sums(facts, words, "meetings", _MEETINGS)
    asked = required_sentence(facts, words)
    return replace(slide, sentence=f"{asked} {slide.sentence}".strip())


def _by_month(facts: Facts, words: Words, kind: str, columns: tuple[str, ...]) -> Slide:
    known = {column: known_counts(facts, column) for column in columns}
    first = known[columns[0]]
    if not first:
        return _nothing(facts, words, kind, columns[0])
    named = {column: _sum(words, [n for _, n in known[column]]) for column in columns}
    chart = Chart(
        tuple(dates.month(month) for month, _ in first),
        tuple(
            (
                words(f"report.counts.{column}"),
                tuple(None if n is None else float(n) for _, n in known[column]),
            )
            for column in columns
        ),
        "count",
    )
    hidden = words("slides.hidden_months")
    notes = "\n".join((words(f"slides.{kind}_notes"), hidden))
    text = words(f"slides.{kind}", when=_when(facts, words, columns[0]), **named)
    return Slide(kind, text, chart, notes)


def _when(facts: Facts, words: Words, column: str) -> str:
    """The period, or the months of it that a register speaks of."""
    months = known_months(facts, column)
    return words(f"slides.{'in_months' if months else 'in_period'}", months=months)


def _sums(facts: Facts, words: Words, kind: str, columns: tuple[str, ...]) -> Slide:
    known = {column: [n for _, n in known_counts(facts, column)] for column in columns}
    if not any(known.values()):
        return _nothing(facts, words, kind, columns[0])
    rows = tuple(
        (words(f"report.counts.{column}"), _sum(words, values))
        for column, values in known.items()
    )
    headings = (words("report.columns.count"), words("report.columns.total"))
    sums = {column: value for column, (_, value) in zip(columns, rows, strict=True)}
    text = words(f"slides.{kind}", when=_when(facts, words, columns[0]), **sums)
    return Slide(kind, text, SmallTable(headings, rows), words(f"slides.{kind}_notes"))


def _sum(words: Words, values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return words("report.hidden")
    return numbers.count(sum(known), words.lang)


def _nothing(facts: Facts, words: Words, kind: str, column: str) -> Slide:
    register = words(f"report.registers.{REGISTER_OF[column]}")
    unit = str(facts.unit["unit_name"])
    text = words("report.nothing_held", register=register, unit=unit)
    return Slide(kind, text, None, words("slides.no_n"))
