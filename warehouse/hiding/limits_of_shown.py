"""Limits of a monthly series from its shown months alone.

Limits of all months would reveal, with the months that are shown, what the hidden ones
hold. Where months of a series are hidden, the same chart is drawn of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from warehouse.statistics.series.signals_of_months import (
    MonthlySeries,
    rate_series,
    share_series,
)

Row = dict[str, Any]
PER_1000 = "petitions_per_1000"


def limits_of_shown(rows: Sequence[Row]) -> None:
    """Puts limits and signals of the shown months in place of those of all months.

    Args:
        rows: Months of one series, in order, with `measure`, `month`, `n`,
            `n_effective`, `model_start_date`, and `value`, which is None in a hidden
            month.
    """
    for row in rows:
        row.update(centre=None, lower_limit=None, upper_limit=None, signal=None)
        row.update(n_points=None, is_provisional=None, allows_for_season=None)
    shown = [row for row in rows if row["value"] is not None]
    if not shown:
        return
    series = _series(shown)
    for i, row in enumerate(shown):
        row["centre"] = _known(series.centre[i])
        row["lower_limit"] = _known(series.lower[i])
        row["upper_limit"] = _known(series.upper[i])
        row["signal"] = series.signals[i]
        row["n_points"] = int(series.n_points[i])
        row["is_provisional"] = bool(series.is_provisional[i])
        row["begun_by"] = series.begun_by[i]
        row["allows_for_season"] = series.allows_for_season


def _series(shown: Sequence[Row]) -> MonthlySeries:
    values = [float(row["value"]) for row in shown]
    sizes = [float(row["n"]) for row in shown]
    months, start = [row["month"] for row in shown], shown[0]["model_start_date"]
    if shown[0]["measure"] == PER_1000:
        events = [v * n / 1000 for v, n in zip(values, sizes, strict=True)]
        return rate_series(values, events, months=months, start=start)
    events = [v * n for v, n in zip(values, sizes, strict=True)]
    worth = [float(row["n_effective"]) for row in shown]
    return share_series(events, sizes, months=months, start=start, effective=worth)


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
