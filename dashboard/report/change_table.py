"""Changes of a report, in readers' writing and as the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import dates, numbers
from dashboard.report.parts import Grid, Table
from dashboard.rows.changes import verdict_of, wave_name
from dashboard.rows.context import wave_of
from dashboard.words import Words
from warehouse.reviews.facts import Facts
from warehouse.rules.periods import span_of

Row = Mapping[str, Any]
MISSING = numbers.MISSING
MODEL_START = "model_start_date"
STARTING = ("commune", "centre")
"""Levels whose units start the model themselves."""
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


def names_of_waves(facts: Facts, words: Words) -> tuple[str, str]:
    """The two waves compared, by what they are and when; empty where there are none.

    Figures frozen before names were kept have the codes alone.
    """
    if facts.waves is None:
        return "", ""
    known = {row["wave_code"]: wave_of(row) for row in facts.rounds}
    before, after = (wave_name(words, known, code) for code in facts.waves)
    return before, after


def people_of_waves(facts: Facts, words: Words) -> tuple[str, ...]:
    """How many people gave the ballots of the waves compared, where some gave several.

    A sentence for each such wave; figures frozen before people were counted have none.
    """
    known = {row["wave_code"]: wave_of(row) for row in facts.rounds}
    pair = (known.get(code) for code in facts.waves or ())
    return tuple(
        words(
            "report.people",
            wave=wave_name(words, known, wave.code),
            n=numbers.count(wave.n_ballots, words.lang),
            people=numbers.count(wave.n_people, words.lang),
        )
        for wave in pair
        if wave is not None and wave.n_people is not None
    )


def is_in_model(facts: Facts) -> bool:
    """Whether a report of the unit is one of the model.

    A unit that starts the model itself is none of it before its first day; the units
    above carry out the model through those below. Figures frozen without that day are
    taken as before.
    """
    unit = facts.unit
    if unit["unit_level"] not in STARTING or MODEL_START not in unit:
        return True
    start = unit[MODEL_START]
    return start is not None and start < span_of(facts.period)[1]


def beside_verdict(facts: Facts, words: Words, row: Row) -> str:
    """What a change is not, or whose it is: the second sentence of every verdict."""
    status = row.get("model_status")
    if status == "not_started" and is_in_model(facts) and MODEL_START in facts.unit:
        return words("report.began_later", day=dates.day(facts.unit[MODEL_START]))
    if status in ("not_started", "starting"):
        return words(f"overview.{status}")
    return words("overview.not_effect")


def change_table(facts: Facts, words: Words) -> Table:
    """Before and after, for each question and factor."""
    unit = str(facts.unit["unit_name"])
    before, after = names_of_waves(facts, words)
    names = ("item", *NUMBERS_OF_CHANGE, "verdict")
    grid = Grid(
        words("report.sheets.change"),
        tuple(words(f"report.columns.{name}") for name in names),
        ("text", *(form for form, _ in NUMBERS_OF_CHANGE.values()), "text"),
        tuple(
            (
                item_name(facts, words, row),
                *numbers_of_change(row),
                verdict_word(words, row),
            )
            for row in facts.changes
        ),
    )
    return Table(
        words("report.change_title", unit=unit, before=before, after=after),
        tuple(words(f"report.columns.{name}") for name in CHANGE),
        tuple(_change_cells(facts, words, row) for row in facts.changes),
        " ".join((words("report.change_note"), *people_of_waves(facts, words))),
        grid,
    )


def numbers_of_change(row: Row) -> tuple[str | float, ...]:
    """The columns of `NUMBERS_OF_CHANGE` of a row; "—" where there is no number."""
    values = [row[column] for _, column in NUMBERS_OF_CHANGE.values()]
    return tuple(value if numbers.is_known(value) else MISSING for value in values)


def _change_cells(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    lang = words.lang
    range_ = numbers.interval(row["share_diff_low"], row["share_diff_high"], lang)
    is_known = numbers.is_known(row["share_diff"])
    return (
        item_name(facts, words, row),
        numbers.count(row["n_before"], lang),
        numbers.count(row["n_after"], lang),
        numbers.percent(row["share_before"], lang),
        numbers.percent(row["share_after"], lang),
        f"{numbers.change(row, lang)}\n{range_}" if is_known else MISSING,
        verdict_word(words, row),
    )


def verdict_word(words: Words, row: Row) -> str:
    """The verdict of a row in words, or what stands in its place."""
    is_compared = row["state"] != "shown" or row["verdict"] is not None
    return words(f"verdicts_short.{verdict_of(row) if is_compared else 'missing'}")


def item_name(facts: Facts, words: Words, row: Row) -> str:
    """The question or factor of a row of the changes, by its name."""
    code = str(row["item_code"])
    return facts.items.get(code) or words.or_else(f"report.items.{code}", code)
