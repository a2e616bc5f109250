"""Documents of the model and looks at what it requires, drawn to a planted state.

For each commune of today and each requirement that a document or a check shows, the
state on the last day is drawn first; then the documents and looks that lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from ingest.simulation.clock import N_MONTHS, month_start, to_date, to_day
from ingest.simulation.world import World
from warehouse.rules.rules import shipped_rules

CHECK_COLUMNS = ["unit_code", "requirement_code", "checked_on", "is_met"]
DOCUMENT_COLUMNS = ["unit_code", "document_kind", "number", "signed_on"]
DOCUMENT_COLUMNS += ["in_force_from", "in_force_to"]
LAST_DAY = month_start(N_MONTHS) - 1
_STATES = ("done", "late", "overdue", "not_met", "missing")
_OF_CHECKS = (0.72, 0.0, 0.08, 0.12, 0.08)
_OF_DOCUMENTS = (0.82, 0.0, 0.06, 0.0, 0.12)
_OF_PLANS = (0.75, 0.15, 0.0, 0.0, 0.1)
_SEEN_WITHIN, _TOO_OLD, _BEFORE_LAST = 25, 60, 30
_DAYS_ASIDE = 10
Row = dict[str, object]


@dataclass(frozen=True)
class Required:
    """A requirement of the shipped registry that a document or a check shows."""

    code: str
    shown_by: str
    document_kind: str
    is_before_start: bool
    max_age_days: int


@dataclass(frozen=True)
class Planted:
    """What was drawn.

    Attributes:
        states: Unit, requirement and its state on the last day.
        checks: Raw-shaped looks.
        documents: Raw-shaped documents.
    """

    states: list[Row]
    checks: pd.DataFrame
    documents: pd.DataFrame


@cache
def required() -> tuple[Required, ...]:
    """Requirements that a document or a check shows, in the order of the registry."""
    return tuple(
        Required(
            code=str(rule.values["requirement_code"]),
            shown_by=str(rule.values["shown_by"]),
            document_kind=str(rule.values["document_kind"] or ""),
            is_before_start=rule.values["time_limit"] == "before_start",
            max_age_days=int(str(rule.values["max_age_days"] or 0)),
        )
        for rule in shipped_rules()["requirements"]
        if rule.values["shown_by"] in ("check", "document")
    )


def draw_readiness(world: World) -> Planted:
    """Draws states, looks and documents of every commune of today."""
    rng = world.rng(66)
    states: list[Row] = []
    checks: list[tuple[object, ...]] = []
    documents: list[tuple[object, ...]] = []
    for unit in communes(world):
        for one in required():
            state = str(rng.choice(_STATES, p=_shares(one, unit)))
            named = {"unit_code": unit["unit_code"], "requirement_code": one.code}
            states.append({**named, "state": state})
            if one.shown_by == "check":
                checks += _looks(rng, str(unit["unit_code"]), one, state)
            else:
                documents += _documents(rng, unit, one, state)
    return Planted(
        states,
        pd.DataFrame(checks, columns=CHECK_COLUMNS),
        pd.DataFrame(documents, columns=DOCUMENT_COLUMNS, dtype=object),
    )


def communes(world: World) -> list[Row]:
    """Code, first day and first day of the model of the communes of today."""
    units = world.places.units
    is_asked = units["valid_to"].isna() & (units["level"] == "commune")
    names = ["unit_code", "valid_from", "model_start_date"]
    return [
        {str(name): value for name, value in row.items()}
        for row in units.loc[is_asked, names].to_dict("records")
    ]


def begins(unit: Row) -> int:
    """First day of the model in a unit; of the unit itself if it never began."""
    start = unit["model_start_date"]
    return to_day(str(unit["valid_from"] if pd.isna(start) else start))  # type: ignore[call-overload]


def _shares(one: Required, unit: Row) -> tuple[float, ...]:
    if one.shown_by == "check":
        return _OF_CHECKS
    is_begun = not pd.isna(unit["model_start_date"])  # type: ignore[call-overload]
    return _OF_PLANS if one.is_before_start and is_begun else _OF_DOCUMENTS


def _looks(
    rng: np.random.Generator, unit: str, one: Required, state: str
) -> Iterator[tuple[object, ...]]:
    if state == "missing":
        return
    last = LAST_DAY - int(rng.integers(0, _SEEN_WITHIN))
    if state == "overdue":
        last = LAST_DAY - one.max_age_days - int(rng.integers(1, _TOO_OLD))
    is_met = state != "not_met"
    before = last - int(rng.integers(1, _BEFORE_LAST))
    yield unit, one.code, to_date(before).isoformat(), bool(rng.random() < 0.5)
    yield unit, one.code, to_date(last).isoformat(), is_met


def _documents(
    rng: np.random.Generator, unit: Row, one: Required, state: str
) -> Iterator[tuple[object, ...]]:
    if state == "missing":
        return
    signed = begins(unit)
    if state == "late":
        signed += 1 + int(rng.integers(0, _DAYS_ASIDE))
    ends = None
    if state == "overdue":
        ends = to_date(LAST_DAY - 1 - int(rng.integers(0, _DAYS_ASIDE))).isoformat()
    day = to_date(signed).isoformat()
    number = f"{int(rng.integers(1, 200))}/UBND"
    yield str(unit["unit_code"]), one.document_kind, number, day, day, ends
