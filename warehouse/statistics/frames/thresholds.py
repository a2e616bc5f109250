"""Values of dated thresholds: the only reader of `dim_thresholds` in Python."""

from __future__ import annotations

import pandas as pd


def thresholds_on(thresholds: pd.DataFrame, day: pd.Timestamp) -> dict[str, float]:
    """Thresholds in force on a day.

    Args:
        thresholds: Rows of `dim_thresholds`: threshold, value, valid_from, valid_to;
            `valid_to` is the first day without the value, or missing.
        day: The day asked about.

    Returns:
        Value by name of threshold, in the unit the row names.
    """
    begun = thresholds["valid_from"] <= day
    goes_on = thresholds["valid_to"].isna() | (thresholds["valid_to"] > day)
    valid = thresholds[begun & goes_on]
    return dict(zip(valid["threshold"], valid["value"].astype(float), strict=True))


def newest_thresholds(thresholds: pd.DataFrame) -> dict[str, float]:
    """The value each threshold was given last, for figures that span many days.

    Args:
        thresholds: Rows of `dim_thresholds`, as in `thresholds_on`.
    """
    rows = thresholds.sort_values("valid_from")
    return dict(zip(rows["threshold"], rows["value"].astype(float), strict=True))
