"""The unit's own ballots against the independent survey of the same days.

Grain: map, unit_key, item_code, period.
"""

import numpy as np

from warehouse.statistics.agreement.gap_verdicts import judge_gaps
from warehouse.statistics.agreement.pooled_gaps import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.shares import newcombe_bounds, two_by_two_chi2
from warehouse.statistics.probability.distributions import chi2_upper

KEY = ["map", "unit_key", "item_code", "period"]
COUNTS = [
    "n_service_satisfied",
    "n_service",
    "n_independent_satisfied",
    "n_independent",
]
# the mean gap of a unit's units with its limits, and those of another unit's gap
SPREAD = ["mean_gap", "mean_gap_low", "mean_gap_high"]
SPREAD += ["unit_gap_low", "unit_gap_high"]


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
    """Units that hold others: one common gap (Mantel–Haenszel) is the test, the
    mean of the units' gaps and where another unit's would lie show its spread."""
    several = gaps.index[gaps["n_strata"] > 1]
    keys = gaps.loc[several, KEY]
    found = []
    for _, rows in strata.merge(keys, on=KEY).groupby(KEY):
        counts = [rows[name].to_numpy(float) for name in COUNTS]
        wide = mh_risk_difference(*counts)
        narrow = mh_risk_difference(*counts, conf=0.90)
        mean = meta_random_gap(*counts)
        common = (wide.rd, wide.lo, wide.hi, narrow.lo, narrow.hi, wide.p_value)
        spread = (mean.pooled, mean.wide_lo, mean.wide_hi, mean.pi_lo, mean.pi_hi)
        found.append((*common, *spread))
    gaps[SPREAD] = np.nan
    if found:
        columns = ["gap", "gap_low", "gap_high", "agree_low", "agree_high", "p_value"]
        gaps.loc[several, [*columns, *SPREAD]] = np.array(found, dtype=float)
    return gaps


def _words(gaps, margin, min_n):
    words, _ = judge_gaps(
        gaps["gap_low"],
        gaps["gap_high"],
        gaps["agree_low"],
        gaps["agree_high"],
        n_service=gaps["n_service"],
        n_independent=gaps["n_independent"],
        margin=margin,
        min_n=min_n,
    )
    return words


def _adjust(gaps):
    """Family: one item in one period over all units of one level on one map."""
    gaps["p_adjusted"] = np.nan
    judged = gaps[gaps["verdict"] != "too_few"]
    family = ["map", "item_code", "period", "unit_level"]
    for rows in judged.groupby(family).groups.values():
        adjusted = bh_adjust(gaps.loc[rows, "p_value"].to_numpy()).p_adj
        gaps.loc[rows, "p_adjusted"] = adjusted
    return gaps
