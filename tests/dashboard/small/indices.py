"""Invented official indices, coverage and print-outs of the small build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from warehouse.rules.frames import shipped_frame

Row = dict[str, Any]
QUARTERS = {"2026-Q2": date(2026, 6, 30), "2026-Q3": date(2026, 9, 30)}
ASKED_ONCE = "no_evasion"
"""A commitment that only the wave after asked about."""
# Marks of the nine parts: the first unit has them all, and exactly 15.0 points.
MARKS = (1.8, 1.7, 1.6, 1.5, 1.9, 1.5, 1.5, 1.5, 2.0)


def tables(unit_keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Tables by name; the first unit has a whole form, the second few ballots.

    Args:
        unit_keys: Units of today, `unit_code@valid_from`.
    """
    units = list(unit_keys)
    # the third has fewest of the others, so it is hidden beside the second
    silent = {units[1]: 397.0, units[2]: 330.0}
    named = [
        {
            **unit_columns(key),
            "period_type": "quarter",
            "period": period,
            "period_end": end,
        }
        for key in units
        for period, end in QUARTERS.items()
    ]
    periods = [
        {
            **row,
            "n_finished": 400.0,
            "n_silent": silent.get(row["unit_key"], 310.0),
            "n_dissatisfied": 22.0,
            "n_timed": 380.0,
            "sum_time_score": 684.0,
            "n_feedback": 20.0,
            "n_feedback_late": 2.0,
            "n_feedback_dissatisfied": 3.0,
        }
        for row in named
    ]
    parts = [
        _part(row, number, is_whole=row["unit_key"] == units[0])
        for row in named
        for number in range(1, 10)
    ]
    months = [{**unit_columns(key), "month": date(2026, 9, 1)} for key in units]
    return {
        "dim_index_rules": shipped_frame("index_rules"),
        "agg_index_periods": pd.DataFrame(periods),
        "idx_decision_766": pd.DataFrame([_official(row) for row in periods]),
        "idx_circular_01_parts": pd.DataFrame(parts),
        "idx_circular_01": pd.DataFrame([_graded(row, units[0]) for row in named]),
        "idx_sipas": pd.DataFrame(
            [
                _sample(unit_columns(key), code)
                for key in units
                for code in ("overall", ASKED_ONCE)
            ]
        ),
        "agg_unit_coverage": pd.DataFrame(
            [
                {
                    **row,
                    "n_cases": 140,
                    "n_petitions": 6,
                    "n_ballots": 30,
                    "n_offered": 60,
                    "n_reports": 1,
                    "last_seen_on": date(2026, 10, 31),
                }
                for row in months
            ]
        ),
        "agg_monthly_reports": pd.DataFrame([_print_out(row) for row in months]),
        "fct_targets": pd.DataFrame(
            [
                {
                    "unit_code": row["unit_code"],
                    "unit_key": row["unit_key"],
                    "indicator": "HO_SO_TRUC_TUYEN",
                    "direction": "up",
                    "measure": None,
                    "period": "2026-10",
                    "period_end": date(2026, 10, 31),
                    "planned": 100.0,
                    "achieved": 96.0,
                    "share_achieved": 0.96,
                    "state": "missed",
                }
                for row in months
            ]
        ),
    }


def unit_columns(unit_key: str) -> Row:
    """What names a unit in a mart, on today's map."""
    code, valid_from = unit_key.split("@")
    return {
        "map": "today",
        "unit_key": unit_key,
        "unit_code": code,
        "unit_valid_from": date.fromisoformat(valid_from),
        "unit_level": "commune",
    }


def _official(row: Row) -> Row:
    return {
        **row,
        "share_feedback_on_time": 0.9,
        "share_feedback_satisfied": 0.85,
        "share_cases_satisfied": 0.945,
        "score": 16.17,
        "max_score": 18.0,
    }


def _part(row: Row, number: int, *, is_whole: bool) -> Row:
    computed = {1: 1.8, 8: 1.0}.get(number)
    mark = MARKS[number - 1] if is_whole else None
    return {
        **row,
        "component": str(number),
        "max_score": 2.0,
        "computed_score": computed,
        "self_score": mark,
        "verified_score": mark,
        "score": computed if mark is None else mark,
        "score_source": "verified" if is_whole else "computed" if computed else "none",
    }


def _graded(row: Row, whole_unit: str) -> Row:
    is_whole = row["unit_key"] == whole_unit
    return {
        **row,
        "n_parts": 9,
        "n_parts_scored": 9 if is_whole else 2,
        "missing_parts": None if is_whole else "2, 3, 4, 5, 6, 7, 9",
        "score": 15.0 if is_whole else 2.8,
        "max_score": 18.0 if is_whole else 4.0,
        "self_score": 15.0 if is_whole else None,
        "verified_score": 15.0 if is_whole else None,
        "grade": "excellent" if is_whole else None,
    }


def _sample(unit: Row, criterion_code: str) -> Row:
    return {
        **unit,
        "wave_code": "A2026",
        "stream": "after",
        "criterion_code": criterion_code,
        "n_answers": 430.0,
        "n_satisfied": 361.0,
        "n_people": 430.0,
        "share": 0.8395,
        "n_served": 5000.0,
        "n_required": 370,
        "is_sample_enough": True,
    }


def _print_out(row: Row) -> Row:
    figures = {
        "n_received": 140,
        "n_finished_on_time": 120,
        "n_finished_late": 9,
        "n_open_on_time": 30,
        "n_open_overdue": 2,
    }
    return {
        **row,
        **{f"reported_{name}": n for name, n in figures.items()},
        **{f"own_{name}": n for name, n in figures.items()},
        "own_n_finished_late": 12,
        "n_differ": 1,
    }
