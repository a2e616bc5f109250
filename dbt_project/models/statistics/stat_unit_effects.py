"""What the model changed beyond what happened to units that had not started.

Grain: outcome, design.
"""

import json

import numpy as np
import pandas as pd

from warehouse.statistics.change.verdicts import judge_effect
from warehouse.statistics.effect.effect import estimate_effect

# outcome → numerator, denominator, scale, months per period, margin, better is higher
OUTCOMES = {
    "late_strict_share": ("n_late_strict", "n_with_due", 1, 1, 0.02, False),
    "late_official_share": ("n_late_official", "n_with_due", 1, 1, 0.02, False),
    "satisfied_share": ("n_satisfied", "n_ballots", 1, 3, 0.02, True),
    "petitions_per_1000": ("n_petitions", "n_received", 1000, 3, 1.0, False),
    "upheld_per_1000": ("n_upheld", "n_received", 1000, 3, 0.5, False),
}


def model(dbt, session):
    dbt.config(materialized="table")
    months = dbt.ref("agg_unit_months").df()
    units = dbt.ref("dim_units").df()
    facts = dbt.ref("dim_build").df()
    as_of = pd.Timestamp(facts["data_as_of"].iloc[0])
    months["month"] = pd.to_datetime(months["month"])
    months = months[
        (months["map"] == "today")
        & months["unit_level"].isin(["commune", "centre"])
        & (months["month"] + pd.offsets.MonthEnd(0) <= as_of)
    ].merge(units[["unit_key", "model_start_date"]], on="unit_key")
    # one order of adding, so that two builds agree to the last digit
    months = months.sort_values(["unit_key", "month"], ignore_index=True)
    rows = [_effect(months, outcome, *rule) for outcome, rule in OUTCOMES.items()]
    texts = ["outcome", "design", "verdict", "threats", "reason", "event_study"]
    return pd.DataFrame(rows).astype(dict.fromkeys(texts, "string"))


def _effect(months, outcome, x, n, scale, width, margin, higher_is_better):
    panel = _panel(months, x, n, scale, width)
    fit = estimate_effect(
        panel["y"], panel["unit_key"].tolist(), panel["time"], panel["cohort"]
    )
    choice = fit.choice
    verdict = judge_effect(
        fit.lo,
        fit.hi,
        n_started=choice.n_started,
        n_not_started=choice.n_waiting,
        n_pre_periods=choice.n_pre,
        pre_trend_p=fit.pretrend.p_value,
        margin=margin,
        higher_is_better=higher_is_better,
    )
    return {
        "outcome": outcome,
        "design": choice.design,
        "effect": fit.att,
        "low": fit.lo,
        "high": fit.hi,
        "p_value": fit.p_value,
        "n_started": choice.n_started,
        "n_not_started": choice.n_waiting,
        "n_cohorts": choice.n_cohorts,
        "n_periods_before": choice.n_pre,
        "n_periods_after": choice.n_post,
        "months_per_period": width,
        "n_left_out": choice.n_left_out,
        "pre_trend_p": fit.pretrend.p_value,
        "is_attributable": bool(fit.is_attributable),
        "verdict": str(verdict.word),
        "threats": ";".join(fit.threats),
        "reason": str(fit.reason or verdict.reason),
        "event_study": _event_study(fit.points),
    }


def _event_study(points):
    """JSON list of [periods since the start, difference, low, high]."""
    rows = ((p.exposure, p.att, p.lo, p.hi) for p in points)
    return json.dumps(
        [[int(k), *(float(v) if np.isfinite(v) else None for v in r)] for k, *r in rows]
    )


def _panel(months, x, n, scale, width):
    """Unit × period outcomes; the cohort is the first whole period in the model."""
    used = months[months.groupby("month")[n].transform("sum") > 0]
    first = used["month"].min()
    if pd.isna(first):
        empty = {name: [] for name in ("unit_key", "time", "cohort", "y")}
        return pd.DataFrame(empty)
    number = _month_number(used["month"], first)
    start = _month_number(pd.to_datetime(used["model_start_date"]), first)
    used = used.assign(
        time=number // width + 1,
        cohort=(np.ceil(start / width) + 1).clip(lower=1).fillna(0),
    )
    sums = used.groupby(["unit_key", "time", "cohort"], as_index=False)[[x, n]].sum()
    sums["y"] = scale * sums[x] / sums[n].where(sums[n] > 0)
    return _whole(sums, int(number.max()) + 1, width)


def _month_number(days, first):
    months = (days.dt.year - first.year) * 12 + days.dt.month - first.month
    return months + (days.dt.day > 1)


def _whole(sums, n_months, width):
    """Leaves out a last period that is not over."""
    return sums[sums["time"] <= n_months // width].sort_values(["unit_key", "time"])
