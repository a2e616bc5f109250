"""Monthly series of each unit on a control chart, baseline before the model.

Grain: map, unit_key, measure, month.
"""

import numpy as np
import pandas as pd

from warehouse.statistics.series.monthly_series import rate_series, share_series

UNIT = ["map", "unit_key", "unit_code", "unit_valid_from", "unit_level"]
SHARES = {
    "late_strict_share": ("n_late_strict", "n_with_due"),
    "late_official_share": ("n_late_official", "n_with_due"),
    "satisfied_share": ("n_satisfied", "n_ballots"),
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
    charts = [
        share_series(group[x], group[n], n_before=_n_before(group))
        for _, group in rows.groupby(UNIT[:2], sort=False)
    ]
    return _finish(rows, measure, charts)


def _petitions(months):
    rows = months[months["n_received"] > 0].copy()
    rows["n"] = rows["n_received"]
    rows["value"] = 1000 * rows["n_petitions"] / rows["n_received"]
    charts = [
        rate_series(group["value"], group["n_petitions"], n_before=_n_before(group))
        for _, group in rows.groupby(UNIT[:2], sort=False)
    ]
    return _finish(rows, "petitions_per_1000", charts)


def _n_before(group):
    """Months before the model; none where it has not started."""
    start = group["model_start_date"].iloc[0]
    return 0 if pd.isna(start) else int((group["month"] < pd.Timestamp(start)).sum())


def _finish(rows, measure, charts):
    rows["measure"] = measure
    sizes = np.array([len(chart.signals) for chart in charts], dtype=np.int64)

    def of_chart(values, kind):
        return np.repeat(np.array(values, dtype=kind), sizes)

    rows["centre"] = of_chart([chart.centre for chart in charts], np.float64)
    rows["lower_limit"] = _joined([chart.lower for chart in charts])
    rows["upper_limit"] = _joined([chart.upper for chart in charts])
    rows["signal"] = [signal for chart in charts for signal in chart.signals]
    rows["n_points"] = of_chart([chart.n_points for chart in charts], np.int64)
    rows["is_provisional"] = of_chart([c.is_provisional for c in charts], np.bool_)
    names = ["measure", "month", "n", "value", "centre", "lower_limit", "upper_limit"]
    return rows[[*UNIT, *names, "signal", "n_points", "is_provisional"]]


def _joined(parts):
    return np.concatenate(parts) if parts else np.nan
