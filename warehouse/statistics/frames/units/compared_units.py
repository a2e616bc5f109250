"""Units that an effect over waves can compare, and which of them share ballots."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

KEY = ["before_wave", "after_wave", "item_code"]


def compared_units(changes: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of units with a known start, each with the group it shares ballots with.

    Args:
        changes: Rows of `stat_before_after`.
        sources: Rows of `agg_pair_sources`: which units share ballots.
    """
    rows = changes[
        (changes["map"] == "today")
        & changes["model_status"].isin(["started", "not_started"])
        & changes["is_comparable"].astype(bool)
        & ~changes["verdict"].isin(["too_few", "not_comparable"])
    ]
    rows = rows.merge(shared_groups(sources), on="unit_key", how="left")
    rows["group"] = (
        rows["group"]
        .astype(object)
        .where(rows["group"].notna(), rows["unit_key"].astype(object))
    )
    return rows.sort_values([*KEY, "unit_key"], ignore_index=True)


def shared_groups(sources: pd.DataFrame) -> pd.DataFrame:
    """Units of today that share ballots, with one number for each such group."""
    split = sources[(sources["map"] == "today") & sources["is_split"].astype(bool)]
    links = split[["stratum_key", "source_unit_key"]].drop_duplicates()
    row, units = pd.factorize(links["stratum_key"], sort=True)
    column, sources_ = pd.factorize(links["source_unit_key"], sort=True)
    size = len(units) + len(sources_)
    graph = coo_array(
        (np.ones(len(links)), (row, column + len(units))), shape=(size, size)
    )
    label = connected_components(graph, directed=False)[1] if size else np.zeros(0)
    names = [f"shared {number}" for number in label[: len(units)]]
    return pd.DataFrame({"unit_key": np.asarray(units, dtype=object), "group": names})
