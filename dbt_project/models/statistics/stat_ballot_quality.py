"""Service ballots ticked straight down one column, unit against unit.

Grain: unit_key.
"""

import numpy as np
from scipy.special import ndtr

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.officers.overdispersion import funnel_overdispersed

TEXTS = ["unit_key", "unit_code", "unit_level"]


def model(dbt, session):
    dbt.config(materialized="table")
    counts = dbt.ref("agg_ballot_quality").df()
    counts = counts.sort_values("unit_key", ignore_index=True)
    rules = dbt.ref("dim_thresholds").df().set_index("threshold")["value"]
    n, x = counts["n_ballots"].to_numpy(float), counts["n_straight"].to_numpy(float)
    enough = n >= float(rules["min_n_compare"])
    counts["share_straight"] = np.where(n > 0, x / np.where(n > 0, n, 1), np.nan)
    # satisfied people tick straight down too: only a unit far from the spread of
    # all units is unusual
    z = np.full(len(counts), np.nan)
    if enough.sum() > 2:
        z[enough] = funnel_overdispersed(x[enough], n[enough]).z_adjusted
    counts["z"] = z
    counts["p_value"] = ndtr(-z)
    counts["p_adjusted"] = bh_adjust(counts["p_value"].to_numpy()).p_adj
    counts["is_unusual"] = counts["p_adjusted"] <= float(rules["fdr_q"])
    days = {"unit_valid_from": "date32[day][pyarrow]", "is_unusual": "bool"}
    return counts.astype(dict.fromkeys(TEXTS, "string") | days)
