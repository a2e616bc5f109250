"""Words for the changes of units, and what is not shown without a word."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.change.families import CHANGE_FAMILY
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.sign_risk import (
    PART_OF_ACCEPTED,
    no_change_se,
    wrong_sign_risks,
)
from warehouse.statistics.change.verdicts import Verdict, among_many, judge_changes
from warehouse.statistics.frames.pair_cells import KEY

COMPARED = (
    "share_diff_raw",
    "share_diff",
    "share_diff_low",
    "share_diff_high",
    "share_diff_alone_low",
    "share_diff_alone_high",
    "mean_diff",
    "mean_diff_low",
    "mean_diff_high",
    "p_superiority",
    "p_superiority_low",
    "p_superiority_high",
    "p_value",
    "p_adjusted",
)
# all that tells how changes of these units spread
SPREAD = ["map", "before_wave", "after_wave", "item_kind", "unit_level"]


# levels whose units start the model themselves
STARTING = ("commune", "centre")
DAYS_PER_MONTH = 365.25 / 12


def with_starts(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with `model_status`: whether the unit started between the waves.

    What was asked once a unit had started is no "before" of it: such a cell is not
    comparable, and says why; nor is that of a unit above where all below had started.
    """
    start, after_until = (cells.pop(c) for c in ("model_start_date", "after_until"))
    start = pd.to_datetime(start)
    until = pd.to_datetime(cells.pop("before_until"))
    since = pd.to_datetime(cells.pop("after_from"))
    # who began while the wave after ran is no one to compare with, on either side
    ends = [start <= until, start <= since, start <= pd.to_datetime(after_until)]
    words = ["started_before", "started", "starting"]
    status = np.select(ends, words, "not_started")
    starts = cells["unit_level"].isin(STARTING)
    cells["model_status"] = pd.Series(status, cells.index, dtype=object).where(starts)
    months = (since - start).dt.days / DAYS_PER_MONTH
    cells["months_in_model"] = months.where(cells["model_status"] == "started")
    late = cells["model_status"] == "started_before"
    late |= ~starts & cells.pop("is_after_start").astype(bool)
    known = cells["not_comparable_reason"].notna()
    cells.loc[late & ~known, "not_comparable_reason"] = "asked_after_start"
    return cells


def judged_changes(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the verdict each would have if it were the only one looked at.

    Adds `verdict_alone`, `is_comparable`, and `is_judged`: there are ballots enough.
    """
    reason = cells["not_comparable_reason"].astype(object)
    reason = reason.where(reason.notna(), None)
    is_apart = ~cells["is_same_area"].astype(bool) & (reason != "asked_after_start")
    reason = reason.mask(is_apart, "other_units")
    reason = reason.mask(cells["n_after"] <= 0, "no_after")
    reason = reason.mask(cells["n_before"] <= 0, "no_before")
    cells["not_comparable_reason"] = reason
    cells["is_comparable"] = reason.isna()
    cells["verdict_alone"] = verdicts(cells, "share_diff_low", "share_diff_high")
    mute = [Verdict.TOO_FEW.value, Verdict.NOT_COMPARABLE.value]
    cells["is_judged"] = ~cells["verdict_alone"].isin(mute)
    return cells


def verdicts(cells: pd.DataFrame, low: str, high: str) -> NDArray[np.object_]:
    """Verdicts from the limits in two columns, by the thresholds of each cell."""
    words = np.full(len(cells), "", dtype=object)
    groups = cells.reset_index(drop=True).groupby(["margin_share", "min_n_compare"])
    for place in groups.indices.values():
        rows = cells.iloc[place]
        words[place], _ = judge_changes(
            rows[low],
            rows[high],
            rows[["n_before", "n_effective_before"]].min(axis=1),
            rows[["n_after", "n_effective_after"]].min(axis=1),
            is_comparable=rows["is_comparable"],
            margin=float(rows["margin_share"].iloc[0]),
            min_n=float(rows["min_n_compare"].iloc[0]),
        )
    return words


def looked_at_together(
    cells: pd.DataFrame, limits: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> pd.DataFrame:
    """The verdicts a page may show of many units at once.

    A change of one unit among many keeps its word only where the p-value adjusted
    for all of its `CHANGE_FAMILY` says so, and where the changes of all units make it
    unlikely to be none or the other way; its limits are those that hold after it was
    picked out. The figures of it alone stand beside it.

    Args:
        cells: Judged cells.
        limits: Lower and upper limit of each change after the marked were picked.
    """
    cells["p_adjusted"] = np.nan
    cells["n_looks"] = 0
    p = cells["p_value"].where(cells["is_judged"])
    for rows in cells.groupby(CHANGE_FAMILY).groups.values():
        found = bh_adjust(p.loc[rows].to_numpy(dtype=float))
        cells.loc[rows, "p_adjusted"] = found.p_adj
        cells.loc[rows, "n_looks"] = found.n_tests
    for end, values in zip(("low", "high"), limits, strict=True):
        cells[f"share_diff_alone_{end}"] = cells[f"share_diff_{end}"]
        cells[f"share_diff_{end}"] = values
    words = verdicts(cells, "share_diff_low", "share_diff_high")
    is_trusted = (cells["n_looks"] < 2) | (
        _wrong_sign_risk(cells) <= PART_OF_ACCEPTED * cells["fdr_q"]
    )
    is_marked = ((cells["p_adjusted"] <= cells["fdr_q"]) & is_trusted).to_numpy()
    cells["verdict"] = among_many(cells["verdict_alone"], words, is_marked)
    return cells


def _wrong_sign_risk(cells: pd.DataFrame) -> pd.Series[float]:
    sides = ("share_after", "n_effective_after", "share_before", "n_effective_before")
    se = no_change_se(*(cells[name].to_numpy(dtype=float) for name in sides))
    change = cells["share_diff"].where(cells["is_judged"]).to_numpy(dtype=float)
    risk = np.full(len(cells), np.nan)
    for rows in cells.groupby(SPREAD).indices.values():
        risk[rows] = wrong_sign_risks(change[rows], se[rows])
    return pd.Series(risk, index=cells.index)


def silenced(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells without figures where two waves do not compare."""
    cells.loc[_is_mute(cells), list(COMPARED)] = np.nan
    return cells.drop(columns=["is_same_area", "is_judged"])


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


def _is_mute(cells: pd.DataFrame) -> pd.Series[bool]:
    return cells["verdict"].isin(["too_few", "not_comparable"])
