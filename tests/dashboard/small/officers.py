"""Twenty-four officers of the small build and their ballots by quarter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.dashboard.small.units import REFORM, key

_SURNAMES = ("Nguyễn Thị", "Trần Văn", "Lê Thu", "Phạm Đức", "Hoàng Minh")
_NAMES = ("An", "Bình", "Cúc", "Dũng", "Đào", "Gấm", "Giang", "Hòa")


def officers() -> Iterator[dict[str, Any]]:
    """Rows of `dim_officers`."""
    for i in range(24):
        unit = ("91001", "91002", "91003", "91004")[i % 4]
        yield {
            "officer_code": f"CB{i + 1:03d}",
            "officer_name": f"{_SURNAMES[i % 5]} {_NAMES[i % 8]}",
            "position": "Công chức một cửa",
            "unit_key": key(unit),
            "unit_code": unit,
            "valid_from": REFORM,
            "valid_to": None,
        }


def officer_periods(rng: np.random.Generator, thin: int) -> Iterator[dict[str, Any]]:
    """Rows of `stat_officer_periods`, one ballot in `thin`."""
    for i, officer in enumerate(officers()):
        for period in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"):
            full = 6 if i == 7 else 18 if i in (3, 11) else int(rng.integers(60, 260))
            n = max(full // thin, 1)
            true = 0.7 if i == 5 else 0.78 if i == 2 else 0.9
            x = int(rng.binomial(n, true))
            a, b = 18.0, 2.0
            mean = (a + x) / (a + b + n)
            spread = 1.96 * math.sqrt(mean * (1 - mean) / (a + b + n + 1))
            reliability = n / (n + a + b)
            yield {
                "officer_code": officer["officer_code"],
                "unit_key": officer["unit_key"],
                "unit_code": officer["unit_code"],
                "period_type": "quarter",
                "period": period,
                "measure": "satisfied_share",
                "n": n,
                "n_respondents": n - (4 if i == 4 else 0),
                "n_effective": 1.6 * n,
                "observed": x,
                "expected": 0.9 * n,
                "raw_share": x / n,
                "adjusted_share": x / n,
                "shrunken_share": mean,
                "shrunken_low": mean - spread,
                "shrunken_high": min(mean + spread, 1.0),
                "adjusted_for": "group_and_channel",
                "p_lower_tail": 0.5,
                "reliability": reliability,
                "prob_below": 0.9 if i == 5 else 0.2,
                "prob_below_peers": 0.99 if i == 5 else 0.3,
                "n_window": n,
                "n_window_single": n - (6.0 if i == 4 else 0.0),
                "theta_min": 0.8,
                # CB009 had fewer cases than ballots: not all named the officer
                "n_cases": n // 2 if i == 8 else 2 * n,
                "expected_wrong_share": 0.1 if thin == 1 else None,
                "expected_wrong_look_share": 0.45 if thin == 1 else None,
                "tier": "too_few"
                if n < 30
                else {5: "evidence", 2: "look"}.get(i, "none"),
            }
