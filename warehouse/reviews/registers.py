"""From when to when a unit has rows in each register: there, a zero is known.

A mart row of a month carries zeros of registers that have no row of the unit. Before
the first and after the last row of its own, nobody knows whether nothing happened or
nothing was loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from warehouse.reviews.shared_answers import Asked
from warehouse.scope import Scope

Row = Mapping[str, Any]
REGISTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cases": (
        "months",
        ("n_received", "n_finished", "n_with_due", "n_late_official", "n_late_strict"),
    ),
    "petitions": ("months", ("n_petitions", "n_upheld")),
    "meetings": (
        "duties",
        (
            "n_meetings_reception",
            "n_meetings_dialogue",
            "n_meetings_field_visit",
            "n_meetings_missed",
            "n_meetings_led_by_head",
            "n_issues_raised",
            "n_issues_resolved",
        ),
    ),
    "letters": (
        "duties",
        (
            "n_letters_apology",
            "n_letters_thanks",
            "n_letters_congratulation",
            "n_letters_condolence",
        ),
    ),
}
"""Register → the rows of `Facts` with its counts, and its columns there."""
REGISTER_OF = {
    column: name for name, (_, columns) in REGISTERS.items() for column in columns
}
"""Column → its register."""
HANDED_IN = ("n_cases", "n_offered", "n_reports")
"""What a steward looks for in a month: dossiers, ballots given out, monthly reports."""


def handed_in_of(
    reader: Asked, scope: Scope, unit_key: str, span: tuple[date, date]
) -> tuple[dict[str, Any], ...]:
    """What was loaded of a unit in each month of a period, by month.

    Args:
        reader: The reader of the published build, or one that remembers.
        scope: Of an account that may read the quality of data.
        unit_key: The unit.
        span: First day of the period and the first day after it.

    Returns:
        Rows with `month`, `HANDED_IN` and `last_seen_on`, the day of the newest export
        that names a dossier of the month. A month before the unit was heard of or
        after the last day of the data has no row.
    """
    first, after = span
    rows = reader.run("unit_coverage", scope, unit_key=unit_key).rows
    return tuple(
        {name: row[name] for name in ("month", *HANDED_IN, "last_seen_on")}
        for row in rows
        if first <= row["month"] < after
    )


def spans_of(
    months: Sequence[Row], duties: Sequence[Row]
) -> tuple[dict[str, Any], ...]:
    """First and last month with rows of a unit in each register.

    Args:
        months: All rows of `unit_months` of the unit.
        duties: All rows of `unit_duties` of the unit.

    Returns:
        Per register with any row: `register`, `first_month`, `last_month`.
    """
    rows = {"months": months, "duties": duties}
    found: list[dict[str, Any]] = []
    for name, (table, columns) in REGISTERS.items():
        days = [row["month"] for row in rows[table] if _has_any(row, columns)]
        if days:
            ends = {"first_month": min(days), "last_month": max(days)}
            found.append({"register": name, **ends})
    return tuple(found)


def is_known(spans: Iterable[Row] | None, column: str, month: date) -> bool:
    """Whether a count of a month is known, a zero as well.

    Args:
        spans: As of `spans_of`; None where figures were frozen without them: then
            every count is as its row says.
        column: A key of `REGISTER_OF`.
        month: First day of the month.
    """
    if spans is None:
        return True
    return any(
        one["register"] == REGISTER_OF[column]
        and one["first_month"] <= month <= one["last_month"]
        for one in spans
    )


def _has_any(row: Row, columns: tuple[str, ...]) -> bool:
    # a hidden count is of something
    return any(row[name] is None or row[name] > 0 for name in columns)
