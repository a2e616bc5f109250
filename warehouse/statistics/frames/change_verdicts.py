"""Words for the changes of units, and what is not shown without a word."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.verdicts import judge_changes
from warehouse.statistics.frames.pair_cells import KEY

COMPARED = (
    "share_diff_raw",
    "share_diff",
    "share_diff_low",
    "share_diff_high",
    "mean_diff",
    "mean_diff_low",
    "mean_diff_high",
    "p_superiority",
    "p_superiority_low",
    "p_superiority_high",
    "p_value",
)
# units of one level on one map, asked the same item
FAMILY = ["map", "before_wave", "after_wave", "item_code", "unit_level"]


def judged_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with a verdict, and without figures where two waves do not compare."""
    reason = cells["not_comparable_reason"].astype(object)
    reason = reason.where(reason.notna(), None)
    reason = reason.mask(cells["n_after"] <= 0, "no_after")
    reason = reason.mask(cells["n_before"] <= 0, "no_before")
    cells["not_comparable_reason"] = reason
    cells["is_comparable"] = reason.isna()
    cells["verdict"] = ""
    for _, rows in cells.groupby(["margin_share", "min_n_compare"]):
        words, _ = judge_changes(
            rows["share_diff_low"],
            rows["share_diff_high"],
            rows[["n_before", "n_effective_before"]].min(axis=1),
            rows[["n_after", "n_effective_after"]].min(axis=1),
            is_comparable=rows["is_comparable"],
            margin=float(rows["margin_share"].iloc[0]),
            min_n=float(rows["min_n_compare"].iloc[0]),
        )
        cells.loc[rows.index, "verdict"] = words
    cells.loc[_is_mute(cells), list(COMPARED)] = np.nan
    return cells


def with_one_mix(cells: pd.DataFrame, one_mix: pd.DataFrame) -> pd.DataFrame:
    """The same comparison on one mix of work, beside the raw one.

    Args:
        cells: Judged cells.
        one_mix: Rows of `stat_one_mix`.
    """
    figures = [name for name in one_mix.columns if name.startswith("share_")]
    cells = cells.merge(one_mix, on=KEY, how="left")
    cells.loc[_is_mute(cells), figures] = np.nan
    return cells


def adjusted_for_looks(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with `p_adjusted`, over each `FAMILY` of them."""
    cells["p_adjusted"] = np.nan
    for rows in cells.groupby(FAMILY).groups.values():
        p = cells.loc[rows, "p_value"].to_numpy(dtype=float)
        cells.loc[rows, "p_adjusted"] = bh_adjust(p).p_adj
    return cells


def _is_mute(cells: pd.DataFrame) -> pd.Series[bool]:
    return cells["verdict"].isin(["too_few", "not_comparable"])
