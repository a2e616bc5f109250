"""The table of raw kinds as dbt reads it, so that no model describes a kind again."""

from __future__ import annotations

from typing import Any

from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS

LISTED = {
    "wave": "select w.wave_code from waves as w",
    "procedure": "select p.procedure_code from procedures as p",
    "requirement": "select r.requirement_code from requirements as r",
    "indicator": "select i.indicator from indicators as i",
    "case": "select c.case_code from cases as c",
    "petition": "select q.petition_code from petitions as q",
}
"""Codes a row must not make up: what they name → the codes listed, in SQL."""
KNOWN = ("unit", "officer", "procedure", "wave", "instrument", "case", "petition")
"""What a list or a register knows whole, so that any other code names nothing."""

MATTERS = ("case", "petition")
"""A citizen's matter: a row need not name one, and its code is never shown."""


def dbt_vars() -> dict[str, Any]:
    """Variables of the dbt project: all kinds that count one row for each key.

    Returns:
        `raw_kinds`: kind → `key` and `later_by` (SQL), `counted_in` (model) and
        `fate` (SQL over that model, `counted` or why a row enters no figure),
        `reader_fate` (the same for a person, who looks at a list for an impossible
        number too), `fault_columns` (fate → SQL of the column to look at, and of what
        stands there).
        `raw_numbers`: kind → column → least and most its number can be.
        `raw_days`: kind that counts one row for each key → columns with days.
        `raw_codes`: kind → column → what its code names, of what is known whole.
        `min_people`: Fewest people a figure may be about.
    """
    return {
        "min_people": MIN_PEOPLE,
        "raw_numbers": {name: kind.limits for name, kind in KINDS.items()},
        "raw_days": {
            name: list(kind.days)
            for name, kind in KINDS.items()
            if kind.days and not kind.is_large
        },
        "raw_codes": {
            name: {c: n for c, n in kind.references.items() if n in KNOWN}
            for name, kind in KINDS.items()
        },
        "raw_kinds": {
            name: {
                "key": list(kind.key),
                "later_by": ", ".join(
                    f"{sql} desc nulls last" for sql in kind.later_by
                ),
                "counted_in": kind.counted_in,
                "fate": fate_sql(kind),
                "fault_columns": fault_columns(kind),
                "reader_fate": reader_fate_sql(kind),
            }
            for name, kind in KINDS.items()
            if not kind.is_large
        },
    }


def fate_sql(kind: Kind) -> str:
    """SQL over `kind.counted_in`: `counted`, or the first reason to leave a row out.

    The reasons follow from what the kind says of itself: an act's day that can be
    (`day_impossible`) and numbers that can be (`number_impossible`), what it names and
    must not make up (`wave_unknown`, `requirement_unknown` and the rest of `LISTED`), a
    period that must be readable (`period_unknown`), a unit of the day
    (`unit_unresolved`) or a posting of the day (`not_posted`), then its own.
    The lists stand in common table expressions, as `waves` and `procedures`.
    """
    if kind.has_fate:
        return "fate"
    whens = "".join(
        f" when {test} then '{fate}'" for fate, test in reasons(kind).items()
    )
    return f"case{whens} else 'counted' end" if whens else "'counted'"


def reasons(kind: Kind) -> dict[str, str]:
    """Why a row of a small kind may enter no figure: fate → SQL over `counted_in`."""
    found: dict[str, str] = {}
    if is_act(kind):
        found["day_impossible"] = "is_day_impossible"
        if kind.limits:
            found["number_impossible"] = "odd_column is not null"
    for column, named in kind.references.items():
        if named in LISTED:
            known = LISTED[named]
            unknown = f"{column} not in ({known})"
            if named in MATTERS:
                unknown = f"{column} is not null and {unknown}"
            else:
                unknown = f"{column} is null or {unknown}"
            found[f"{named}_unknown"] = unknown
    if kind.is_by_period:
        found["period_unknown"] = "period_end is null"
    if kind.belongs_to:
        *nearer, last = kind.belongs_to
        is_officer = kind.references[last] == "officer"
        fate = "not_posted" if is_officer else "unit_unresolved"
        tests = [f"{column} is null" for column in nearer]
        # an act of no unit is the province's, not one of a unit nobody knows
        if not kind.column(last).is_required:
            tests.append(f"{last} is not null")
        found[fate] = " and ".join([*tests, "unit_key is null"])
    return found | dict(kind.further_fates)


def is_act(kind: Kind) -> bool:
    """Whether a row is something done on a day, which nobody can know before it."""
    return bool(kind.day and kind.belongs_to) and kind.owner != "steward"


def reader_fate_sql(kind: Kind) -> str:
    """SQL over `kind.counted_in`: the fate to tell; a list lacks an odd number only."""
    fate = fate_sql(kind)
    if is_act(kind) or not kind.limits:
        return fate
    whens = "".join(
        f" when odd_column = '{c.name}' and odd_number = '{c.unset}'"
        " then 'number_unset'"
        for c in kind.columns
        if c.unset is not None
    )
    whens += " when odd_column is not null then 'number_impossible'"
    return f"case{whens} else {fate} end"


def fault_columns(kind: Kind) -> dict[str, tuple[str, str]]:
    """Where a row says what keeps it out: fate → column, SQL of its value as text."""

    def place(columns: tuple[str, ...]) -> tuple[str, str]:
        filled = ", ".join(f"cast({column} as string)" for column in columns)
        return f"'{columns[0]}'", f"coalesce({filled})"

    days = ("day_impossible", "period_unknown", "outside_calendar")
    found = dict.fromkeys(days, kind.day)
    for thing in LISTED.keys() - set(MATTERS):
        named = tuple(c for c, n in kind.references.items() if n == thing)
        found[f"{thing}_unknown"] = named
    units = tuple(c for c, named in kind.references.items() if named == "unit")
    found["unit_unresolved"] = units
    found["not_posted"] = kind.belongs_to
    fault_by = {fate: place(columns) for fate, columns in found.items() if columns}
    for column, thing in kind.references.items():
        if thing in MATTERS:
            fault_by[f"{thing}_unknown"] = (f"'{column}'", "cast(null as string)")
    for fate, column in kind.further_columns.items():
        fault_by[fate] = place((column,))
    if kind.limits:
        fault_by["number_impossible"] = ("odd_column", "odd_number")
    if any(column.unset is not None for column in kind.columns):
        fault_by["number_unset"] = ("odd_column", "odd_number")
    return fault_by
