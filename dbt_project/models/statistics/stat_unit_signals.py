"""Monthly series of each unit on a control chart, baseline before the model.

Grain: map, unit_key, measure, month.
"""

import numpy as np
import pandas as pd

from warehouse.statistics.control_charts import SIGMAS, p_prime_chart, xmr_chart
from warehouse.statistics.special_causes import COMMON, special_causes
from warehouse.statistics.verdicts import MIN_LIMIT_POINTS, MIN_SIGNAL_POINTS

# with fewer events a month than this, runs of zeros would pass for signals
MIN_EVENTS = 2.0
UNIT = ["map", "unit_key", "unit_code", "unit_valid_from", "unit_level"]
SHARES = {
    "late_strict_share": ("n_late_strict", "n_with_due"),
    "late_official_share": ("n_late_official", "n_with_due"),
    "satisfied_share": ("n_satisfied", "n_ballots"),
}
SIGNALS = {
    "Above UCL": "above_limit",
    "Below LCL": "below_limit",
    "7 Point Trend (Increasing)": "trend_up",
    "7 Point Trend (Decreasing)": "trend_down",
    "2 in 3 Above CL": "two_of_three_above",
    "2 in 3 Below CL": "two_of_three_below",
    "7 Points Above CL": "run_above",
    "7 Points Below CL": "run_below",
    COMMON: None,
    "": None,
}


def model(dbt, session):
    dbt.config(materialized="table")
    months = dbt.ref("agg_unit_months").df()
    units = dbt.ref("dim_units").df()[["unit_key", "model_start_date"]]
    facts = dbt.ref("dim_build").df()
    as_of = pd.Timestamp(facts["data_as_of"].iloc[0])
    months["month"] = pd.to_datetime(months["month"])
    # a month that is not over yet would look low
    whole = months["month"] + pd.offsets.MonthEnd(0) <= as_of
    months = months[whole].merge(units, on="unit_key", how="left")
    months = months.sort_values([*UNIT, "month"], ignore_index=True)
    parts = [_share(months, name, x, n) for name, (x, n) in SHARES.items()]
    parts.append(_petitions(months))
    result = pd.concat(parts, ignore_index=True)
    texts = ["map", "unit_key", "unit_code", "unit_level", "measure", "signal"]
    days = dict.fromkeys(["month", "unit_valid_from"], "date32[day][pyarrow]")
    return result.astype(dict.fromkeys(texts, "string") | days)


def _share(months, measure, x, n):
    rows = months[months[n] > 0].copy()
    rows["n"], rows["value"] = rows[n], rows[x] / rows[n]
    charts = [_share_chart(g, x, n) for _, g in rows.groupby(UNIT[:2], sort=False)]
    return _finish(rows, measure, charts)


def _petitions(months):
    rows = months[months["n_received"] > 0].copy()
    rows["n"] = rows["n_received"]
    rows["value"] = 1000 * rows["n_petitions"] / rows["n_received"]
    charts = [_value_chart(g) for _, g in rows.groupby(UNIT[:2], sort=False)]
    return _finish(rows, "petitions_per_1000", charts)


def _baseline(group):
    """Months before the model if they are enough for limits, else all."""
    start = group["model_start_date"].iloc[0]
    if pd.isna(start):
        return None
    n_before = int((group["month"] < pd.Timestamp(start)).sum())
    return n_before if n_before >= MIN_LIMIT_POINTS else None


def _is_dense(group, events):
    return len(group) >= MIN_SIGNAL_POINTS and group[events].mean() >= MIN_EVENTS


def _share_chart(group, x, n):
    base = _baseline(group)
    chart = p_prime_chart(group[x], group[n], baseline_n=base)
    half = SIGMAS * chart.sigma_z
    labels = [""] * len(group)
    if not np.isnan(half) and _is_dense(group, x):
        labels = special_causes(chart.z, 0.0, half)
    centre = np.full(len(group), chart.center)
    return centre, chart.lcl, chart.ucl, labels, base or len(group)


def _value_chart(group):
    base = _baseline(group)
    chart = xmr_chart(group["value"], baseline_n=base)
    size = len(group)
    is_dense = _is_dense(group, "n_petitions")
    labels = chart.special_cause if is_dense else [""] * size
    lower = np.full(size, max(chart.lpl, 0.0) if chart.lpl == chart.lpl else np.nan)
    upper = np.full(size, chart.upl)
    return np.full(size, chart.center), lower, upper, labels, base or size


def _finish(rows, measure, charts):
    rows["measure"] = measure
    for position, name in enumerate(("centre", "lower_limit", "upper_limit")):
        columns = [chart[position] for chart in charts]
        rows[name] = np.concatenate(columns) if columns else np.nan
    rows["signal"] = [SIGNALS[label] for chart in charts for label in chart[3]]
    n_points = [np.full(len(chart[0]), chart[4]) for chart in charts]
    rows["n_points"] = np.concatenate(n_points) if n_points else 0
    rows["is_provisional"] = rows["n_points"] < MIN_LIMIT_POINTS
    names = ["measure", "month", "n", "value", "centre", "lower_limit", "upper_limit"]
    return rows[[*UNIT, *names, "signal", "n_points", "is_provisional"]]
