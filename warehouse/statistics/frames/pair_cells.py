"""Counts of two waves, one row per unit and item compared."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

KEY = ["map", "unit_key", "before_wave", "after_wave", "item_code"]
PAIR = ["before_wave", "after_wave", "item_code"]
SIDES = ("before", "after")


class Histograms(NamedTuple):
    """Counts by level, one row per cell and one column per level.

    Attributes:
        values: Levels in ascending order.
        before, after: Ballots worth in precision at each level, cells × levels.
        satisfied_before, satisfied_after: Satisfied ballots of each cell.
    """

    values: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    satisfied_before: NDArray[np.float64]
    satisfied_after: NDArray[np.float64]


def places(cells: pd.DataFrame, rows: pd.DataFrame) -> NDArray[np.intp]:
    """Position in `cells` of the cell each row belongs to."""
    keys = pd.MultiIndex.from_frame(cells[KEY])
    return keys.get_indexer(pd.MultiIndex.from_frame(rows[KEY]))


def is_before(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows of the wave before."""
    return (rows["wave_code"] == rows["before_wave"]).to_numpy(dtype=bool)


def pair_rules(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per pair and item or factor; a factor inherits its items' reasons."""
    items = pairs.drop(columns="criterion_code")
    factors = pairs.drop(columns="item_code").rename(
        columns={"criterion_code": "item_code"}
    )
    both = pd.concat([items, factors[~factors["item_code"].isin(items["item_code"])]])
    both = both.sort_values([*PAIR, "not_comparable_reason"])
    return both.groupby(PAIR, as_index=False).first()


def pair_cells(levels: pd.DataFrame) -> pd.DataFrame:
    """Ballots and raw shares of both waves, one row per `KEY`.

    Args:
        levels: Rows of `agg_pair_levels`.
    """
    names = [*KEY, "item_kind"]
    levels = levels.assign(side=np.where(is_before(levels), *SIDES))
    sums = levels.pivot_table(
        index=names,
        columns="side",
        values=["n_answers", "n_weighed"],
        aggfunc="sum",
        fill_value=0.0,
    )
    cells = pd.DataFrame(index=sums.index)
    for side in SIDES:
        for name, column in (("n", "n_answers"), ("n_effective", "n_weighed")):
            found = sums.get((column, side))
            cells[f"{name}_{side}"] = 0.0 if found is None else found
    good = levels["n_answers"].where(levels["is_satisfied"].fillna(False), 0)
    raw = levels.assign(n_good=good).groupby([*names, "side"])["n_good"].sum()
    satisfied = raw.unstack("side")
    for side in SIDES:
        n = cells[f"n_{side}"]
        found = satisfied[side] if side in satisfied else n * np.nan
        cells[f"share_{side}_raw"] = found.astype(float) / n.where(n > 0)
    cells["share_diff_raw"] = cells["share_after_raw"] - cells["share_before_raw"]
    how = {"has_split": "max", "is_same_area": "min", "is_after_start": "min"}
    flags = levels.groupby(names).agg(how)
    return cells.join(flags).reset_index().sort_values(KEY, ignore_index=True)


def with_clusters(cells: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """The cells with what binds their ballots together, and how many of it.

    Nothing is said where the sources of a wave are bound in different ways: people
    and days do not add up.

    Args:
        cells: One row per `KEY`.
        moments: Rows of `agg_pair_moments`.
    """
    rows = moments[[*KEY, "wave_code", "cluster_kind", "n_clusters"]].copy()
    rows["n_clusters"] = rows["n_clusters"].astype(float)
    rows["kind"] = rows["cluster_kind"].astype(object).fillna("")
    for side, is_mine in zip(SIDES, (is_before(rows), ~is_before(rows)), strict=True):
        found = (
            rows[is_mine]
            .groupby(KEY)
            .agg(
                **{
                    f"cluster_kind_{side}": ("kind", "max"),
                    f"n_clusters_{side}": ("n_clusters", "sum"),
                    "least": ("kind", "min"),
                }
            )
        )
        is_one = (found.pop("least") == found[f"cluster_kind_{side}"]) & (
            found[f"cluster_kind_{side}"] != ""
        )
        cells = cells.join(found[is_one], on=KEY)
    return cells


def histograms(levels: pd.DataFrame, cells: pd.DataFrame) -> Histograms:
    """Histograms of the cells, in their order."""
    values = np.sort(levels["level"].unique())
    row = places(cells, levels)
    column = np.searchsorted(values, levels["level"])
    n = levels["n_weighed"].to_numpy(dtype=float)
    good = levels["is_satisfied"].fillna(False).to_numpy(dtype=bool)
    first = is_before(levels)
    counts, satisfied = [], []
    for side in (first, ~first):
        histogram = np.zeros((len(cells), len(values)))
        np.add.at(histogram, (row[side], column[side]), n[side])
        counts.append(histogram)
        satisfied.append(
            np.bincount(row[side & good], n[side & good], minlength=len(cells))
        )
    return Histograms(values, *counts, *satisfied)
