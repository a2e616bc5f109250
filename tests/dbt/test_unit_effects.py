"""The model's effect is the same figure in whatever order the months arrive."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pandas as pd

from tests.dbt.model_runs import run_model

COUNTS = ("n_late_strict", "n_late_official", "n_satisfied", "n_petitions", "n_upheld")
TOTALS = ("n_with_due", "n_ballots", "n_received")
BALLOTS = ["n_ballots", "n_satisfied"]
N_UNITS = 30


def _months() -> pd.DataFrame:
    """Thirty units over two years; shares of units make counts with decimals."""
    random = np.random.default_rng(7)
    keys = product(range(N_UNITS), pd.period_range("2024-01", "2025-12", freq="M"))
    rows = pd.DataFrame(
        [(f"u{unit:02d}", month.to_timestamp().date()) for unit, month in keys],
        columns=["unit_key", "month"],
    ).assign(map="today", unit_level="commune")
    for name in TOTALS:
        rows[name] = random.uniform(100, 200, len(rows)).round(6)
    for name in COUNTS:
        rows[name] = (random.uniform(0.1, 0.4, len(rows)) * 100).round(6)
    return rows


def _effects(months: pd.DataFrame) -> pd.DataFrame:
    starts = [
        date(2025, 1, 1)
        if unit % 3 == 0
        else date(2025, 4, 1)
        if unit % 3 == 1
        else None
        for unit in range(N_UNITS)
    ]
    units = pd.DataFrame(
        {
            "unit_key": [f"u{unit:02d}" for unit in range(N_UNITS)],
            "model_start_date": starts,
        }
    )
    thresholds = pd.DataFrame(
        {
            "threshold": ["margin_share"],
            "value": [0.02],
            "first_day": [date(2000, 1, 1)],
            "last_day": [date(2199, 12, 31)],
        }
    )
    build = pd.DataFrame({"data_as_of": [date(2025, 12, 31)]})
    ballots = months[["map", "unit_key", "unit_level", "month", *BALLOTS]]
    found = run_model(
        "stat_unit_effects",
        agg_unit_months=months,
        agg_ballot_months=ballots.assign(tool="q/tablet"),
        dim_units=units,
        dim_thresholds=thresholds,
        dim_build=build,
    )
    return found.sort_values(["outcome", "design"], ignore_index=True)


def test_the_order_of_months_changes_no_digit() -> None:
    months = _months()
    first = _effects(months)
    assert first["effect"].notna().any()
    for seed in range(3):
        shuffled = months.sample(frac=1, random_state=seed, ignore_index=True)
        pd.testing.assert_frame_equal(
            _effects(shuffled), first, check_exact=True, obj=f"seed {seed}"
        )
