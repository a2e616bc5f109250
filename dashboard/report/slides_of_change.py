"""Slides on what people answered: the verdict, where it holds, and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard import numbers
from dashboard.report.change_table import (
    beside_verdict,
    item_name,
    names_of_waves,
    people_of_waves,
    verdict_word,
)
from dashboard.report.parts import Chart, Slide, SmallTable, cut
from dashboard.rows.changes import group_name, verdict_of
from dashboard.summary import sentence
from dashboard.theme import LOOKS, VERDICTS
from dashboard.words import Words
from warehouse.reviews.facts import OVERALL, Facts

Row = Mapping[str, Any]
MOST_NAMES = 6
MOST_OF_A_QUESTION = 60


def verdict(facts: Facts, words: Words) -> Slide:
    """The change of satisfaction as a whole, and of each factor."""
    overall = [row for row in facts.changes if row["item_code"] == OVERALL]
    if not overall or facts.waves is None:
        return Slide("verdict", _no_change(facts, words), None, words("slides.no_n"))
    text = sentence(words, dict(overall[0]), str(facts.unit["unit_name"]))
    shown = [
        row
        for row in facts.changes
        if row["item_code"] == OVERALL or row["item_kind"] == "factor"
        if numbers.is_known(row["share_before"])
        and numbers.is_known(row["share_after"])
    ]
    before, after = names_of_waves(facts, words)
    chart = Chart(
        tuple(item_name(facts, words, row) for row in shown),
        (
            (_capital(before), _values(shown, "share_before")),
            (_capital(after), _values(shown, "share_after")),
        ),
        "share",
        under=tuple(_sign_and_n(words, row) for row in shown),
        intervals=tuple(_of_after(row) for row in shown),
    )
    ns = [f"{item_name(facts, words, row)}: {_n(words, row)}" for row in shown]
    people = people_of_waves(facts, words)
    notes = "\n".join((words("report.method.share"), *ns, *people))
    second = beside_verdict(facts, words, overall[0])
    picture = chart if shown else None
    return Slide("verdict", text, picture, notes, second=second)


def where(facts: Facts, words: Words) -> Slide:
    """How many units below have which verdict, and which units.

    A unit with none below asks of its questions instead: nothing else says where in
    its service something changed.
    """
    kind = "where" if facts.below else "items"
    questions = [row for row in facts.changes if row["item_kind"] == "item"]
    if facts.waves is None:
        return Slide(kind, words("report.no_pair"), None, words("slides.no_n"))
    if facts.below:
        named = [(str(row["unit_name"]), row) for row in facts.below]
        return _by_verdict(words, kind, named)
    if not questions:
        return Slide(kind, _no_change(facts, words), None, words("slides.no_n"))
    asked = [
        (cut(item_name(facts, words, row), MOST_OF_A_QUESTION), row)
        for row in questions
    ]
    return _by_verdict(words, kind, asked)


def for_whom(facts: Facts, words: Words) -> Slide:
    """How many groups of people have which verdict, and which groups."""
    if not facts.groups:
        return Slide("groups", words("slides.no_groups"), None, words("slides.no_n"))
    named = [(group_name(words, row), row) for row in facts.groups]
    return _by_verdict(words, "groups", named)


def _by_verdict(words: Words, kind: str, named: Iterable[tuple[str, Row]]) -> Slide:
    found: dict[str, list[str]] = defaultdict(list)
    notes = []
    lang = words.lang
    for name, row in named:
        found[_order_key(row)].append(name)
        change = numbers.change(row, lang)
        verdict_ = verdict_word(words, row)
        notes.append(f"{name}: {verdict_}, {change}, {_n(words, row)}")
    order = [verdict_ for verdict_ in VERDICTS if verdict_ in found]
    order += sorted(found.keys() - set(order))
    rows = tuple(
        (
            words(f"verdicts_short.{verdict_}"),
            numbers.count(len(found[verdict_]), lang),
            _names(words, found[verdict_]),
        )
        for verdict_ in order
    )
    counts = "; ".join(f"{row[0]}: {row[1]}" for row in rows)
    total = numbers.count(len(notes), lang)
    text = words(f"slides.{kind}", n=total, counts=counts)
    headings = tuple(words(f"slides.columns.{name}") for name in ("verdict", "n", kind))
    method = words("slides.item_notes" if kind == "items" else "slides.verdict_notes")
    return Slide(kind, text, SmallTable(headings, rows), "\n".join((method, *notes)))


def _order_key(row: Row) -> str:
    is_missing = row["state"] == "shown" and row["verdict"] is None
    return "missing" if is_missing else verdict_of(row)


def _names(words: Words, names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    n_more = len(names) - MOST_NAMES
    return f"{shown} {words('slides.and_more', n=n_more)}" if n_more > 0 else shown


def _no_change(facts: Facts, words: Words) -> str:
    if facts.waves is None or facts.changes:
        return words("report.no_pair")
    before, after = names_of_waves(facts, words)
    unit = str(facts.unit["unit_name"])
    return words("report.no_ballots", unit=unit, before=before, after=after)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _n(words: Words, row: Row) -> str:
    n = (numbers.count(row[name], words.lang) for name in ("n_before", "n_after"))
    return "n = " + " / ".join(n)


def _sign_and_n(words: Words, row: Row) -> str:
    """What the verdict of the row is, by its sign, and the ballots it rests on."""
    return f"{LOOKS[_order_key(row)].sign} {_n(words, row)}"


def _of_after(row: Row) -> tuple[float, float] | None:
    """Where the share after may lie as seen from the one before."""
    ends = (row["share_diff_low"], row["share_diff_high"])
    if not all(map(numbers.is_known, ends)):
        return None
    low, high = (float(row["share_before"]) + float(end) for end in ends)
    return max(low, 0.0), min(high, 1.0)


def _values(rows: Iterable[Row], name: str) -> tuple[float | None, ...]:
    return tuple(float(row[name]) for row in rows)
