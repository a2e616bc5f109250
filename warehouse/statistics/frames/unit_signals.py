"""Monthly series of each unit on a control chart, baseline before the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from warehouse.statistics.frames.whole_months import whole_months
from warehouse.statistics.series.monthly_series import (
    MonthlySeries,
    rate_series,
    share_series,
)

UNIT = ["map", "unit_key", "unit_code", "unit_valid_from", "unit_level"]
FIGURES = ["n", "value", "centre", "lower_limit", "upper_limit"]
TEXTS = ["map", "unit_key", "unit_code", "unit_level", "measure", "signal"]
SHARES = {
    "late_strict_share": ("n_late_strict", "n_with_due"),
    "late_official_share": ("n_late_official", "n_with_due"),
    "satisfied_share": ("n_satisfied", "n_ballots"),
}


def unit_signals(
    *, months: pd.DataFrame, units: pd.DataFrame, build: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_unit_signals`, one per map, unit, measure and month.

    Args:
        months: Rows of `agg_unit_months`.
        units: Rows of `dim_units`.
        build: The row of `dim_build`.
    """
    starts = units[["unit_key", "model_start_date"]]
    months = whole_months(months, build).merge(starts, on="unit_key", how="left")
    months = months.sort_values([*UNIT, "month"], ignore_index=True)
    parts = [share_signals(months, name, x, n) for name, (x, n) in SHARES.items()]
    parts.append(petition_signals(months))
    result = pd.concat(parts, ignore_index=True)
    days = dict.fromkeys(["month", "unit_valid_from"], "date32[day][pyarrow]")
    return result.astype(dict.fromkeys(TEXTS, "string") | days)


def share_signals(months: pd.DataFrame, measure: str, x: str, n: str) -> pd.DataFrame:
    """Months of a share x / n, where n is not 0."""
    rows = months[months[n] > 0].copy()
    rows["n"], rows["value"] = rows[n], rows[x] / rows[n]

    def chart(unit: pd.DataFrame) -> MonthlySeries:
        return share_series(unit[x], unit[n], n_before=_n_before(unit))

    return _charted(rows, measure, chart)


def petition_signals(months: pd.DataFrame) -> pd.DataFrame:
    """Months of petitions per 1,000 cases received."""
    rows = months[months["n_received"] > 0].copy()
    rows["n"] = rows["n_received"]
    rows["value"] = 1000 * rows["n_petitions"] / rows["n_received"]

    def chart(unit: pd.DataFrame) -> MonthlySeries:
        counts = unit["value"], unit["n_petitions"]
        return rate_series(*counts, n_before=_n_before(unit))

    return _charted(rows, "petitions_per_1000", chart)


def _n_before(unit: pd.DataFrame) -> int:
    """Months before the model; none where it has not started."""
    start = unit["model_start_date"].iloc[0]
    return 0 if pd.isna(start) else int((unit["month"] < pd.Timestamp(start)).sum())


def _charted(
    rows: pd.DataFrame, measure: str, chart: Callable[[pd.DataFrame], MonthlySeries]
) -> pd.DataFrame:
    """The rows with the limits and signals of the chart of their unit."""
    charts = [chart(unit) for _, unit in rows.groupby(UNIT[:2], sort=False)]
    sizes = [len(c.signals) for c in charts]
    rows["measure"] = measure
    rows["centre"] = np.repeat(np.array([c.centre for c in charts], float), sizes)
    rows["lower_limit"] = np.concatenate([*(c.lower for c in charts), np.zeros(0)])
    rows["upper_limit"] = np.concatenate([*(c.upper for c in charts), np.zeros(0)])
    rows["signal"] = [signal for c in charts for signal in c.signals]
    n_points = np.array([c.n_points for c in charts], dtype=np.int64)
    rows["n_points"] = np.repeat(n_points, sizes)
    is_provisional = np.array([c.is_provisional for c in charts], dtype=np.bool_)
    rows["is_provisional"] = np.repeat(is_provisional, sizes)
    names = ["measure", "month", *FIGURES, "signal", "n_points", "is_provisional"]
    return rows[[*UNIT, *names]]
