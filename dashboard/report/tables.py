"""Changes of a report, in readers' writing and as the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import numbers
from dashboard.report.parts import Grid, Table
from dashboard.rows.changes import verdict_of
from dashboard.words import Words
from warehouse.reviews.beside import COUNTED
from warehouse.reviews.facts import Facts

Row = Mapping[str, Any]
MISSING = numbers.MISSING
CHANGE = ("item", "n_before", "n_after", "before", "after", "change", "verdict")
# Column of the workbook → format and column of the rows.
NUMBERS_OF_CHANGE = {
    "n_before": ("count", "n_before"),
    "n_after": ("count", "n_after"),
    "before": ("share", "share_before"),
    "after": ("share", "share_after"),
    "change": ("points", "share_diff"),
    "low": ("points", "share_diff_low"),
    "high": ("points", "share_diff_high"),
}


def change_table(facts: Facts, words: Words, waves: tuple[str, str]) -> Table:
    """Before and after, for each question and factor."""
    unit = str(facts.unit["unit_name"])
    before, after = waves
    names = ("item", *NUMBERS_OF_CHANGE, "verdict")
    grid = Grid(
        words("report.sheets.change"),
        tuple(words(f"report.columns.{name}") for name in names),
        ("text", *(form for form, _ in NUMBERS_OF_CHANGE.values()), "text"),
        tuple(
            (
                _item(facts, words, row),
                *_numbers_of_change(row),
                words(f"verdicts_short.{verdict_of(row)}"),
            )
            for row in facts.changes
        ),
    )
    return Table(
        words("report.change_title", unit=unit, before=before, after=after),
        tuple(words(f"report.columns.{name}") for name in CHANGE),
        tuple(_change_cells(facts, words, row) for row in facts.changes),
        words("report.change_note"),
        grid,
    )


def units_grid(facts: Facts, words: Words) -> Grid | None:
    """Units below × metrics: change, verdict, and each share with both counts."""
    if not facts.below:
        return None
    headings = [words("tables.name")]
    headings += [words(f"report.columns.{name}") for name in NUMBERS_OF_CHANGE]
    headings.append(words("unit_table.columns.verdict"))
    formats = ["text", *(form for form, _ in NUMBERS_OF_CHANGE.values()), "text"]
    for name in COUNTED:
        title = words(f"unit_table.columns.{name}")
        headings += [title, words("duties.part"), words("duties.whole")]
        formats += ["share", "count", "count"]
    rows = tuple(_unit_cells(row, words) for row in facts.below)
    name = words("report.sheets.units")
    return Grid(name, tuple(headings), tuple(formats), rows)


def _unit_cells(row: Row, words: Words) -> tuple[str | float, ...]:
    counted: list[str | float] = []
    for whole, part in COUNTED.values():
        counted += _counted(words, row[whole], row[part])
    verdict = words(f"verdicts_short.{verdict_of(row)}")
    return (str(row["unit_name"]), *_numbers_of_change(row), verdict, *counted)


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


def _numbers_of_change(row: Row) -> tuple[str | float, ...]:
    values = [row[column] for _, column in NUMBERS_OF_CHANGE.values()]
    return tuple(value if numbers.is_known(value) else MISSING for value in values)


def _change_cells(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    lang = words.lang
    range_ = numbers.interval(row["share_diff_low"], row["share_diff_high"], lang)
    is_known = numbers.is_known(row["share_diff"])
    return (
        _item(facts, words, row),
        numbers.count(row["n_before"], lang),
        numbers.count(row["n_after"], lang),
        numbers.percent(row["share_before"], lang),
        numbers.percent(row["share_after"], lang),
        f"{numbers.points(row['share_diff'], lang)}\n{range_}" if is_known else MISSING,
        words(f"verdicts_short.{verdict_of(row)}"),
    )


def _item(facts: Facts, words: Words, row: Row) -> str:
    code = str(row["item_code"])
    return facts.items.get(code) or words.or_else(f"report.items.{code}", code)
