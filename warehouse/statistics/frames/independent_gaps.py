"""The unit's own ballots against the independent survey of the same days."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.agreement.gap_verdicts import judge_gaps
from warehouse.statistics.agreement.pooled_gaps import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.shares import newcombe_bounds, two_by_two_chi2
from warehouse.statistics.probability.distributions import chi2_upper

Floats = NDArray[np.float64]
KEY = ["map", "unit_key", "item_code", "period"]
COUNTS = [
    "n_service_satisfied",
    "n_service",
    "n_independent_satisfied",
    "n_independent",
]
GAP = ["gap", "gap_low", "gap_high", "agree_low", "agree_high", "p_value"]
# the mean gap of a unit's units with its limits, and those of another unit's gap
SPREAD = ["mean_gap", "mean_gap_low", "mean_gap_high"]
SPREAD += ["unit_gap_low", "unit_gap_high"]
UNIT = ["unit_key", "unit_code", "unit_valid_from", "unit_level"]
TEXTS = [*KEY, "unit_code", "unit_level", "verdict"]
# one item in one period over all units of one level on one map
FAMILY = ["map", "item_code", "period", "unit_level"]


def independent_gaps(
    *, strata: pd.DataFrame, units: pd.DataFrame, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_independent_gaps`, one per `KEY`.

    Args:
        strata: Rows of `agg_gap_strata`.
        units: Rows of `dim_units`.
        thresholds: Rows of `dim_thresholds`; a period is judged by those of its
            first day.
    """
    strata = strata.sort_values([*KEY, "stratum_key"])
    gaps = strata.groupby(KEY, as_index=False)[COUNTS].sum()
    gaps["n_strata"] = strata.groupby(KEY).size().to_numpy()
    gaps = pooled_gaps(own_gaps(gaps), strata)
    gaps = judged_gaps(gaps, thresholds)
    gaps = adjusted_for_looks(gaps.merge(units[UNIT], on="unit_key", how="left"))
    gaps = gaps.drop(columns=["agree_low", "agree_high"])
    days = {"unit_valid_from": "date32[day][pyarrow]"}
    return gaps.astype(dict.fromkeys(TEXTS, "string") | days)


def judged_gaps(gaps: pd.DataFrame, thresholds: pd.DataFrame) -> pd.DataFrame:
    """The gaps with `verdict`, each period by the rules of its first day."""
    gaps["verdict"] = ""
    for period, rows in gaps.groupby("period"):
        rules = thresholds_on(
            thresholds, pd.Period(str(period).replace("-", "")).start_time
        )
        words, _ = judge_gaps(
            rows["gap_low"],
            rows["gap_high"],
            rows["agree_low"],
            rows["agree_high"],
            n_service=rows["n_service"],
            n_independent=rows["n_independent"],
            margin=rules["margin_equivalence"],
            min_n=rules["min_n_compare"],
        )
        gaps.loc[rows.index, "verdict"] = words
    return gaps


def own_gaps(gaps: pd.DataFrame) -> pd.DataFrame:
    """Newcombe for a unit that has ballots of its own only."""
    counts = _counts(gaps)
    for share, x, n in (
        ("share_service", *COUNTS[:2]),
        ("share_independent", *COUNTS[2:]),
    ):
        gaps[share] = gaps[x] / gaps[n].where(gaps[n] > 0)
    gaps["gap"], gaps["gap_low"], gaps["gap_high"] = newcombe_bounds(*counts)
    _, gaps["agree_low"], gaps["agree_high"] = newcombe_bounds(*counts, conf=0.90)
    gaps["p_value"] = chi2_upper(two_by_two_chi2(*counts), 1)
    return gaps


def pooled_gaps(gaps: pd.DataFrame, strata: pd.DataFrame) -> pd.DataFrame:
    """Units that hold others: one common gap (Mantel–Haenszel) is the test, the
    mean of the units' gaps and where another unit's would lie show its spread."""
    several = gaps.index[gaps["n_strata"] > 1]
    keys = gaps.loc[several, KEY]
    found = []
    for _, rows in strata.merge(keys, on=KEY).groupby(KEY):
        counts = _counts(rows)
        wide = mh_risk_difference(*counts)
        narrow = mh_risk_difference(*counts, conf=0.90)
        mean = meta_random_gap(*counts)
        common = (wide.rd, wide.lo, wide.hi, narrow.lo, narrow.hi, wide.p_value)
        spread = (mean.pooled, mean.wide_lo, mean.wide_hi, mean.pi_lo, mean.pi_hi)
        found.append((*common, *spread))
    gaps[SPREAD] = np.nan
    if found:
        gaps.loc[several, [*GAP, *SPREAD]] = np.array(found, dtype=float)
    return gaps


def _counts(rows: pd.DataFrame) -> tuple[Floats, Floats, Floats, Floats]:
    """x and n of the service, x and n of the independent survey."""
    x1, n1, x2, n2 = (rows[name].to_numpy(dtype=float) for name in COUNTS)
    return x1, n1, x2, n2


def adjusted_for_looks(gaps: pd.DataFrame) -> pd.DataFrame:
    """The gaps with `p_adjusted`, over each `FAMILY` of those judged."""
    gaps["p_adjusted"] = np.nan
    judged = gaps[gaps["verdict"] != "too_few"]
    for rows in judged.groupby(FAMILY).groups.values():
        p = gaps.loc[rows, "p_value"].to_numpy(dtype=float)
        gaps.loc[rows, "p_adjusted"] = bh_adjust(p).p_adj
    return gaps
