"""Officers as the pages show them: named by rights, banded, alphabetical."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from dashboard.context import Page
from dashboard.data import ask
from dashboard.units import person_key

Row = dict[str, Any]


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


def named_row(row: Mapping[str, Any]) -> Row:
    """Adds what the officer is called and the band that may be shown."""
    name = row.get("officer_name") or row["officer_code"]
    is_told = row["state"] == "shown" and row["tier"] in ("none", "look", "evidence")
    return {**row, "name": name, "band": row["tier"] if is_told else "too_few"}


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
        # A share held at 100 % no longer tells what it was built with.
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
