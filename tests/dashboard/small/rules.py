"""Rules of a small province that sets two of its own: a threshold and a deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from warehouse.rules.frames import rule_frame
from warehouse.rules.in_force import Rule, in_force
from warehouse.rules.rule_file import RuleRow
from warehouse.rules.rules import shipped_rows
from warehouse.rules.tables import TABLES

BEGINS = date(2026, 7, 1)
BASIS = "QĐ 12/QĐ-UBND"
NEXT_SET = "Xin chào"
"""A commitment of a set that begins after every wave."""


def tables() -> dict[str, pd.DataFrame]:
    """The published relations of the rules."""
    rules = {
        "criteria": _criteria(),
        "thresholds": _in_force(
            "thresholds", threshold="theta_min", value=0.9, source=BASIS
        ),
    }
    deadlines = _in_force("petition_deadlines", kind="request", n_days=10)
    return {
        "dim_criteria": rule_frame(rules, "criteria"),
        "dim_thresholds": rule_frame(rules, "thresholds"),
        "dim_rules": pd.DataFrame(
            [_deadline(rule) for rule in deadlines]
            + _named("requirements", "requirement_code")
            + _named("indicators", "indicator")
            + _duties()
        ),
    }


def _named(table: str, code: str) -> list[dict[str, Any]]:
    """Rules that name what a page shows by its code."""
    return [
        {
            **_deadline(_like_a_deadline(rule)),
            "rule_table": table,
            "rule_group": rule.values[code],
            "rule_code": rule.values[code],
            "name_vi": rule.values["name_vi"],
            "name_en": rule.values["name_en"],
        }
        for rule in in_force(TABLES[table], shipped_rows(TABLES[table]), [])
    ]


def _duties() -> list[dict[str, Any]]:
    table = TABLES["duty_rules"]
    rules = in_force(table, shipped_rows(table), [])
    return [
        {
            **named,
            "rule_code": rule.values["level"],
            "value": float(str(rule.values["n_required"])),
            "unit": rule.values["per"],
        }
        for rule, named in zip(rules, _named("duty_rules", "duty"), strict=True)
    ]


def _like_a_deadline(rule: Rule) -> Rule:
    """A rule without what a deadline has."""
    values = {"kind": None, "n_days": None, "day_kind": "calendar", **rule.values}
    return replace(rule, values=values)


def _criteria() -> list[Rule]:
    table = TABLES["criteria"]
    rows = shipped_rows(table)
    [first, *_] = [r for r in rows if r.values["criteria_set"] == "friendly"]
    names = {"criterion_code": "greet", "criterion_kind": "ask", "name_vi": NEXT_SET}
    asked = RuleRow("own.csv", 2, {**first.values, **names}, date(2027, 1, 1), None)
    return in_force(table, rows, [asked])


def _in_force(name: str, **own: Any) -> list[Rule]:
    table = TABLES[name]
    rows = shipped_rows(table)
    same = [row for row in rows if row.values[table.group] == own.get(table.group)]
    changed = [
        RuleRow("own.csv", 2, {**row.values, **own}, BEGINS, None) for row in same[-1:]
    ]
    return in_force(table, rows, changed)


def _deadline(rule: Rule) -> dict[str, Any]:
    return {
        "rule_table": "petition_deadlines",
        "rule_group": rule.values["kind"],
        "rule_code": rule.values["kind"],
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "name_vi": None,
        "name_en": None,
        "value": rule.values["n_days"],
        "unit": f"{rule.values['day_kind']}_days",
        "origin": rule.origin,
        "legal_basis": rule.values["legal_basis"],
    }
