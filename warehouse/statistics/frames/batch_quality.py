"""Service ballots that come in blocks, repeat one another, or agree too well."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.questionnaire.integrity_from_counts import (
    TOO_UNIFORM_P,
    batch_runs,
    uniform_units,
)

Z_FLAG = 3.0
RUNS = {"answers_in_blocks": "level", "ballots_repeat_neighbour": "ballot"}
TEXTS = ["unit_key", "rule"]
FIGURES = ["expected", "z", "p_value", "p_adjusted"]


def batch_quality(
    *,
    batches: pd.DataFrame,
    months: pd.DataFrame,
    build: pd.DataFrame,
    thresholds: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_batch_quality`, one per unit and rule.

    Args:
        batches: Rows of `agg_ballot_batches`.
        months: Rows of `agg_unit_months`.
        build: The row of `dim_build`: ballots of all days are judged by the rules of
            the last day the data speak of.
        thresholds: Rows of `dim_thresholds`.
    """
    batches = batches.sort_values(["unit_key", "wave_code", "on_day"])
    parts = [repeated_answers(batches, rule, name) for rule, name in RUNS.items()]
    parts.append(months_too_alike(months))
    q = thresholds_on(thresholds, build["data_as_of"].iloc[0])["fdr_q"]
    result = pd.concat([_judged(part, q) for part in parts], ignore_index=True)
    types = dict.fromkeys(TEXTS, "string") | {"is_unusual": "bool"}
    return result.astype(types | dict.fromkeys(FIGURES, "float64"))


def repeated_answers(batches: pd.DataFrame, rule: str, name: str) -> pd.DataFrame:
    """Neighbours alike in the batches of a unit, against what chance gives.

    Args:
        batches: Rows of `agg_ballot_batches`.
        rule: Name of the rule.
        name: What is alike, `level` or `ballot`: the columns `n_<name>_runs` and on.
    """
    units, index = np.unique(batches["unit_key"].astype(str), return_inverse=True)
    columns = [f"n_{name}_{part}" for part in ("runs", "squared", "cubed")]
    n, runs, squared, cubed = batches[["n_ballots", *columns]].to_numpy(dtype=float).T
    found = batch_runs(index, n, runs, squared, cubed, len(units))
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


def months_too_alike(months: pd.DataFrame) -> pd.DataFrame:
    """Months of an office whose shares lie closer together than chance allows."""
    own = (months["map"] == "then") & months["unit_level"].isin(["commune", "centre"])
    rows = months[own & (months["n_ballots"] > 0)].sort_values(["unit_key", "month"])
    units, index = np.unique(rows["unit_key"].astype(str), return_inverse=True)
    x, n = rows[["n_satisfied", "n_ballots"]].to_numpy(dtype=float).T
    found = uniform_units(index, x, n, len(units))
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


def _judged(rows: pd.DataFrame, q: float) -> pd.DataFrame:
    """Family: all units of one rule."""
    rows["p_adjusted"] = bh_adjust(rows["p_value"].to_numpy(dtype=float)).p_adj
    is_far = rows["z"] > Z_FLAG
    if (rows["rule"] == "months_too_alike").any():
        is_far = rows["p_value"] < TOO_UNIFORM_P
    rows["is_unusual"] = is_far & (rows["p_adjusted"] <= q)
    return rows
