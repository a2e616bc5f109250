"""Letters, meetings, checks and a conflict of lists, for the small build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small import life
from tests.dashboard.small.indices import unit_columns

COUNTS = {
    "n_letters_apology": 17.0,
    "n_letters_thanks": 3.0,
    "n_letters_congratulation": 4.0,
    "n_letters_condolence": 2.0,
    "n_late_with_apology": 6.0,
    "n_meetings_reception": 5.0,
    "n_meetings_dialogue": 1.0,
    "n_meetings_field_visit": 8.0,
    "n_meetings_missed": 2.0,
    "n_meetings_led_by_head": 7.0,
    "n_issues_raised": 31.0,
    "n_issues_resolved": 26.0,
    "n_meetings_closed": 4.0,
    "n_days_to_close": 26.0,
    "n_meetings_moved": 1.0,
}
EVIDENCE = {
    "n_with_steps": 400.0,
    "n_sent_back": 34.0,
    "n_with_resolver": 500.0,
    "n_passed_on": 45.0,
    "n_complaints": 8.0,
    "n_complaints_decided": 5.0,
    "n_complaints_upheld": 2.0,
    "n_complaints_reopened": 1.0,
}
"""What dossiers and complaints show of the commitments in the last month."""
VISITS = {"a": 3, "b": 2, "c": 1}
"""Hamlet → visits in the last month."""


def tables(unit_keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The tables by name; the last month of each unit is October 2026."""
    keys = list(unit_keys)
    months = [
        {**unit_columns(key), "month": date(2026, 10, 1), **COUNTS} for key in keys
    ]
    return {
        **owed_letters(keys),
        "agg_unit_duties": pd.DataFrame(months),
        "agg_commitment_evidence": pd.DataFrame(
            [{**row, **EVIDENCE} for row in _of_units(keys)]
        ),
        "agg_reached_hamlets": pd.DataFrame(
            [
                {**row, "hamlet_key": hamlet, "n_visits": n}
                for row in _of_units(keys)
                for hamlet, n in VISITS.items()
            ]
        ),
        **life.tables(keys),
        "dq_conflicts": pd.DataFrame(
            [_statement("a.csv", 3, True), _statement("b.csv", 9, False)]
        ),
    }


def _of_units(keys: Iterable[str]) -> list[dict[str, Any]]:
    return [{**unit_columns(key), "month": date(2026, 10, 1)} for key in keys]


def owed_letters(keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Each unit owes nine apologies and three letters of thanks in October 2026."""
    counts = {"owed": 9, "sent": 4, "in_time": 3, "exempt": 1, "missing": 4}
    months = []
    listed = []
    for key in keys:
        for kind, counted in (("apology", counts), ("thanks", {"owed": 3})):
            whole = {name: counted.get(name, 0) for name in (*counts, "waiting")}
            whole["waiting"] = whole["owed"] - whole["sent"] - whole["missing"]
            shown = {f"n_letters_{name}": float(n) for name, n in whole.items()}
            month = date(2026, 10, 1)
            unit = unit_columns(key)
            about = "case" if kind == "apology" else "petition"
            unit |= {"month": month, "letter_kind": kind, "about": about}
            months.append({**unit, **shown})
            listed += _owed(key, kind, whole)
    return {
        "agg_owed_letters": pd.DataFrame(months),
        "fct_owed_letters": pd.DataFrame(listed),
    }


def _owed(key: str, kind: str, whole: dict[str, int]) -> list[dict[str, Any]]:
    n_late = whole["sent"] - whole["in_time"]
    states = ["in_time"] * whole["in_time"] + ["sent_late"] * n_late
    states += ["missing"] * whole["missing"] + ["waiting"] * whole["waiting"]
    states += ["exempt"] * whole["exempt"]
    is_case = kind == "apology"
    return [
        {
            "owed_key": f"{key}/{kind}/{n}",
            "letter_kind": kind,
            "occasion": "late_case" if is_case else "feedback",
            "about": "case" if is_case else "petition",
            "matter_code": f"M-{key}-{7000 + n}",
            "unit_key": key,
            "answering_unit_key": key,
            "procedure_code": "1.000001" if is_case else None,
            "occasion_on": date(2026, 10, 5),
            "due_on": date(2026, 10, 8),
            "sent_on": date(2026, 10, 7) if state in ("in_time",) else None,
            "exempt_reason": "declined" if state == "exempt" else None,
            "state": state,
        }
        for n, state in enumerate(states)
    ]


def _statement(file_name: str, line: int, is_counted: bool) -> dict[str, Any]:
    return {
        "row_kind": "reminder",
        "row_key": "CB001@2026-07-10@reminder@lateness",
        "file_name": file_name,
        "line": line,
        "file_sha256": file_name,
        "stated_on": None,
        "is_counted": is_counted,
        "n_candidates": 2,
    }
