"""Meetings that the rules ask of a unit in a period, and those held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from warehouse.reviews.shared_answers import Asked
from warehouse.scope import Scope

Row = dict[str, Any]
DUTIES = ("reception", "dialogue", "field_visit")
LEVELS_BELOW = {
    "province": ("district", "commune", "centre"),
    "district": ("commune",),
}
"""Levels whose counts those of a level hold too."""
COUNTS = (
    "n_meetings_required",
    "n_meetings_covered",
    "n_meetings_kept",
    "n_meetings_held",
    "n_duties_led_by_head",
)


def required_of(
    reader: Asked,
    scope: Scope,
    unit: Mapping[str, Any],
    map_name: str,
    period: str,
    span: tuple[date, date],
) -> tuple[Row, ...]:
    """One row per duty, whether or not anything asks for it.

    Args:
        reader: The reader of the published build, or one that remembers.
        scope: What the account may see.
        unit: Row of `units`.
        map_name: today, or then for a unit that has ended.
        period: As a report names it.
        span: Its first day and the first day after it.

    Returns:
        Rows with `duty`; `n_by_rule` and `per`, what the rule asks of a unit of this
        level, None where none holds in the period; `is_ruled_below`, whether one asks
        it of another level; `COUNTS`, those of
        `unit_kept_duties`, None where no whole week, month or year ended in it.
    """
    which = {"map": map_name, "unit_key": unit["unit_key"], "period": period}
    rows = reader.run("unit_kept_duties", scope, **which).rows
    counted = {row["duty"]: row for row in rows}
    level = str(unit["unit_level"])
    rules = _rules_in(reader, scope, level, span)
    below = {
        duty
        for other in LEVELS_BELOW.get(level, ())
        for duty in _rules_in(reader, scope, other, span)
    }
    nothing: Row = {}
    return tuple(
        {
            "duty": duty,
            "n_by_rule": rules.get(duty, nothing).get("value"),
            "per": rules.get(duty, nothing).get("unit"),
            "is_ruled_below": duty in below,
            **{name: counted.get(duty, nothing).get(name) for name in COUNTS},
        }
        for duty in DUTIES
    )


def _rules_in(
    reader: Asked, scope: Scope, level: str, span: tuple[date, date]
) -> dict[str, Row]:
    """The newest rule of each duty that holds for a level on a day of the span."""
    first, after = span
    # `any` is any level below the province; a rule of the level itself goes first
    levels = ("any", level) if level != "province" else (level,)
    holding = [
        row
        for row in reader.run("further_rules", scope).rows
        if row["rule_table"] == "duty_rules"
        and row["rule_code"] in levels
        and row["valid_from"] < after
        and (row["valid_to"] is None or row["valid_to"] >= first)
    ]
    holding.sort(key=lambda row: (levels.index(row["rule_code"]), row["valid_from"]))
    return {
        row["rule_group"]: {"value": int(row["value"]), "unit": row["unit"]}
        for row in holding
    }
