"""The published relations a query may name, and the column that scopes each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """One mart or statistic.

    Attributes:
        unit_column: Holds the unit key; None for reference lists about no unit.
        officer_column: Holds the officer code; narrows the role `officer`.
    """

    unit_column: str | None = "unit_key"
    officer_column: str | None = None


_REFERENCE = Relation(unit_column=None)
_BY_OFFICER = Relation(officer_column="officer_code")

RELATIONS: dict[str, Relation] = {
    "dim_criteria": _REFERENCE,
    "dim_items": _REFERENCE,
    "dim_metrics": _REFERENCE,
    "dim_periods": _REFERENCE,
    "dim_procedures": _REFERENCE,
    "dim_waves": _REFERENCE,
    "dim_units": Relation(),
    "dim_officers": _BY_OFFICER,
    "agg_answer_levels": Relation(),
    "agg_unit_months": Relation(),
    "agg_officer_cells": _BY_OFFICER,
    "fct_cases": Relation("receiving_unit_key", "officer_code"),
    "fct_petitions": Relation(),
    "stat_before_after": Relation(),
    "stat_unit_effects": _REFERENCE,
    "stat_officer_periods": _BY_OFFICER,
    "stat_unit_signals": Relation(),
    "stat_independent_gaps": Relation(),
    "dq_flags": Relation(),
    "dq_loads": _REFERENCE,
    "dq_restatements": Relation(),
}


def scoped_relation(name: str, *, is_officer: bool) -> str:
    """Returns the select that stands behind a relation's name for one reader.

    `$unit_keys` (and `$officer_code` for the role officer) are bound by the reader
    of the query; an empty or missing list selects nothing.
    """
    relation = RELATIONS[name]
    tests = []
    if relation.unit_column:
        tests.append(f"{relation.unit_column} in (select unnest($unit_keys))")
    if is_officer and relation.officer_column:
        tests.append(f"{relation.officer_column} = $officer_code")
    where = f" where {' and '.join(tests)}" if tests else ""
    # "not materialized" lets the query's own conditions reach the table scan.
    return f"{name} as not materialized (select * from main.{name}{where})"
