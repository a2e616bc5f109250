"""Attempts of four interviewers in one wave, one of whom needs a check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.units import key

WAVE = "GS2026"
# Unit → forms tried, answered, refused, to be tried again, of each interviewer.
TRIED = {"91001": (25, 20, 3, 2), "91002": (6, 4, 1, 1)}
INTERVIEWERS = ("DTV001", "DTV002", "DTV003", "DTV004")
DAYS = ("first_on", "last_on")


def tables(thin: int) -> dict[str, pd.DataFrame]:
    """The tables by name."""
    return {
        "agg_interviewers": pd.DataFrame(_interviewers(thin)),
        "stat_interviewer_signs": pd.DataFrame(_signs(thin)),
        "stat_interviewer_effects": pd.DataFrame(
            [
                {
                    "wave_code": WAVE,
                    "n_interviewers": len(INTERVIEWERS) if thin == 1 else 2,
                    "icc": 0.034,
                    "p_value": 0.01,
                    "deff": 1.65,
                }
            ]
        ),
    }


def _interviewers(thin: int) -> Iterator[dict[str, Any]]:
    for unit, counts in TRIED.items():
        asked, answered, refused, waiting = (n // thin for n in counts)
        for who in INTERVIEWERS:
            yield {
                "wave_code": WAVE,
                "unit_key": key(unit),
                "interviewer_code": who,
                "n_asked": asked,
                "n_attempts": asked,
                "n_answered": answered,
                "n_refused": refused,
                "n_lost": 0,
                "n_waiting": waiting,
                "n_ballots": answered,
                "n_judged": answered,
                "n_satisfied": answered,
                "n_timed": answered,
                "sum_minutes": answered * (3 if who == "DTV002" else 11),
                "first_on": date(2026, 9, 1),
                "last_on": date(2026, 9, 29),
            }


def _signs(thin: int) -> Iterator[dict[str, Any]]:
    for who in INTERVIEWERS:
        is_odd = who == "DTV002" and thin == 1
        yield {
            "wave_code": WAVE,
            "interviewer_code": who,
            "sign": "straight",
            "n_found": 21 if is_odd else 3 // thin,
            "n_of": 24 // thin,
            "expected": 3.0,
            "peer_share": 0.2,
            "p_value": 1e-9 if is_odd else 0.8,
            "p_adjusted": 1e-8 if is_odd else 1.0,
            "needs_check": is_odd,
        }
