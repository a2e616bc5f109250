"""The table of raw kinds as dbt reads it, so that no model describes a kind again."""

from __future__ import annotations

from typing import Any

from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS

LISTED = {
    "wave": "select w.wave_code from waves as w",
    "procedure": "select p.procedure_code from procedures as p",
}
"""Codes a row must not make up: what they name → the codes listed, in SQL."""


def dbt_vars() -> dict[str, Any]:
    """Variables of the dbt project: all kinds that count one row for each key.

    Returns:
        `raw_kinds`: kind → `key` and `later_by` (SQL), `counted_in` (model) and
        `fate` (SQL over that model, `counted` or why a row enters no figure).
    """
    return {
        "raw_kinds": {
            name: {
                "key": list(kind.key),
                "later_by": ", ".join(
                    f"{sql} desc nulls last" for sql in kind.later_by
                ),
                "counted_in": kind.counted_in,
                "fate": fate_sql(kind),
            }
            for name, kind in KINDS.items()
            if not kind.is_large
        }
    }


def fate_sql(kind: Kind) -> str:
    """SQL over `kind.counted_in`: `counted`, or the first reason to leave a row out.

    The reasons follow from what the kind says of itself: a wave or a procedure that
    must be listed (`wave_unknown`, `procedure_unknown`), a period that must be
    readable (`period_unknown`), a unit of the day (`unit_unresolved`) or a posting of
    the day (`not_posted`), then its own. The lists stand in common table expressions,
    `waves` and `procedures`.
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
    for column, named in kind.references.items():
        if named in LISTED:
            known = LISTED[named]
            unknown = f"{column} is null or {column} not in ({known})"
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
