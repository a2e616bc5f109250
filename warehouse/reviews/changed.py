"""What changed since figures were frozen: listed beside them, never in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isclose
from typing import Any

from warehouse.reviews.facts import Facts

Row = Mapping[str, Any]
# Table → the columns that name a row of it, and columns that are no figures.
TABLES = {
    "months": ("month",),
    "duties": ("month",),
    "changes": ("item_code",),
    "below": ("unit_key",),
    "groups": ("group_kind", "group_code"),
    "required": ("duty",),
    "scorecard": ("scheme", "criterion", "grade"),
    "handed_in": ("month",),
    "targets": ("measure", "indicator", "target_period"),
}
KEPT_LATER = ("below", "groups")
"""Not among the figures frozen before `spans` were."""
LATER_BUILD, RULES_CHANGED = "later_build", "rules_changed"
PAIRED = " / "
"""Between the codes of a pair of waves."""
_NO_FIGURES = frozenset(
    {"map", "unit_key", "unit_level", "item_kind", "item_code", "unit_name"}
    | {"before_wave", "after_wave", "last_seen_on", "direction"}
)


@dataclass(frozen=True)
class Change:
    """One figure that is another now.

    Attributes:
        table: A key of `TABLES`, or `waves` for the pair compared.
        row: Month, question, factor, unit, or kind and code of a group.
        figure: Column.
        old: As frozen; None where it was hidden or not there.
        new: As it is now; None where it is hidden or gone.
        why: `new_files` or `rules_changed` where the builds kept track; else
            `later_build`.
    """

    table: str
    row: Any
    figure: str
    old: Any
    new: Any
    why: str = LATER_BUILD


def changes_since(frozen: Facts, now: Facts) -> list[Change]:
    """Every figure that differs, in the order of the tables."""
    found: list[Change] = []
    if frozen.waves != now.waves:
        pairs = (_pair(frozen), _pair(now))
        found.append(Change("waves", "", "waves", *pairs))
    for table, key in TABLES.items():
        if frozen.spans is None and table in KEPT_LATER:
            continue
        kept, today = getattr(frozen, table), getattr(now, table)
        if kept is None or today is None:
            continue
        old, new = (_by_key(rows, key) for rows in (kept, today))
        for row in [*old, *(row for row in new if row not in old)]:
            found += _differing(table, row, old.get(row, {}), new.get(row, {}))
    return found


def with_reasons(changes: list[Change], restated: Iterable[Row]) -> list[Change]:
    """Changes with the reason that the builds kept of each.

    Args:
        changes: Of one unit, as it is today.
        restated: Rows of `restatements` of this unit on that map, the newest first.
    """
    reasons: dict[tuple[str, str], str] = {}
    for row in restated:
        reasons.setdefault((row["figure"], str(row["period"])[:7]), row["why"])
    return [
        replace(one, why=reasons.get((one.figure, str(one.row)[:7]), one.why))
        for one in changes
    ]


def _differing(table: str, row: Any, old: Row, new: Row) -> Iterable[Change]:
    why = RULES_CHANGED if table == "scorecard" else LATER_BUILD
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in _NO_FIGURES and not _is_same(old.get(name), new.get(name)):
            yield Change(table, row, name, old.get(name), new.get(name), why)


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, float) and isinstance(new, float | int):
        return isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)
    return bool(old == new)


def _by_key(rows: Iterable[Row], names: tuple[str, ...]) -> dict[Any, Row]:
    found: dict[Any, Row] = {}
    for row in rows:
        values = tuple(row.get(name, "") for name in names)
        key = values[0] if len(values) == 1 else values
        found[key] = {name: v for name, v in row.items() if name not in names}
    return found


def _pair(facts: Facts) -> str:
    return PAIRED.join(facts.waves) if facts.waves else ""
