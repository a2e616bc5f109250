"""Service ballots ticked straight down one column, unit against unit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.officers.overdispersion import funnel_overdispersed

TEXTS = ["unit_key", "unit_code", "unit_level"]


def ballot_quality(
    *, counts: pd.DataFrame, build: pd.DataFrame, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_ballot_quality`, one per unit.

    Args:
        counts: Rows of `agg_ballot_quality`.
        build: The row of `dim_build`: ballots of all days are judged by the rules of
            the last day the data speak of.
        thresholds: Rows of `dim_thresholds`.
    """
    rules = thresholds_on(thresholds, build["data_as_of"].iloc[0])
    counts = counts.sort_values("unit_key", ignore_index=True)
    n = counts["n_ballots"].to_numpy(dtype=float)
    x = counts["n_straight"].to_numpy(dtype=float)
    enough = n >= rules["min_n_compare"]
    counts["share_straight"] = np.where(n > 0, x / np.where(n > 0, n, 1), np.nan)
    # satisfied people tick straight down too: only a unit far from the spread of
    # all units is unusual
    z = np.full(len(counts), np.nan)
    if enough.sum() > 2:
        z[enough] = funnel_overdispersed(x[enough], n[enough]).z_adjusted
    counts["z"] = z
    counts["p_value"] = ndtr(-z)
    p = counts["p_value"].to_numpy(dtype=float)
    counts["p_adjusted"] = bh_adjust(p).p_adj
    counts["is_unusual"] = counts["p_adjusted"] <= rules["fdr_q"]
    days = {"unit_valid_from": "date32[day][pyarrow]", "is_unusual": "bool"}
    return counts.astype(dict.fromkeys(TEXTS, "string") | days)
