"""Figures beside those of the unit itself: the units right below, groups of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warehouse.reviews.shared_answers import Asked
from warehouse.scope import Scope

Row = dict[str, Any]
_CHANGE = (
    "state",
    "n_before",
    "n_after",
    "share_before",
    "share_after",
    "share_diff",
    "share_diff_low",
    "share_diff_high",
    "verdict",
)
COUNTED = {
    "late_official": ("n_with_due", "n_late_official"),
    "late_strict": ("n_with_due", "n_late_strict"),
    "petitions": ("n_petitions_mature", "n_petitions_in_time"),
    "letters": ("n_letters_owed", "n_letters_in_time"),
    "meetings": ("n_meetings_required", "n_meetings_kept"),
    "readiness": ("n_requirements", "n_requirements_there"),
    "commitments": ("n_in_scope", "n_signed"),
    "targets": ("n_targets_judged", "n_targets_met"),
    "home": ("n_home_requested", "n_home_served"),
}
"""Metric of a unit → its whole and its part."""
UNIT = (
    "unit_key",
    *_CHANGE,
    "n_effective_after",
    *dict.fromkeys(name for pair in COUNTED.values() for name in pair),
)
GROUP = ("group_kind", "group_code", *_CHANGE)


def units_below(
    reader: Asked, scope: Scope, asked: Mapping[str, Any]
) -> tuple[Row, ...]:
    """Rows of `unit_table` that the account sees, by name, each with `unit_name`."""
    units = reader.run("units", scope).rows
    names = {row["unit_key"]: str(row["unit_name"]) for row in units}
    found = [
        {"unit_name": names[row["unit_key"]]} | {name: row[name] for name in UNIT}
        for row in reader.run("unit_table", scope, **asked).rows
        if row["unit_key"] in names
    ]
    return tuple(sorted(found, key=lambda row: (row["unit_name"], row["unit_key"])))


def groups_of(reader: Asked, scope: Scope, asked: Mapping[str, Any]) -> tuple[Row, ...]:
    """Rows of `group_changes`, in the order of kind and code."""
    rows = reader.run("group_changes", scope, **asked).rows
    return tuple({name: row[name] for name in GROUP} for row in rows)
