"""What became of recommendations: counts, of all and of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
ANSWERED = ("done", "answered")
OPEN = ("overdue", "waiting")
COUNTS = ("n_given", "n_answered", "n_in_time", "n_done", "n_overdue", "n_waiting")
SHORT_COUNTS = ("n_given", "n_answered", "n_done", "n_overdue")
"""What stands beside another figure of a unit."""


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """`COUNTS` of rows of the query `recommendations`; answered includes done."""
    states = [row["recommendation_state"] for row in rows]
    return {
        "n_given": len(rows),
        "n_answered": sum(state in ANSWERED for state in states),
        "n_in_time": sum(row["is_answered_in_time"] is True for row in rows),
        "n_done": states.count("done"),
        "n_overdue": states.count("overdue"),
        "n_waiting": states.count("waiting"),
    }


def counts_by_unit(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Unit key → `COUNTS` of the recommendations to it."""
    by_unit: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[row["unit_key"]].append(row)
    return {key: counts_of(own) for key, own in by_unit.items()}
