"""Letters, meetings, checks and a conflict of lists, for the small build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.indices import unit_columns

CHECKED = date(2026, 9, 14)
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
}


def tables(unit_keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The tables by name; the last month of each unit is October 2026."""
    keys = list(unit_keys)
    months = [
        {**unit_columns(key), "month": date(2026, 10, 1), **COUNTS} for key in keys
    ]
    checks = [
        {
            "check_key": f"{key}/{code}/{CHECKED}",
            "unit_key": key,
            "requirement_code": code,
            "checked_on": CHECKED,
            "is_met": code != "HOM_THU",
            "is_latest": True,
        }
        for key in keys
        for code in ("HOM_THU", "nuoc_uong", "noi_quy")
    ]
    return {
        "agg_unit_duties": pd.DataFrame(months),
        "fct_readiness_checks": pd.DataFrame(checks),
        "dq_conflicts": pd.DataFrame(
            [_told("a.csv", 3, True), _told("b.csv", 9, False)]
        ),
    }


def _told(file_name: str, line: int, is_counted: bool) -> dict[str, Any]:
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
