"""Monthly series of each unit on a control chart.

One series of ballots holds one tool: one questionnaire, so one scale, and one mode.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd

from warehouse.statistics.frames.units.whole_months import whole_months
from warehouse.statistics.sampling.pairs import (
    MIN_REPEATED,
    design_effect,
    pair_correlation,
)
from warehouse.statistics.series.signals_of_months import (
    MonthlySeries,
    rate_series,
    share_series,
)

LEVELS = ["commune", "centre"]
UNIT = ["map", "unit_key", "unit_code", "unit_valid_from", "unit_level"]
SERIES = ["map", "unit_key", "tool"]
FIGURES = ["n", "n_effective", "value", "centre", "lower_limit", "upper_limit"]
TEXTS = ["map", "unit_key", "unit_code", "unit_level", "measure", "tool", "signal"]
TEXTS += ["begun_by"]
LATE = {
    "late_strict_share": ("n_late_strict", "n_with_due"),
    "late_official_share": ("n_late_official", "n_with_due"),
}


def unit_signals(
    *,
    months: pd.DataFrame,
    ballots: pd.DataFrame,
    pairs: pd.DataFrame,
    units: pd.DataFrame,
    build: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_unit_signals`, one per map, unit, measure, tool and month.

    Args:
        months: Rows of `agg_unit_months`.
        ballots: Rows of `agg_ballot_months`.
        pairs: Rows of `agg_month_pairs`.
        units: Rows of `dim_units`.
        build: The row of `dim_build`.
    """
    starts = units[["unit_key", "model_start_date"]]

    def dated(rows: pd.DataFrame) -> pd.DataFrame:
        rows = whole_months(rows, build).merge(starts, on="unit_key", how="left")
        return rows.sort_values([*UNIT, "tool", "month"], ignore_index=True)

    # records of cases and petitions have one way of counting: no tool
    months, ballots = dated(months.assign(tool="")), dated(worth_of(ballots, pairs))
    parts = [share_signals(months, name, x, n) for name, (x, n) in LATE.items()]
    parts.append(share_signals(ballots, "satisfied_share", "n_satisfied", "n_ballots"))
    parts.append(petition_signals(months))
    result = pd.concat(parts, ignore_index=True)
    days = dict.fromkeys(["month", "unit_valid_from"], "date32[day][pyarrow]")
    return result.astype(dict.fromkeys(TEXTS, "string") | days)


def worth_of(ballots: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The months with `n_effective`: the ballots drawn singly that theirs are worth.

    One correlation per tool, of the communes and centres as they were; where too few
    people gave several ballots to tell, a person counts once.

    Args:
        ballots: Rows of `agg_ballot_months`.
        pairs: Rows of `agg_month_pairs`.
    """
    sums = ["n_clusters", "n_pairs", "n_satisfied_pairs"]
    rows = ballots.merge(
        pairs[[*SERIES, "month", *sums]], on=[*SERIES, "month"], how="left"
    )
    rows[sums] = rows[sums].astype(float).fillna(0)
    effect = np.ones(len(rows))
    n = rows["n_ballots"].to_numpy(dtype=float)
    for _, of in rows.groupby("tool"):
        told = of[(of["map"] == "then") & of["unit_level"].isin(LEVELS)]
        alike = 1.0
        if told["n_clusters"].sum() >= MIN_REPEATED:
            size, good = (
                told[c].to_numpy(dtype=float) for c in ("n_ballots", "n_satisfied")
            )
            both = (told[c].to_numpy(dtype=float) for c in sums[1:])
            alike = pair_correlation(size, good, good, *both)
        at = rows.index.get_indexer(of.index)
        effect[at] = design_effect(of["n_pairs"].to_numpy(dtype=float), n[at], alike)
    return rows.drop(columns=sums).assign(n_effective=n / effect)


def share_signals(months: pd.DataFrame, measure: str, x: str, n: str) -> pd.DataFrame:
    """Months of a share x / n, where n is not 0."""
    rows = months[months[n] > 0].copy()
    rows["n"], rows["value"] = rows[n], rows[x] / rows[n]
    if "n_effective" not in rows:
        rows["n_effective"] = rows["n"]

    def chart(unit: pd.DataFrame) -> MonthlySeries:
        worth = unit["n_effective"]
        return share_series(unit[x], unit[n], effective=worth, **_time_of(unit))

    return _charted(rows, measure, chart)


def petition_signals(months: pd.DataFrame) -> pd.DataFrame:
    """Months of petitions per 1,000 cases received."""
    rows = months[months["n_received"] > 0].copy()
    rows["n"] = rows["n_effective"] = rows["n_received"]
    rows["value"] = 1000 * rows["n_petitions"] / rows["n_received"]

    def chart(unit: pd.DataFrame) -> MonthlySeries:
        return rate_series(unit["value"], unit["n_petitions"], **_time_of(unit))

    return _charted(rows, "petitions_per_1000", chart)


class _Time(TypedDict):
    months: list[date]
    start: date | None


def _time_of(unit: pd.DataFrame) -> _Time:
    """Months of a series and the model's first day; none where it has not started."""
    start = unit["model_start_date"].iloc[0]
    return {
        "months": [month.date() for month in unit["month"]],
        "start": None if pd.isna(start) else pd.Timestamp(start).date(),
    }


def _charted(
    rows: pd.DataFrame, measure: str, chart: Callable[[pd.DataFrame], MonthlySeries]
) -> pd.DataFrame:
    """The rows with the limits and signals of the chart of their series."""
    charts = [chart(unit) for _, unit in rows.groupby(SERIES, sort=False)]

    def column(name: str, kind: type) -> npt.NDArray[Any]:
        parts: list[npt.NDArray[Any]]
        parts = [np.asarray(getattr(c, name), dtype=kind) for c in charts]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)

    rows["measure"] = measure
    rows["centre"] = column("centre", float)
    rows["lower_limit"] = column("lower", float)
    rows["upper_limit"] = column("upper", float)
    rows["signal"] = [signal for c in charts for signal in c.signals]
    rows["n_points"] = column("n_points", np.int64)
    rows["is_provisional"] = column("is_provisional", np.bool_)
    rows["begun_by"] = [name for c in charts for name in c.begun_by]
    rows["allows_for_season"] = np.repeat(
        np.array([c.allows_for_season for c in charts], dtype=np.bool_),
        [len(c.signals) for c in charts],
    )
    names = ["measure", "tool", "month", *FIGURES, "signal", "n_points"]
    return rows[[*UNIT, *names, "is_provisional", "begun_by", "allows_for_season"]]
