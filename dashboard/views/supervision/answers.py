"""What people say of how the model is carried out, by question and by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import address, badge, blocks, coverage, dates, numbers, states
from dashboard.failures import own_part
from dashboard.rows import changes
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import asked_units, name_key
from dashboard.tables import Column, show_table
from dashboard.views.independent.downloads import offer_report
from dashboard.waves.advice import SHORT_COUNTS, counts_by_unit
from dashboard.waves.results import frames_of
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.analysis import estimates_of
from warehouse.waves.wave_result import Estimate

Row = Mapping[str, Any]


def show_answers(page: Page) -> None:
    """Draws one wave of supervision: each question, then each unit."""
    words = page.words
    waves = [wave for wave in page.waves.values() if wave.stream == "supervision"]
    waves.sort(key=lambda wave: str(wave.opened_on), reverse=True)
    if not waves:
        states.nothing_found(words, "no_supervision")
        return
    code = address.choose(
        "supervision_wave",
        words("response.wave"),
        [wave.code for wave in waves],
        default=waves[0].code,
        shown=lambda code: changes.wave_text(page, code),
    )
    answer = ask_if_built(page, "supervision_answers", wave_code=code)
    if answer is None or not answer.rows:
        states.nothing_found(words, "no_supervision")
        return
    frames = frames_of(Settings.from_environment(), code, page.units)
    rows = [
        row for row in _estimated(answer.rows, frames) if row["unit_key"] in page.units
    ]
    below = [row for row in rows if row["unit_level"] != "province"]
    top = [row for row in rows if row["unit_level"] == "province"]
    n_units = len({row["unit_key"] for row in below})
    if top or n_units == 1:
        _questions(page, code, top or below)
    if n_units > 1:
        _units(page, code, below)
    above = words(f"supervision.above_units.{(top or below)[0]['weighted_by']}")
    drawn = "drawn" if frames else "undrawn"
    blocks.note(words(f"supervision.limits_are.{drawn}", above=above))
    if page.scope.role == FRONT:
        offer_report(page, code)


def _estimated(rows: Sequence[Row], frames: Mapping[str, int]) -> list[Row]:
    """Rows with their share and limits by the design; none below the least number."""
    by_item: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_item[row["item_code"]].append(row)
    found = {item: estimates_of(own, frames) for item, own in by_item.items()}
    return [
        {**row, "estimate": _told(row, found[row["item_code"]].get(row["unit_key"]))}
        for row in rows
    ]


def _told(row: Row, found: tuple[Estimate, float] | None) -> Estimate | None:
    is_few = (row["n_answers"] or 0) < (row["least_n"] or 1)
    return None if found is None or is_few else found[0]


@own_part()
def _questions(page: Page, code: str, rows: Sequence[Row]) -> None:
    words = page.words
    name = page.units[rows[0]["unit_key"]].name
    title = words("supervision.questions_title", unit=name)
    blocks.heading(title, words("supervision.questions_lead"))
    first = Column(
        words("tables.question"), lambda row: changes.item_text(page, row["item_code"])
    )
    show_table(rows, (first, *_figures(page)), title)
    most = max((row["n_answers"] or 0 for row in rows), default=0)
    _badge(page, code, rows, coverage.of_round(page, code, most or None))
    blocks.note(words("supervision.answers_note"))


@own_part()
def _units(page: Page, code: str, rows: Sequence[Row]) -> None:
    words = page.words
    title = words("supervision.by_unit_title")
    blocks.heading(title, words("supervision.by_unit_lead"))
    items = sorted({row["item_code"] for row in rows})
    item = address.choose(
        "supervision_item",
        words("items.label"),
        items,
        default=items[0],
        shown=lambda item_code: changes.item_text(page, item_code),
    )
    listed = [
        {**row, "name": page.units[row["unit_key"]].name}
        for row in rows
        if row["item_code"] == item
    ]
    listed.sort(key=lambda row: name_key(row["name"]))
    first = Column(words("tables.name"), lambda row: str(row["name"]))
    told = [row for row in listed if row["estimate"] is not None]
    if not told and len(listed) > 1:
        least = numbers.count(max(row["least_n"] or 1 for row in listed), page.lang)
        blocks.note(words("supervision.none_enough", least=least))
    figures = _figures(page) if told else _figures(page)[:1]
    show_table(listed, (first, *figures, *_advice(page)), title)
    blocks.note(words("supervision.advice_note"))
    n_all = len(asked_units(page.units.values()))
    asked = coverage.part_of(page, len(listed), max(n_all, len(listed)), "asked")
    _badge(page, code, listed, asked)
    if len(listed) < n_all:
        n = numbers.count(n_all - len(listed), page.lang)
        blocks.note(words("supervision.not_asked", n=n))


def _badge(page: Page, code: str, rows: Sequence[Row], covered: str) -> None:
    badge.show_badge(
        page,
        n=badge.n_between(page, [row["n_answers"] for row in rows]),
        coverage=covered,
        source=badge.asked_by(page, [code]),
        dates=page.words("response.opened", day=dates.day(page.waves[code].opened_on)),
    )


def _figures(page: Page) -> tuple[Column, ...]:
    words, lang = page.words, page.lang

    def share(row: Row) -> str:
        if row["state"] == "suppressed":
            return words("verdicts_short.suppressed")
        if row["estimate"] is None:
            return words("verdicts_short.too_few")
        return numbers.percent(row["estimate"].share, lang)

    def limits(row: Row) -> str:
        found = row["estimate"]
        if found is None:
            return numbers.MISSING
        low, high = (numbers.percent(end, lang) for end in (found.low, found.high))
        return f"[{low}; {high}]"

    return (
        Column(
            words("supervision.n_answers"),
            lambda row: numbers.count(row["n_answers"], lang),
            is_number=True,
        ),
        Column(words("supervision.satisfied"), share, is_number=True),
        Column(words("supervision.limits"), limits, is_number=True),
    )


def _advice(page: Page) -> tuple[Column, ...]:
    """Recommendations to the unit, of all bodies and years; a dash where none."""
    answer = ask_if_built(page, "recommendations")
    if answer is None:
        return ()
    words, lang = page.words, page.lang
    counts = counts_by_unit(answer.rows)

    def count(name: str) -> Column:
        def cell(row: Row) -> str:
            own = counts.get(row["unit_key"])
            return numbers.count(own[name], lang) if own else numbers.MISSING

        return Column(words(f"supervision.columns.{name}"), cell, is_number=True)

    return tuple(map(count, SHORT_COUNTS))
