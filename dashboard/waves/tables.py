"""Tables of a wave's report: for readers, and as numbers for a workbook."""

from __future__ import annotations

from dashboard import dates, numbers
from dashboard.report.parts import Grid, Table
from dashboard.rows.units import name_key
from dashboard.waves import sentences
from dashboard.waves.advice import SHORT_COUNTS, counts_by_unit
from dashboard.waves.facts import Row, WaveFacts
from dashboard.words import Words
from warehouse.waves.wave_result import UnitResult

MISSING = numbers.MISSING
MOST_OVERDUE = 12
# Column of the workbook → its format.
FIGURES = {
    "n": "count",
    "share": "share",
    "low": "share",
    "high": "share",
    "silent_low": "share",
    "silent_high": "share",
    "diff": "points",
    "verdict": "text",
    "gap": "points",
    "agreement": "text",
}
READ = ("limits", "n", "change", "agreement")


def item_table(facts: WaveFacts, words: Words, key: str) -> Table:
    """Every question of one unit."""
    rows = [
        (facts.texts.get(item, item), unit)
        for item, result in facts.by_item.items()
        for unit in result.units
        if unit.unit_key == key
    ]
    title = words("wave_report.items_title", unit=facts.units[key].name)
    return _table(words, "items", "item", title, rows)


def unit_table(facts: WaveFacts, words: Words) -> Table:
    """Every unit below, for the main question."""
    rows = [(facts.units[unit.unit_key].name, unit) for unit in facts.below]
    rows.sort(key=lambda row: name_key(row[0]))
    item = facts.main.item_code
    title = words("wave_report.units_title", question=facts.texts.get(item, item))
    return _table(words, "units", "name", title, rows)


def overdue_table(facts: WaveFacts, words: Words, rows: list[Row]) -> Table:
    """Recommendations past their day, the longest overdue first."""
    names = ("code", "name", "due_on", "days_overdue")
    headings = tuple(words(f"wave_report.columns.{name}") for name in names)
    shown = rows[:MOST_OVERDUE]
    cells = tuple(
        (
            str(row["recommendation_code"]),
            _unit_name(facts, row["unit_key"]),
            dates.day(row["due_on"]),
            numbers.count(row["days_overdue"], words.lang),
        )
        for row in shown
    )
    grid = Grid(
        words("wave_report.sheets.overdue"),
        headings,
        ("text", "text", "text", "count"),
        tuple(
            (*text[:3], float(row["days_overdue"]))
            for text, row in zip(cells, shown, strict=True)
        ),
    )
    note = words("wave_report.overdue_note", n=MOST_OVERDUE)
    return Table(words("wave_report.overdue_title"), headings, cells, note, grid)


def advice_table(facts: WaveFacts, words: Words) -> Table:
    """Recommendations of the Front to each unit: given, answered, done, overdue."""
    headings = tuple(
        words(f"wave_report.columns.{name}") for name in ("name", *SHORT_COUNTS)
    )
    counts = counts_by_unit(facts.recommendations)
    rows = sorted(
        ((_unit_name(facts, key), own) for key, own in counts.items()),
        key=lambda row: name_key(row[0]),
    )
    grid = Grid(
        words("wave_report.sheets.advice"),
        headings,
        ("text", *("count",) * len(SHORT_COUNTS)),
        tuple((name, *(float(own[n]) for n in SHORT_COUNTS)) for name, own in rows),
    )
    cells = tuple(
        (name, *(numbers.count(own[n], words.lang) for n in SHORT_COUNTS))
        for name, own in rows
    )
    note = words("wave_report.advice_note")
    return Table(words("wave_report.advice_title"), headings, cells, note, grid)


def _unit_name(facts: WaveFacts, key: str) -> str:
    return facts.units[key].name if key in facts.units else key


def _table(
    words: Words,
    sheet: str,
    first: str,
    title: str,
    rows: list[tuple[str, UnitResult]],
) -> Table:
    def heading(name: str) -> str:
        return words(f"wave_report.columns.{name}")

    grid = Grid(
        words(f"wave_report.sheets.{sheet}"),
        tuple(map(heading, (first, *FIGURES))),
        ("text", *FIGURES.values()),
        tuple((name, *_numbers(words, unit)) for name, unit in rows),
    )
    return Table(
        title,
        tuple(map(heading, (first, *READ))),
        tuple((name, *_cells(words, unit)) for name, unit in rows),
        words(f"wave_report.{sheet}_note"),
        grid,
    )


def _cells(words: Words, unit: UnitResult) -> tuple[str, ...]:
    if unit.asked is None:
        return (words("report.hidden"), *(MISSING,) * (len(READ) - 1))
    return (
        sentences.estimate(words, unit.asked),
        numbers.count(unit.n_answers, words.lang),
        sentences.short_change(words, unit.change),
        sentences.short_gap(words, unit.gap),
    )


def _numbers(words: Words, unit: UnitResult) -> tuple[str | float, ...]:
    """The columns of `FIGURES`; a word where there is no number."""
    if unit.asked is None:
        return (words("report.hidden"),) * len(FIGURES)
    silent, change, gap = unit.silent, unit.change, unit.gap
    is_changed = change is not None and change.verdict not in sentences.NOT_COMPARED
    is_held = gap is not None and gap.word not in sentences.NOT_COMPARED
    values = {
        "n": unit.n_answers,
        "share": unit.asked.share,
        "low": unit.asked.low,
        "high": unit.asked.high,
        "silent_low": silent.lower if silent else None,
        "silent_high": silent.upper if silent else None,
        "diff": change.diff if change and is_changed else None,
        "verdict": words(f"verdicts_short.{change.verdict}") if change else None,
        "gap": gap.gap if gap and is_held else None,
        "agreement": words(f"analysis.gap_short.{gap.word}") if gap else None,
    }
    return tuple(MISSING if value is None else value for value in values.values())
