"""Months, signals, petitions, loads and effects of the small build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from tests.dashboard.small.ballots import AFTER, BEFORE
from tests.dashboard.small.units import UNITS, key

TOOL = "q/tablet"


def months_of(rng: np.random.Generator, thin: int) -> Iterator[dict[str, Any]]:
    """Rows of `agg_unit_months`, one case in `thin`."""
    months = [date(2024 + i // 12, i % 12 + 1, 1) for i in range(34)]
    ballots_then: dict[tuple[str, date], tuple[int, int]] = {}
    for map_ in ("then", "today"):
        for code, (_, level, _, start, end, *_) in UNITS.items():
            size = {"province": 9000, "district": 1800, "centre": 700}.get(level, 260)
            for month in months:
                if map_ == "then" and (month < start or (end and month >= end)):
                    continue
                n = int(rng.poisson(size / thin))
                late = 0.09 if month < date(2025, 1, 1) else 0.055
                strict = int(rng.binomial(n, late + 0.02))
                ballots = int(rng.binomial(n, 0.3))
                petitions = int(rng.poisson(size / 60 / thin))
                upheld = int(rng.poisson(size / 400 / thin))
                satisfied = int(rng.binomial(ballots, 0.84))
                # a unit that took over from nobody has the same on both maps
                voted = ballots_then.setdefault((code, month), (ballots, satisfied))
                if map_ == "today" and end:
                    continue
                yield {
                    "map": map_,
                    "unit_key": key(code),
                    "unit_code": code,
                    "unit_valid_from": start,
                    "unit_level": level,
                    "month": month,
                    "n_received": n + 5,
                    "n_finished": n,
                    "n_with_due": n,
                    "n_late_official": int(strict * 0.7),
                    "n_late_strict": strict,
                    "n_petitions": petitions,
                    "n_petitions_mature": petitions,
                    "n_petitions_late": petitions // 4,
                    "n_upheld": upheld,
                    "n_ballots": voted[0],
                    "n_satisfied": voted[1],
                }


def ballot_months(months: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows of `agg_ballot_months`: all ballots of one tool."""
    names = ("map", "unit_key", "unit_code", "unit_valid_from", "unit_level", "month")
    for row in months.to_dict("records"):
        counts = {name: row[name] for name in ("n_ballots", "n_satisfied")}
        yield {**{name: row[name] for name in names}, "tool": TOOL, **counts}


def signals(months: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows of `stat_unit_signals` about lateness and satisfaction."""
    for row in months.to_dict("records"):
        for measure, x, n, tool, level in (
            ("late_strict_share", "n_late_strict", "n_with_due", "", 0.11),
            ("satisfied_share", "n_satisfied", "n_ballots", TOOL, 0.84),
        ):
            if not row[n]:
                continue
            value = row[x] / row[n]
            yield {
                **{name: row[name] for name in ("map", "unit_key", "month")},
                "measure": measure,
                "tool": tool,
                "n": row[n],
                "n_effective": float(row[n]),
                "value": value,
                "centre": level,
                "lower_limit": level - 0.05,
                "upper_limit": level + 0.05,
                "signal": "below_limit" if value < level - 0.05 else None,
                "n_points": 18,
                "is_provisional": False,
                "begun_by": "reform" if row["month"] >= date(2025, 7, 1) else "",
                "allows_for_season": True,
            }


def petitions(thin: int) -> Iterator[dict[str, Any]]:
    """Rows of `fct_petitions`, one in `thin` and at least two of a kind."""
    kinds = {"complaint": 40, "request": 25, "feedback": 60, "denunciation": 3}
    for kind, n in kinds.items():
        for i in range(max(n // thin, 2)):
            is_open = i % 9 == 0
            yield {
                "petition_code": f"{kind}-{i}",
                "kind": kind,
                "unit_key": key("91001" if i % 2 else "91002"),
                "received_on": pd.Timestamp(2026, 1 + i % 9, 5),
                "due_on": pd.Timestamp(2026, 2 + i % 9, 5),
                "is_open": is_open,
                "is_long_overdue": is_open and i % 9 < 4,
                "resolved_on": None if is_open else pd.Timestamp(2026, 10, 1),
                "is_mature": True,
                "is_late": i % 7 == 0,
                "is_backlog": is_open,
                "is_over_level": i % 11 == 0,
                "is_informed": not is_open,
                "is_upheld": i % 3 == 0,
            }


def loads() -> Iterator[dict[str, Any]]:
    """Rows of `dq_loads`."""
    for kind, n in (("case", 5000), ("answer", 41000)):
        yield {
            "file_sha256": f"sha of {kind}",
            "file_name": f"{kind}.csv",
            "spec_name": "dossier_list",
            "status": "loaded",
            "reason": None,
            "kind": kind,
            "loaded_at": pd.Timestamp(2026, 11, 22, 20),
            "n_read": n,
            "n_loaded": n - 12,
            "n_duplicate": 7,
            "n_refused": 5,
        }


def wave_effects(*, is_few: bool) -> Iterator[dict[str, Any]]:
    """Rows of `stat_wave_effects`; few units have no verdict."""
    lines = ("effect", "before_difference", "effect_adjusted", "effect_per_month")
    for item in ("overall",):
        yield {
            "before_wave": BEFORE,
            "after_wave": AFTER,
            "item_code": item,
            "item_kind": "item",
            "method": "permutation" if is_few else "cr2",
            "n_started": 30,
            "n_not_started": 15,
            "change_started": 0.04,
            "change_not_started": 0.01,
            **dict.fromkeys(lines, 0.03),
            **{f"{name}_low": None if is_few else 0.01 for name in lines},
            **{f"{name}_high": 0.05 for name in lines},
            "detectable": 0.04,
            "verdict": "too_few" if is_few else "slightly_improved",
        }


def staggered_effects(*, is_few: bool) -> Iterator[dict[str, Any]]:
    """Rows of `stat_staggered_effects`; few units have no figure."""
    lines = {"effect": 0.04, "effect_first_wave": 0.03, "effect_later_waves": 0.05}
    yield {
        "item_code": "overall",
        "item_kind": "item",
        "method": "none" if is_few else "jackknife",
        "waves": f"{BEFORE};MID;{AFTER}",
        "n_waves": 3,
        "n_starts": 2,
        "n_started": 30,
        "n_not_started": 3 if is_few else 15,
        **{name: None if is_few else value for name, value in lines.items()},
        **{f"{name}_low": None if is_few else v - 0.02 for name, v in lines.items()},
        **{f"{name}_high": None if is_few else v + 0.02 for name, v in lines.items()},
        "detectable": None if is_few else 0.03,
        "verdict": "too_few" if is_few else "slightly_improved",
    }


def effects(*, is_few: bool) -> Iterator[dict[str, Any]]:
    """Rows of `stat_unit_effects`; with few units no design allows an answer."""
    for outcome, verdict, effect, half in (
        ("late_strict_share", "improved", -0.04, 0.015),
        ("petitions_per_1000", "inconclusive", -2.0, 5.0),
        ("satisfied_share", "too_few", -0.01, None),
    ):
        if is_few:
            verdict, half = "too_few", None
        yield {
            "outcome": outcome,
            "tool": "q/tablet" if outcome == "satisfied_share" else "",
            "design": "staggered",
            "effect": effect,
            "low": None if half is None else effect - half,
            "high": None if half is None else effect + half,
            "n_started": 7,
            "n_not_started": 5,
            "n_cohorts": 2,
            "n_periods_before": 12,
            "n_periods_after": 9,
            "months_per_period": 3 if outcome == "petitions_per_1000" else 1,
            "pre_trend_p": 0.41,
            "is_attributable": verdict != "too_few",
            "threats": "regression_to_the_mean;other_reforms",
            "reason": "",
            "event_study": json.dumps(list(_event_study(effect))) if half else "[]",
            "verdict": verdict,
        }


def _event_study(effect: float) -> Iterator[list[float]]:
    for k in range(-6, 8):
        middle = effect if k >= 0 else 0.0
        yield [k, middle, middle - abs(effect) / 2, middle + abs(effect) / 2]


def calendar_days() -> Iterator[dict[str, Any]]:
    """The days after those of the data; Thịnh Lập works on a Saturday of its own."""
    first, holiday = date(2026, 11, 1), date(2027, 1, 1)
    for code in ("province", "91003"):
        for number in range(120):
            day = first + timedelta(days=number)
            is_open = day.isoweekday() <= 5 and day != holiday
            yield {
                "calendar_code": code,
                "day": day,
                "is_working": is_open or (code, day) == ("91003", date(2026, 12, 5)),
                "calendar_source": "office" if code == "91003" else "country",
            }
