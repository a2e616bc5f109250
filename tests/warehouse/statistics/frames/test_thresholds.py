"""A threshold has one value on one day."""

from __future__ import annotations

import pandas as pd

from warehouse.statistics.frames.thresholds import newest_thresholds, thresholds_on

RULES = pd.DataFrame(
    {
        "threshold": ["theta_min", "theta_min", "fdr_q"],
        "value": [0.9, 0.8, 0.05],
        "valid_from": pd.to_datetime(["2026-01-01", "2020-01-01", "2020-01-01"]),
        "valid_to": pd.to_datetime([None, "2026-01-01", None]),
    }
)


def test_a_day_reads_the_row_in_force() -> None:
    before, first = pd.Timestamp(2025, 12, 31), pd.Timestamp(2026, 1, 1)
    assert thresholds_on(RULES, before) == {"theta_min": 0.8, "fdr_q": 0.05}
    assert thresholds_on(RULES, first) == {"theta_min": 0.9, "fdr_q": 0.05}


def test_a_day_before_the_first_row_has_no_value() -> None:
    assert thresholds_on(RULES, pd.Timestamp(2019, 12, 31)) == {}


def test_the_newest_row_is_the_last_one_begun_in_any_order() -> None:
    assert newest_thresholds(RULES) == {"theta_min": 0.9, "fdr_q": 0.05}
    assert newest_thresholds(RULES[::-1]) == {"theta_min": 0.9, "fdr_q": 0.05}
