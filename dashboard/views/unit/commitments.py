"""Commitments of the model in one unit, each beside all that the data hold on it.

What people say is one kind of evidence; dossiers, petitions and letters are others.
They stand side by side and are never made one number: a commitment is not a sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import badge, blocks, change_blocks, coverage, numbers, states
from dashboard.figures.dumbbell import change_text
from dashboard.periods import Span, choose_span
from dashboard.rows import changes
from dashboard.rows.changes import verdict_of
from dashboard.rows.commitments import items_of_commitments, newest_answers
from dashboard.rows.context import Criterion, Page
from dashboard.rows.held_registers import held_registers
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.letters import owed_letters

NOT_PROMISED = ("factor", "overall")
"""Kinds of criteria that no officer signs."""
# Commitment → words, whole and part of what the offices' own books show of it.
DOSSIERS = {
    "understood": ("sent_back", "n_with_steps", "n_sent_back"),
    "guide": ("sent_back", "n_with_steps", "n_sent_back"),
    "no_evasion": ("passed_on", "n_with_resolver", "n_passed_on"),
    "no_lateness": ("late", "n_with_due", "n_late_strict"),
}
_IN_TIME = ("in_time", "n_petitions_mature", "n_petitions_in_time")
PETITIONS = {
    "listen": _IN_TIME,
    "trust": ("reopened", "n_complaints", "n_complaints_reopened"),
    "no_harassment": ("upheld", "n_complaints_decided", "n_complaints_upheld"),
    "no_evasion": _IN_TIME,
}
LETTERS = {"apologise": "apology", "thank": "thanks"}
LOGGED = ("n_with_steps", "n_with_resolver")
"""Wholes of dossiers that say it at all: none of them is nothing known."""
PETITIONED = ("n_petitions_mature", "n_complaints", "n_complaints_decided")
"""Wholes that are unknown where no register of petitions speaks of the unit."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Evidence:
    """What the data hold on all commitments.

    Attributes:
        answers: Change of the question that shows a commitment, by its code.
        once: The newest wave that asked, of commitments no earlier wave asked about.
        asked: Commitments that a question shows, answered in this unit or not.
        books: Counts of dossiers, petitions and complaints of the period that are held.
        letters: Counts of letters owed by kind.
    """

    answers: Mapping[str, Row]
    once: Mapping[str, Row]
    asked: frozenset[str]
    books: Row
    letters: Mapping[str, Row]


def show_commitments(page: Page, unit: Unit, map_: str) -> None:
    """Draws the commitments in force at the end of a chosen period."""
    words, lang = page.words, page.lang
    span = choose_span(page)
    pairs = changes.wave_pairs(page)
    waves = changes.choose_waves(page, pairs) if pairs else None
    listed = [
        criterion
        for criterion in page.criteria.values()
        if criterion.kind not in NOT_PROMISED and criterion.holds_on(span.last)
    ]
    if not listed:
        states.nothing_found(words, "no_commitments")
        return
    held = _evidence(page, unit, map_, span, waves)
    title = words("commitments.title")
    blocks.heading(title, words("commitments.lead"))
    show_table([{"criterion": one} for one in listed], _columns(page, held), title)
    n_shown = sum(_is_shown(held, one.code) for one in listed)
    badge.show_badge(
        page,
        n=words("commitments.n", n=numbers.count(len(listed), lang)),
        coverage=coverage.part_of(page, n_shown, len(listed), "commitments"),
        source=badge.recorded_in(page, "all"),
        dates=badge.days(page, (span.first, span.last)),
    )
    blocks.note(words("commitments.note"))


def _evidence(
    page: Page, unit: Unit, map_: str, span: Span, waves: tuple[str, str] | None
) -> _Evidence:
    rows = changes.by_item(page, map_, unit.key, waves) if waves else []
    own = {row["item_code"]: row for row in rows}
    shown_by = items_of_commitments(page)
    found = {
        code: own.get(code) or own.get(shown_by.get(code, "")) for code in page.criteria
    }
    changed = {code: row for code, row in found.items() if row and _has_before(row)}
    newest = newest_answers(page, map_, unit.key)
    which = {"map": map_, "unit_key": unit.key, "period": span.period}
    books: dict[str, Any] = {}
    for name in ("unit_period", "unit_evidence"):
        answer = ask_if_built(page, name, **which)
        books |= answer.rows[0] if answer and answer.rows else {}
    unknown = {name for name in LOGGED if not books.get(name)}
    held = held_registers(page, unit, map_)
    if not held.speaks_of("petitions", span.first, span.last):
        unknown.update(PETITIONED)
    letters = owed_letters(page, unit, map_, span)
    return _Evidence(
        answers=changed,
        once={code: row for code, row in newest.items() if code not in changed},
        asked=frozenset(page.item_texts) | frozenset(shown_by),
        books={name: n for name, n in books.items() if name not in unknown},
        letters={row["letter_kind"]: row for row in letters.rows} if letters else {},
    )


def _has_before(row: Row) -> bool:
    """Whether both waves asked, so that there is something to compare."""
    return row["not_comparable_reason"] not in ("no_before", "no_after")


def _is_shown(held: _Evidence, code: str) -> bool:
    shown = (DOSSIERS.get(code), PETITIONS.get(code))
    by_books = any(one is not None and one[1] in held.books for one in shown)
    is_said = code in held.answers or code in held.once
    return is_said or by_books or LETTERS.get(code) in held.letters


def _columns(page: Page, held: _Evidence) -> tuple[Column, ...]:
    words = page.words

    def code(row: Row) -> str:
        criterion: Criterion = row["criterion"]
        return criterion.code

    def verdict(row: Row) -> str:
        answer = held.answers.get(code(row))
        return verdict_of(answer) if answer else "missing"

    return (
        Column(words("commitments.name"), lambda r: r["criterion"].name(page.lang)),
        Column(
            words("commitments.people"),
            lambda row: _said(page, held, code(row)),
        ),
        Column(
            words("commitments.change"),
            lambda row: _verdict_text(page, held, code(row)),
            verdict=verdict,
        ),
        Column(
            words("commitments.dossiers"),
            lambda row: _counted(page, held.books, DOSSIERS.get(code(row))),
        ),
        Column(
            words("commitments.petitions"),
            lambda row: _counted(page, held.books, PETITIONS.get(code(row))),
        ),
        Column(
            words("commitments.letters"),
            lambda row: _counted(
                page,
                held.letters.get(LETTERS.get(code(row), ""), {}),
                ("letters", "n_letters_owed", "n_letters_in_time"),
            ),
        ),
    )


def _verdict_text(page: Page, held: _Evidence, code: str) -> str:
    if code in held.answers:
        return page.words(f"verdicts_short.{verdict_of(held.answers[code])}")
    if code in held.once:
        return page.words("commitments.once")
    if code in held.asked:
        return page.words("commitments.unanswered")
    return page.words("overview.not_asked.short")


def _said(page: Page, held: _Evidence, code: str) -> str:
    """Shares satisfied before and after, with the change; of one wave where only one
    asked; nothing where nobody asks.
    """
    row, once = held.answers.get(code), held.once.get(code)
    if row is None:
        return _said_once(page, once) if once else numbers.MISSING
    kind = "known" if change_blocks.is_judged(row) else "unknown"
    return page.words(
        f"overview.answer.{kind}",
        before=numbers.percent(row["share_before"], page.lang),
        after=numbers.percent(row["share_after"], page.lang),
        change=change_text(row, page.words),
    )


def _said_once(page: Page, row: Row) -> str:
    """The share of one wave, on how many ballots; hidden where it is."""
    words, lang = page.words, page.lang
    if not numbers.is_known(row["share"]):
        return words("verdicts_short.suppressed")
    return words(
        "commitments.of_one_wave",
        wave=changes.wave_text(page, row["wave_code"]),
        share=numbers.percent(row["share"], lang, digits=0),
        n=numbers.count(row["n_people"], lang),
    )


def _counted(page: Page, row: Row, shown: tuple[str, str, str] | None) -> str:
    """A part of a whole in words; hidden where it is, nothing where none is held."""
    words, lang = page.words, page.lang
    if shown is None or shown[1] not in row:
        return numbers.MISSING
    what, whole, part = shown[0], row[shown[1]], row[shown[2]]
    if whole is None or part is None:
        return words("verdicts_short.suppressed")
    if not whole:
        is_open = what == "upheld" and row["n_complaints"] != 0
        none = words("commitments.none")
        return words("commitments.counted.none_decided") if is_open else none
    text = words(
        f"commitments.counted.{what}",
        part=numbers.count(part, lang),
        whole=numbers.count(whole, lang),
        share=numbers.percent(part / whole, lang),
    )
    if what == "upheld" and row.get("n_finished"):
        rate = 10_000 * part / row["n_finished"]
        shown_rate = numbers.decimal(rate, lang, digits=1)
        text += words("commitments.counted.per_10000", rate=shown_rate)
    return text
