"""Months that are over: one that is not yet would look low."""

from __future__ import annotations

import pandas as pd


def whole_months(months: pd.DataFrame, build: pd.DataFrame) -> pd.DataFrame:
    """Rows of months that ended by the newest day of the data.

    Args:
        months: Rows with `month`, its first day.
        build: The row of `dim_build`, with `data_as_of`.
    """
    as_of = pd.Timestamp(build["data_as_of"].iloc[0])
    months = months.assign(month=pd.to_datetime(months["month"]))
    return months[months["month"] + pd.offsets.MonthEnd(0) <= as_of]
