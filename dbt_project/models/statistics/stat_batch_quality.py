"""Service ballots that come in blocks, repeat one another, or agree too well.

Grain: unit_key, rule.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.questionnaire.integrity import TOO_UNIFORM_P
from warehouse.statistics.questionnaire.integrity_batches import (
    batch_runs,
    uniform_units,
)

Z_FLAG = 3.0
RUNS = {"answers_in_blocks": "level", "ballots_repeat_neighbour": "ballot"}
TEXTS = ["unit_key", "rule"]
FIGURES = ["expected", "z", "p_value", "p_adjusted"]


def model(dbt, session):
    dbt.config(materialized="table")
    batches = dbt.ref("agg_ballot_batches").df()
    batches = batches.sort_values(["unit_key", "wave_code", "on_day"])
    months = dbt.ref("agg_unit_months").df()
    rules = dbt.ref("dim_thresholds").df().set_index("threshold")["value"]
    parts = [_runs(batches, rule, name) for rule, name in RUNS.items()]
    parts.append(_alike(months))
    q = float(rules["fdr_q"])
    result = pd.concat([_judged(part, q) for part in parts], ignore_index=True)
    types = dict.fromkeys(TEXTS, "string") | {"is_unusual": "bool"}
    return result.astype(types | dict.fromkeys(FIGURES, "float64"))


def _runs(batches, rule, name):
    units, index = np.unique(batches["unit_key"].astype(str), return_inverse=True)
    columns = [f"n_{name}_{part}" for part in ("runs", "squared", "cubed")]
    counts = batches[["n_ballots", *columns]].to_numpy(float).T
    found = batch_runs(index, *counts, len(units))
    return pd.DataFrame(
        {
            "unit_key": units,
            "rule": rule,
            "n_found": found.n_equal.astype(np.int64),
            "n_looked_at": found.n_pairs.astype(np.int64),
            "expected": found.expected,
            "z": found.z,
            "p_value": found.p_value,
        }
    )


def _alike(months):
    """Months of an office whose shares lie closer together than chance allows."""
    own = (months["map"] == "then") & months["unit_level"].isin(["commune", "centre"])
    rows = months[own & (months["n_ballots"] > 0)].sort_values(["unit_key", "month"])
    units, index = np.unique(rows["unit_key"].astype(str), return_inverse=True)
    counts = rows[["n_satisfied", "n_ballots"]].to_numpy(float).T
    found = uniform_units(index, *counts, len(units))
    n_groups = found.n_groups.astype(np.int64)
    return pd.DataFrame(
        {
            "unit_key": units,
            "rule": "months_too_alike",
            "n_found": n_groups,
            "n_looked_at": n_groups,
            "expected": np.nan,
            "z": -ndtri(np.clip(found.p_value, 1e-16, 1 - 1e-16)),
            "p_value": found.p_value,
        }
    )


def _judged(rows, q):
    """Family: all units of one rule."""
    p = rows["p_value"].to_numpy()
    rows["p_adjusted"] = bh_adjust(p).p_adj
    is_far = rows["z"] > Z_FLAG
    if (rows["rule"] == "months_too_alike").any():
        is_far = rows["p_value"] < TOO_UNIFORM_P
    rows["is_unusual"] = is_far & (rows["p_adjusted"] <= q)
    return rows
