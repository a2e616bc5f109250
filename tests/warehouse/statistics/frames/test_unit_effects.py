"""The effect of the model between units: judged by the rules of the day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.frames.unit_effects import unit_effects

UNITS = [f"u{number:02d}" for number in range(24)]
MONTHS = pd.date_range("2025-01-01", periods=20, freq="MS")
START = pd.Timestamp("2026-01-01")


def _months(effect: float) -> pd.DataFrame:
    """Twelve units start in 2026 and come to be late less often from then on."""
    rng = np.random.default_rng(7)
    rows = []
    for place, unit in enumerate(UNITS):
        for month in MONTHS:
            started = place < 12 and month >= START
            late = 0.20 - effect * started + rng.normal(0, 0.001)
            rows.append(
                {
                    "map": "today", "unit_key": unit, "unit_level": "commune",
                    "month": month, "n_received": 1000.0, "n_with_due": 1000.0,
                    "n_late_strict": 1000 * late, "n_late_official": 1000 * late,
                    "n_ballots": 100.0, "n_satisfied": 80.0, "n_petitions": 5.0,
                    "n_upheld": 1.0,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _verdict(effect: float, margin_share: float) -> str:
    months = _months(effect)
    ballots = months[["map", "unit_key", "unit_level", "month"]].assign(
        tool="paper", n_ballots=100.0, n_satisfied=80.0
    )
    starts = [START if place < 12 else pd.NaT for place in range(len(UNITS))]
    units = pd.DataFrame({"unit_key": UNITS, "model_start_date": starts})
    thresholds = pd.DataFrame(
        {
            "threshold": ["margin_share"],
            "value": [margin_share],
            "first_day": [pd.Timestamp("2000-01-01")],
            "last_day": [pd.Timestamp("2200-01-01")],
        }
    )
    build = pd.DataFrame({"data_as_of": [pd.Timestamp("2026-08-31")]})
    found = unit_effects(
        months=months,
        ballots=ballots,
        units=units,
        thresholds=thresholds,
        build=build,
    )
    return str(found.set_index("outcome").loc["late_strict_share", "verdict"])


def test_the_smallest_effect_that_matters_is_the_provinces() -> None:
    assert _verdict(0.04, margin_share=0.02) == "improved"
    assert _verdict(0.04, margin_share=0.08) == "slightly_improved"
