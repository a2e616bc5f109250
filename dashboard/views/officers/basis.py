"""What an officer's figures rest on: their source, and how many cases there were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import badge, coverage
from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.officer_rows import FIRST_MEASURE, Choice


def officer_source(page: Page, measure: str) -> badge.Source:
    """Where a measure of officers comes from."""
    if measure == FIRST_MEASURE:
        return badge.service_ballots(page)
    is_of_complaints = measure.startswith("upheld")
    return badge.recorded_in(page, "cases_petitions" if is_of_complaints else "cases")


def reach_of(page: Page, row: Mapping[str, Any], choice: Choice) -> str:
    """Ballots of the cases the officer finished in the period, in all units.

    Args:
        page: The frame of this run.
        row: A row of `officer_bands`.
        choice: Period and measure of the row.
    """
    if row["state"] == "suppressed":
        return page.words("coverage.hidden")
    if choice.measure != FIRST_MEASURE:
        return page.words("coverage.named_cases")
    answer = ask_if_built(
        page,
        "officer_reach",
        reader_officer_code=row["officer_code"],
        period_type=choice.period_type,
        period=choice.period,
        measure=choice.measure,
    )
    found = answer.rows[0]["n_cases"] if answer and answer.rows else 0
    return coverage.part_of(page, row["n"], found, "promised")
