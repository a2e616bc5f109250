"""Officers as the pages show them: named by rights, banded, alphabetical."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.rows.thresholds import thresholds_of
from dashboard.rows.units import person_key
from dashboard.words import Words

Row = dict[str, Any]
# Most people have enough ballots only over a year; shorter periods follow.
PERIOD_TYPES = ("year", "half", "quarter", "month")
# What is asked of an officer first; other measures follow as the build names them.
FIRST_MEASURE = "satisfied_share"


class Choice(NamedTuple):
    """Which figures of officers are looked at."""

    period_type: str
    period: str
    measure: str


def measure_name(words: Words, choice: Choice) -> str:
    """What is looked at, in words."""
    return words.or_else(f"officer_measures.{choice.measure}", choice.measure)


def periods(page: Page) -> list[Row]:
    """Period types, periods and measures of this build, the latest first."""
    return ask(page, "officer_periods").rows


def officers(page: Page, period_type: str, period: str, measure: str) -> list[Row]:
    """Officers of one period in alphabetical order, with a `band` each."""
    rows = ask(
        page,
        "officer_bands",
        period_type=period_type,
        period=period,
        measure=measure,
    ).rows
    named = [named_row(row) for row in rows]
    return sorted(named, key=lambda row: (person_key(row["name"]), row["officer_code"]))


def history(page: Page, officer: str, period_type: str, measure: str) -> list[Row]:
    """One officer's periods, the earliest first."""
    rows = ask(
        page,
        "officer_history",
        reader_officer_code=officer,
        period_type=period_type,
        measure=measure,
    ).rows
    return [named_row(row) for row in rows]


def choices(listed: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """What may be looked at: the first measure and the longest, latest period first."""
    found = [Choice(r["period_type"], r["period"], r["measure"]) for r in listed]
    found.sort(key=lambda choice: choice.period, reverse=True)
    found.sort(
        key=lambda choice: (
            choice.measure != FIRST_MEASURE,
            choice.measure,
            PERIOD_TYPES.index(choice.period_type),
        )
    )
    return found


def default_choice(listed: Iterable[Mapping[str, Any]]) -> Choice | None:
    """What is looked at when nothing was chosen; None in an empty build."""
    return next(iter(choices(listed)), None)


def first_day(period: str) -> date:
    """First day of 2026, 2026-H2, 2026-Q3 or 2026-07.

    >>> first_day("2026-Q3")
    datetime.date(2026, 7, 1)
    """
    year, _, part = period.partition("-")
    starts = {"": 1, "H": 6, "Q": 3}
    step = starts.get(part[:1])
    month = int(part) if step is None else step * (int(part[1:] or 1) - 1) + 1
    return date(int(year), month, 1)


def rules_of(page: Page, period: str) -> dict[str, float]:
    """Thresholds a period is judged by: those in force on its first day."""
    return thresholds_of(page, first_day(period))


def postings(page: Page) -> list[Row]:
    """Who is posted where now, in the reader's scope."""
    rows = ask(page, "officer_postings").rows
    return [row for row in rows if row["valid_to"] is None]


def unit_officers(page: Page, unit: str) -> list[Row]:
    """Officers posted to a unit now, in alphabetical order; with no figures yet."""
    rows = [
        {**row, "name": name_of(page, row)}
        for row in postings(page)
        if row["unit_key"] == unit
    ]
    return sorted(rows, key=lambda row: (person_key(row["name"]), row["officer_code"]))


def name_of(page: Page, row: Mapping[str, Any]) -> str:
    """An officer's name or code, as the reader may see it; words for nobody."""
    name = row.get("officer_name") or row.get("officer_code")
    return str(name) if name else page.words("cases.no_holder")


def named_row(row: Mapping[str, Any]) -> Row:
    """Adds what the officer is called and the band that may be shown."""
    name = row.get("officer_name") or row["officer_code"]
    is_shown = row["state"] == "shown" and row["tier"] in ("none", "look", "evidence")
    return {**row, "name": name, "band": row["tier"] if is_shown else "too_few"}


def common_share(rows: Iterable[Mapping[str, Any]]) -> float | None:
    """The share of all officers of the province together; None when unknown.

    A reader sees few of them, so it is taken from what the adjusted share was
    built with: adjusted = common share × observed / expected.
    """
    found = [
        row["adjusted_share"] * row["expected"] / row["observed"]
        for row in rows
        if row["observed"]
        and row["expected"]
        and row["adjusted_share"] is not None
        # A share held at 100 % no longer shows what it was built with.
        and row["adjusted_share"] < 1
    ]
    return median(found) if found else None


def tier_counts(
    page: Page, period_type: str, period: str, measure: str
) -> Mapping[str, Any] | None:
    """How many officers are in each band; the only thing the committee sees."""
    rows = ask(
        page,
        "officer_tier_counts",
        period_type=period_type,
        period=period,
        measure=measure,
    ).rows
    return rows[0] if rows else None
