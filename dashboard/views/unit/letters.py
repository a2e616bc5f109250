"""Letters the unit owes, what became of them, and those sent month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.periods import Span, choose_span, span_text
from dashboard.rows.context import Page
from dashboard.rows.held_registers import held_registers
from dashboard.rows.if_built import ask_if_built, may_ask
from dashboard.rows.unit_choice import narrowed_to
from dashboard.rows.units import Unit
from dashboard.tables import Column, show_table
from dashboard.views.unit.letters_below import show_letters_below
from dashboard.views.unit.print_letters import show_printing
from warehouse.read import Answer

COUNTS = ("owed", "sent", "in_time", "exempt", "missing", "waiting")
STATES = ("missing", "waiting", "sent_late", "in_time", "exempt")
ALL = "all"
KINDS = ("apology", "thanks", "congratulation", "condolence")
SENT = (
    "n_letters_apology",
    "n_letters_thanks",
    "n_letters_congratulation",
    "n_letters_condolence",
    "n_late_strict",
    "n_late_with_apology",
)
N_SHOWN = 100

Row = Mapping[str, Any]


def show_letters(page: Page, unit: Unit, map_: str) -> None:
    """Draws what is owed in a period, each letter where one may know, and the sent."""
    words = page.words
    span = choose_span(page)
    is_own = may_ask(page, "own_letters")
    answer = owed_letters(page, unit, map_, span)
    title = words("letters.title")
    blocks.heading(title, words("letters.lead" if is_own else "letters.lead_in_tens"))
    if answer is None:
        states.nothing_found(words, "not_in_build")
        return
    if answer.rows:
        _balance(page, answer.rows, title, span)
        _known_since(page, unit, map_, span)
    else:
        states.nothing_found(words, "no_letters_owed")
    if is_own and answer.rows:
        _one_by_one(page, unit, span)
        show_printing(page, unit, span)
    show_letters_below(page, unit, map_, span)
    _sent(page, unit, map_, span)


def owed_letters(page: Page, unit: Unit, map_: str, span: Span) -> Answer | None:
    """Letters owed by kind: exact for who answers for the unit, in tens for others."""
    if may_ask(page, "own_letters"):
        return ask_if_built(
            page,
            "own_letters",
            reader_unit_key=narrowed_to(page, unit),
            since=span.first,
            until=span.last,
        )
    return ask_if_built(
        page, "unit_letters", map=map_, unit_key=unit.key, period=span.period
    )


def _balance(page: Page, rows: Sequence[Row], title: str, span: Span) -> None:
    words, lang = page.words, page.lang
    kind = Column(
        words("letters.kind"), lambda row: words(f"letters.kinds.{row['letter_kind']}")
    )
    counts = (
        Column(
            words(f"letters.counts.{name}"),
            # the default binds the name of this turn
            lambda row, name=name: numbers.count(row[f"n_letters_{name}"], lang),  # type: ignore[misc]
            is_number=True,
        )
        for name in COUNTS
    )
    ordered = sorted(rows, key=lambda row: KINDS.index(row["letter_kind"]))
    show_table(ordered, (kind, *counts), title)
    owed = sum(row["n_letters_owed"] or 0 for row in rows)
    sent = sum(row["n_letters_sent"] or 0 for row in rows)
    badge.show_badge(
        page,
        n=words("letters.n_owed", n=numbers.count(owed, lang)),
        coverage=coverage.part_of(page, sent, owed, "letters"),
        source=badge.recorded_in(page, "letters"),
        dates=badge.days(page, (span.first, span.last)),
    )
    blocks.note(words("letters.note"))


def _known_since(page: Page, unit: Unit, map_: str, span: Span) -> None:
    """Says where no register tells a letter that was not sent from one not written."""
    words = page.words
    months = held_registers(page, unit, map_).months_of("letters")
    if months is None:
        blocks.note(words("letters.not_held"))
        return
    first, last = months
    if first > span.first.replace(day=1) or last < span.last.replace(day=1):
        ends = {"first": dates.month(first), "last": dates.month(last)}
        blocks.note(words("letters.held", **ends))


@own_part()
def _one_by_one(page: Page, unit: Unit, span: Span) -> None:
    words, lang = page.words, page.lang
    state = address.choose(
        "letters",
        words("letters.state"),
        STATES,
        default=STATES[0],
        shown=lambda name: words(f"letters.states.{name}"),
        is_short=True,
        is_label_hidden=True,
    )
    kind = address.choose(
        "letter",
        words("letters.kind"),
        (ALL, *KINDS),
        default=ALL,
        shown=lambda name: words(f"letters.kinds.{name}"),
    )
    answer = ask_if_built(
        page,
        "owed_letter_list",
        reader_unit_key=narrowed_to(page, unit),
        letter_kind=kind,
        state=state,
        since=span.first,
        until=span.last,
    )
    if answer is None or not answer.rows:
        states.nothing_found(words, "no_such_letters")
        return
    rows = answer.rows
    n = numbers.count(len(rows), lang)
    title_key = "letters.listed_more" if answer.is_cut else "letters.listed"
    title = words(title_key, state=words(f"letters.states.{state}"), n=n)
    show_table(rows[:N_SHOWN], _list_columns(page), title)
    badge.show_badge(
        page,
        n=words("letters.n_matters", n=n),
        coverage=words("coverage.cut")
        if answer.is_cut
        else coverage.part_of(page, min(len(rows), N_SHOWN), len(rows), "listed"),
        source=badge.recorded_in(page, "letters"),
        dates=badge.days(page, (span.first, span.last)),
    )
    blocks.note(words("letters.masked"))


def _list_columns(page: Page) -> tuple[Column, ...]:
    words = page.words

    def day(name: str) -> Column:
        return Column(words(f"letters.{name}"), lambda row: dates.day(row[name]))

    return (
        Column(
            words("letters.kind"),
            lambda row: words(f"letters.kinds.{row['letter_kind']}"),
        ),
        Column(
            words("letters.occasion"),
            lambda row: words(f"letters.occasions.{row['occasion']}"),
        ),
        Column(words("letters.matter"), lambda row: f"•••\u00a0{row['matter_ending']}"),
        Column(
            words("cases.procedure"),
            lambda row: str(row["procedure_name"] or numbers.MISSING),
        ),
        Column(
            words("letters.unit"), lambda row: str(row["unit_name"] or numbers.MISSING)
        ),
        day("occasion_on"),
        day("due_on"),
        day("sent_on"),
        Column(
            words("letters.exempt_reason"),
            lambda row: (
                words(f"letters.reasons.{row['exempt_reason']}")
                if row["exempt_reason"]
                else numbers.MISSING
            ),
        ),
    )


def _sent(page: Page, unit: Unit, map_: str, span: Span) -> None:
    words, lang = page.words, page.lang
    held = held_registers(page, unit, map_)
    months = [row for row in held.rows if span.first <= row["month"] <= span.last]
    if not months:
        return
    title = words("duties.letters_title")
    lead = words("duties.letters_lead", period=span_text(words, span))
    blocks.heading(title, lead)
    if not held.knows_any(SENT[:4], months):
        register = words("report.registers.letters")
        blocks.note(words("report.nothing_held", register=register, unit=unit.name))
        return
    month = Column(words("export.columns.month"), lambda row: dates.month(_month(row)))
    counts = (
        Column(
            words(f"duties.{name}"),
            lambda row, name=name: numbers.count(held.value(row, name), lang),  # type: ignore[misc]
            is_number=True,
        )
        for name in SENT
    )
    show_table(months, (month, *counts), title)
    n = sum(held.value(row, name) or 0 for row in months for name in SENT[:4])
    badge.show_badge(
        page,
        n=words("duties.n_letters", n=numbers.count(n, lang)),
        coverage=coverage.part_of(page, len(months), _n_months(span), "months"),
        source=badge.recorded_in(page, "registers"),
        dates=badge.months(page, months[-1]["month"], months[0]["month"]),
    )


def _n_months(span: Span) -> int:
    years = span.last.year - span.first.year
    return years * 12 + span.last.month - span.first.month + 1


def _month(row: Row) -> date:
    found: date = row["month"]
    return found
