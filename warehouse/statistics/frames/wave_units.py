"""What a survey of people says of each unit and those above it, with its error."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.frames.returned_mix import mixed_shares
from warehouse.statistics.sampling.combined_share import combined_shares

KEY = ["map", "unit_key", "wave_code", "item_code"]
FIGURES = ["share", "share_low", "share_high", "n_effective"]
MIXED = [f"{name}_returned" for name in FIGURES]


def wave_units(
    *,
    strata: pd.DataFrame,
    groups: pd.DataFrame,
    returned: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_wave_units`, one per `KEY`.

    Args:
        strata: Rows of `agg_wave_strata`.
        groups: Rows of `agg_wave_groups`.
        returned: Rows of `agg_wave_returned`.
        units: Rows of `dim_units`.
    """
    rows = with_returned(strata, returned)
    figure = rows.groupby(KEY).ngroup().to_numpy()
    found = _sums(rows)
    _figures(found, FIGURES, rows, figure, "weight")
    found = found.merge(_served(rows), on=KEY, how="left")
    _figures(found, MIXED, rows, figure, "counts_for")
    found["returned_by"] = pd.Series("unit", found.index).where(
        found["share_returned"].notna() & (found["n_strata"] > 1)
    )
    found.loc[found["returned_by"].isna(), MIXED] = np.nan
    found = mixed_shares(found, rows, groups, returned)
    found = found.merge(units[["unit_key", "unit_level"]], on="unit_key", how="left")
    texts = [*KEY, "stream", "unit_level", "returned_by"]
    texts += ["weighted_by", "cluster_kind"]
    counts = {"n_strata": "int64"}
    return found.astype(dict.fromkeys(texts, "string") | counts)


def with_returned(strata: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Sources of strata with ballots restated, and whom each stands for.

    A stratum counts in `weight` by the people it served, or by the households or
    dossiers of the list it was drawn from where all of a figure were, and in
    `counts_for` by the results it returned in the days of the wave; people and results
    are dealt to its sources by the weights of their ballots. A unit that was split
    stands for each of its parts.
    """
    floating = ["share_moved", "n_answers", "sum_weight", "share", "n_effective"]
    floating += ["n_served", "n_in_frame", "n_clusters"]
    rows = strata.astype(dict.fromkeys(floating, float))
    rows["restated"] = rows["n_answers"] * rows["share_moved"]
    rows["weight"] = rows["sum_weight"] * rows["share_moved"]
    served = returned.groupby(["map", "unit_key", "wave_code"], as_index=False)
    totals = pd.DataFrame(served["n_returned"].sum())
    totals["n_returned"] = totals["n_returned"].astype(float)
    totals = totals.rename(columns={"unit_key": "stratum_key"})
    rows = rows.merge(totals, on=["map", "stratum_key", "wave_code"], how="left")
    stratum = [*KEY, "stratum_key"]
    part = rows["weight"] / rows.groupby(stratum)["weight"].transform("sum")
    rows["counts_for"] = rows["n_returned"].fillna(0) * part
    is_listed = rows["n_in_frame"].notna()
    rows["weighted_by"] = np.where(is_listed, "frame", "served")
    rows["weight"] = rows["n_in_frame"].where(is_listed, rows["n_served"] * part)
    order = [*stratum, "source_unit_key"]
    return rows.sort_values(order, ignore_index=True)


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per `KEY`: ballots, whom they stand for, and what binds them together,
    where it is one thing in every unit."""
    found = rows.groupby(KEY, as_index=False).agg(
        stream=("stream", "first"),
        n_strata=("stratum_key", "nunique"),
        n_answers=("restated", "sum"),
        sum_weight=("weight", "sum"),
        weighted_by=("weighted_by", "first"),
        cluster_kind=("cluster_kind", "first"),
        n_kinds=("cluster_kind", "nunique"),
        n_bound=("cluster_kind", "count"),
        n_sources=("source_unit_key", "size"),
        n_clusters=("n_clusters", "sum"),
    )
    is_one = (found["n_kinds"] == 1) & (found["n_bound"] == found["n_sources"])
    found = pd.DataFrame(found.drop(columns=["n_kinds", "n_bound", "n_sources"]))
    found.loc[~is_one, "cluster_kind"] = None
    found.loc[~is_one, "n_clusters"] = np.nan
    return found


def _served(rows: pd.DataFrame) -> pd.DataFrame:
    """Results returned by the units with answers: whom the mixed share is about."""
    known = rows[rows["n_returned"].notna()]
    once = known.drop_duplicates([*KEY, "stratum_key"])
    return pd.DataFrame(once.groupby(KEY, as_index=False)["n_returned"].sum())


def _figures(
    found: pd.DataFrame,
    names: list[str],
    rows: pd.DataFrame,
    figure: np.ndarray,
    part: str,
) -> None:
    used = (rows[part] > 0).to_numpy()
    kept = rows[used]
    shares = combined_shares(
        figure[used],
        pd.factorize(kept["source_unit_key"])[0],
        kept[part],
        kept["share"],
        kept["n_answers"],
        kept["n_effective"],
        len(found),
    )
    for name, values in zip(
        names, (shares.share, shares.lo, shares.hi, shares.n_eff), strict=True
    ):
        found[name] = values
