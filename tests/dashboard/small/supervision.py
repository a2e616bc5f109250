"""Waves of two years, answers to a wave of supervision, and recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.units import UNITS, key
from warehouse.statistics.probability.share_intervals import wilson_ci

WAVE = "GS2026"
# Unit → answers, of them satisfied; the fourth has too few to compare.
ANSWERED = {"91001": (120, 90), "91002": (80, 40), "91003": (60, 51), "91004": (20, 9)}
COST = 1.1
"""Ballots for one that is drawn singly."""
RECOMMENDATION_DAYS = ("given_on", "due_on", "answered_on", "done_on")


def tables(item_codes: list[str], thin: int) -> dict[str, pd.DataFrame]:
    """The tables by name, the answers for `agg_answer_levels` among them."""
    return {
        "agg_answer_levels": pd.DataFrame(_levels(item_codes[:2], thin)),
        "stat_wave_units": pd.DataFrame(_shares(item_codes[:2], thin)),
        "dim_wave_years": pd.DataFrame(_years()),
        "fct_recommendations": pd.DataFrame(_recommendations()),
    }


def _levels(item_codes: list[str], thin: int) -> Iterator[dict[str, Any]]:
    for item in item_codes:
        whole = [0, 0]
        for code, (n, good) in ANSWERED.items():
            here = n // thin, good // thin
            whole = [whole[0] + here[0], whole[1] + here[1]]
            yield from _of_unit(code, item, *here)
        yield from _of_unit("91", item, *whole)


def _of_unit(code: str, item: str, n: int, good: int) -> Iterator[dict[str, Any]]:
    counts = {2: n - good, 5: good}
    for level, count in ((level, n) for level, n in counts.items() if n):
        yield {
            "map": "today",
            "unit_key": key(code),
            "unit_code": code,
            "unit_valid_from": UNITS[code][3],
            "unit_level": UNITS[code][1],
            "wave_code": WAVE,
            "stream": "supervision",
            "procedure_group": "none",
            "channel": "none",
            "item_code": item,
            "level": level,
            "is_satisfied": level >= 4,
            "n_answers": count,
            "sum_weight": float(count),
        }


def _shares(item_codes: list[str], thin: int) -> Iterator[dict[str, Any]]:
    """What `stat_wave_units` says: weights leave ten of eleven ballots."""
    whole = tuple(map(sum, zip(*ANSWERED.values(), strict=True)))
    for item in item_codes:
        for code, (n, good) in {**ANSWERED, "91": whole}.items():
            n, good = n // thin, good // thin
            found = wilson_ci(good / COST, n / COST)
            yield {
                "map": "today",
                "unit_key": key(code),
                "unit_level": UNITS[code][1],
                "wave_code": WAVE,
                "stream": "supervision",
                "item_code": item,
                "n_strata": len(ANSWERED) if code == "91" else 1,
                "n_answers": float(n),
                "sum_weight": float(n),
                "weighted_by": "served",
                "cluster_kind": None,
                "n_clusters": None,
                "share": good / n if n else None,
                "share_low": found.lo,
                "share_high": found.hi,
                "n_effective": n / COST,
            }


def _years() -> Iterator[dict[str, Any]]:
    for year, stream, n_waves_front, owners, state in (
        (2024, "before", 1, None, "unasked"),
        (2024, "supervision", 0, "front", "missing"),
        (2026, "supervision", 1, "front", "met"),
        (2026, "independent", 0, "front_or_head", "due"),
    ):
        yield {
            "period": str(year),
            "stream": stream,
            "n_waves_front": n_waves_front,
            "n_waves_head": 0,
            "n_waves_committee": 0,
            "owners": owners,
            "n_waves_required": 1 if owners else None,
            "n_waves_counted": n_waves_front,
            "state": state,
        }


def _recommendations() -> Iterator[dict[str, Any]]:
    """One of each state in An Bình, and one elsewhere that is overdue."""
    given, due = date(2026, 8, 1), date(2026, 8, 31)
    for code, unit, body, due_on, answered, done, state, days in (
        ("KN-1", "91001", "front", due, date(2026, 8, 20), given, "done", None),
        ("KN-2", "91001", "front", due, date(2026, 9, 9), None, "answered", None),
        ("KN-3", "91001", "council", due, None, None, "overdue", 61),
        ("KN-4", "91001", None, date(2026, 12, 1), None, None, "waiting", None),
        ("KN-5", "91002", "front", date(2026, 9, 30), None, None, "overdue", 31),
    ):
        yield {
            "recommendation_code": code,
            "unit_key": key(unit),
            "given_by": body,
            "given_on": given,
            "due_on": due_on,
            "answered_on": answered,
            "done_on": done,
            "is_answered_in_time": state == "done" if state != "waiting" else None,
            "state": state,
            "days_overdue": days,
        }
