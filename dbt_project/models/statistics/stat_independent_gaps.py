"""The unit's own ballots against the independent survey of the same days.

Grain: map, unit_key, item_code, period.
"""

import numpy as np

from warehouse.statistics.agreement import mh_risk_difference
from warehouse.statistics.distributions import chi2_upper
from warehouse.statistics.multiplicity import bh_adjust
from warehouse.statistics.shares import newcombe_bounds, two_by_two_chi2
from warehouse.statistics.verdicts import judge_gap

KEY = ["map", "unit_key", "item_code", "period"]
COUNTS = [
    "n_service_satisfied",
    "n_service",
    "n_independent_satisfied",
    "n_independent",
]


def model(dbt, session):
    dbt.config(materialized="table")
    strata = dbt.ref("agg_gap_strata").df()
    units = dbt.ref("dim_units").df()
    rules = dbt.ref("dim_thresholds").df().set_index("threshold")["value"]
    strata = strata.sort_values([*KEY, "stratum_key"])
    gaps = strata.groupby(KEY, as_index=False)[COUNTS].sum()
    gaps["n_strata"] = strata.groupby(KEY).size().to_numpy()
    gaps = _own_gaps(gaps)
    gaps = _pooled_gaps(gaps, strata)
    gaps["verdict"] = _words(
        gaps, float(rules["margin_equivalence"]), float(rules["min_n_compare"])
    )
    names = ["unit_key", "unit_code", "unit_valid_from", "unit_level"]
    gaps = gaps.merge(units[names], on="unit_key", how="left")
    texts = [*KEY, "unit_code", "unit_level", "verdict"]
    gaps = _adjust(gaps).drop(columns=["agree_low", "agree_high"])
    days = {"unit_valid_from": "date32[day][pyarrow]"}
    return gaps.astype(dict.fromkeys(texts, "string") | days)


def _own_gaps(gaps):
    """Newcombe for a unit that has ballots of its own only."""
    counts = [gaps[name].to_numpy(float) for name in COUNTS]
    gaps["share_service"] = gaps[COUNTS[0]] / gaps[COUNTS[1]].where(gaps[COUNTS[1]] > 0)
    gaps["share_independent"] = gaps[COUNTS[2]] / gaps[COUNTS[3]].where(
        gaps[COUNTS[3]] > 0
    )
    gaps["gap"], gaps["gap_low"], gaps["gap_high"] = newcombe_bounds(*counts)
    _, gaps["agree_low"], gaps["agree_high"] = newcombe_bounds(*counts, conf=0.90)
    gaps["p_value"] = chi2_upper(two_by_two_chi2(*counts), 1)
    return gaps


def _pooled_gaps(gaps, strata):
    """Mantel–Haenszel over the units below, for units that hold others."""
    several = gaps[gaps["n_strata"] > 1]
    groups = dict(list(strata.groupby(KEY)))
    columns = ["gap", "gap_low", "gap_high", "agree_low", "agree_high", "p_value"]
    keys = several[KEY].itertuples(index=False, name=None)
    for index, key in zip(several.index, keys, strict=True):
        counts = [groups[key][name].to_numpy(float) for name in COUNTS]
        wide = mh_risk_difference(*counts)
        narrow = mh_risk_difference(*counts, conf=0.90)
        values = (wide.rd, wide.lo, wide.hi, narrow.lo, narrow.hi, wide.p_value)
        gaps.loc[index, columns] = np.array(values, dtype=float)
    return gaps


def _words(gaps, margin, min_n):
    names = ["gap_low", "gap_high", "agree_low", "agree_high"]
    rows = gaps[[*names, "n_service", "n_independent"]].itertuples(index=False)
    return [
        str(
            judge_gap(
                *row[:4],
                n_service=row[4],
                n_independent=row[5],
                margin=margin,
                min_n=min_n,
            ).word
        )
        for row in rows
    ]


def _adjust(gaps):
    """Family: one item in one period over all units of one level on one map."""
    gaps["p_adjusted"] = np.nan
    judged = gaps[gaps["verdict"] != "too_few"]
    family = ["map", "item_code", "period", "unit_level"]
    for rows in judged.groupby(family).groups.values():
        adjusted = bh_adjust(gaps.loc[rows, "p_value"].to_numpy()).p_adj
        gaps.loc[rows, "p_adjusted"] = adjusted
    return gaps
