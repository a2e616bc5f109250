"""Change of each item in each unit between a wave before and a wave after."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.change.families import CHANGE_FAMILY
from warehouse.statistics.change.multiplicity import selected_confidence
from warehouse.statistics.change.ordinal import brunner_munzel_columns, welch_columns
from warehouse.statistics.change.share_differences import (
    newcombe_bounds,
    two_by_two_chi2,
)
from warehouse.statistics.frames.change_verdicts import (
    judged_changes,
    looked_at_together,
    silenced,
    with_one_mix,
    with_starts,
)
from warehouse.statistics.frames.pair_cells import (
    KEY,
    PAIR,
    SIDES,
    Histograms,
    histograms,
    is_before,
    pair_cells,
    pair_rules,
    places,
    with_clusters,
)
from warehouse.statistics.probability.distributions import chi2_upper
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.sampling.strata_columns import (
    Strata,
    StratifiedColumns,
    stratified_changes,
    stratified_columns,
    with_mean_of,
)

TEXTS = [*KEY, "item_kind", "unit_code", "unit_level", "verdict", "verdict_alone"]
TEXTS += ["not_comparable_reason", "post_reason", "model_status"]
TEXTS += ["cluster_kind_before", "cluster_kind_after"]
SUMS = ["weight", "n_source", "n_effective", "mean_effective"]
SUMS += ["n_satisfied", "sum_level", "sum_squared_level"]
UNIT = ["unit_key", "unit_code", "unit_valid_from", "unit_level", "model_start_date"]


def before_after(
    *,
    levels: pd.DataFrame,
    moments: pd.DataFrame,
    pairs: pd.DataFrame,
    one_mix: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_before_after`, one per `KEY`.

    Args:
        levels: Rows of `agg_pair_levels`.
        moments: Rows of `agg_pair_moments`.
        pairs: Rows of `dim_wave_pairs`, with the thresholds of each pair's day.
        one_mix: Rows of `stat_one_mix`.
        units: Rows of `dim_units`.
    """
    # one order of adding, so that two builds agree to the last digit
    levels = levels.sort_values([*KEY, "wave_code", "level"], ignore_index=True)
    cells = pair_cells(levels).merge(pair_rules(pairs), on=PAIR, how="left")
    cells = with_starts(cells.merge(units[UNIT], on="unit_key", how="left"))
    cells = with_clusters(cells, moments)
    counts, strata = histograms(levels, cells), raised_strata(moments)
    worth = mean_worth(cells, moments)
    cells = judged_changes(raised(measured(cells, counts, worth), strata))
    cells = looked_at_together(cells, change_limits(cells, counts, strata))
    cells = with_one_mix(silenced(cells), one_mix)
    types = dict.fromkeys(TEXTS, "string")
    return cells.astype(types | {"unit_valid_from": "date32[day][pyarrow]"})


def mean_worth(cells: pd.DataFrame, moments: pd.DataFrame) -> NDArray[np.float64]:
    """What ballots are worth for a mean level, against what they are for a share.

    Returns:
        Shape (2, cells): before and after; 1 where nothing is known.
    """
    row, first = places(cells, moments), is_before(moments)
    found = np.ones((2, len(cells)))
    for at, side in zip(found, (first, ~first), strict=True):
        mean, share = (
            np.bincount(row[side], moments[name].astype(float)[side], len(cells))
            for name in ("mean_effective", "n_effective")
        )
        np.divide(mean, share, out=at, where=share > 0)
    return found


def measured(
    cells: pd.DataFrame, counts: Histograms, worth: NDArray[np.float64]
) -> pd.DataFrame:
    """Shares, means and ranks of both waves, as of one sample of ballots each.

    Args:
        cells: One row per `KEY`.
        counts: Ballots worth in precision for a share.
        worth: As `mean_worth` gives it.
    """
    n_before, n_after = counts.before.sum(axis=1), counts.after.sum(axis=1)
    x_before = np.minimum(counts.satisfied_before, n_before)
    x_after = np.minimum(counts.satisfied_after, n_after)
    out = cells.copy()
    for side, x, n in (("before", x_before, n_before), ("after", x_after, n_after)):
        p, low, high = wilson_bounds(x, n)
        out[f"share_{side}"] = p
        out[f"share_{side}_low"], out[f"share_{side}_high"] = low, high
    good = x_after, n_after, x_before, n_before
    diff, low, high = newcombe_bounds(*good)
    out["share_diff"], out["share_diff_low"], out["share_diff_high"] = diff, low, high
    of_means = [n * w[:, None] for n, w in zip(counts[1:3], worth, strict=True)]
    welch = welch_columns(counts.values, *of_means)
    out["mean_before"], out["mean_after"] = welch.mean_before, welch.mean_after
    out["mean_diff"] = welch.diff
    out["mean_diff_low"], out["mean_diff_high"] = welch.lo, welch.hi
    # ranks lie between the share and the mean: whichever errs more is theirs
    of_ranks = [
        n * np.minimum(w, 1)[:, None] for n, w in zip(counts[1:3], worth, strict=True)
    ]
    rank = brunner_munzel_columns(*of_ranks)
    out["p_superiority"] = rank.p_superiority
    out["p_superiority_low"] = rank.logit_lo
    out["p_superiority_high"] = rank.logit_hi
    out["p_value"] = chi2_upper(two_by_two_chi2(*good), 1)
    return out


def raised_strata(moments: pd.DataFrame) -> pd.DataFrame:
    """Rows of `agg_pair_moments` of the cells that rest on several sources."""
    moments = moments.sort_values([*KEY, "wave_code", "source_unit_key"])
    sources = moments.groupby([*KEY, "wave_code"])["source_unit_key"]
    most = sources.transform("nunique").groupby([moments[name] for name in KEY])
    return moments[most.transform("max") > 1]


def raised(cells: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """Figures that rest on several units as they were: weighed by people served,
    with errors from the design, so that a shared ballot counts once.

    Args:
        cells: Cells measured as one sample each; changed where sources are several.
        moments: Their rows of `agg_pair_moments`, one per cell, wave and source.
    """
    before, after = _waves(cells, moments)
    change = stratified_changes(before, after)
    rows = np.unique(places(cells, moments))
    for side, wave in zip(SIDES, (before, after), strict=True):
        names = [f"share_{side}{end}" for end in ("", "_low", "_high")]
        cells.loc[rows, names] = np.c_[wave.share, wave.lo, wave.hi][rows]
        cells.loc[rows, f"mean_{side}"] = wave.mean[rows]
        cells.loc[rows, f"n_effective_{side}"] = np.nan_to_num(wave.n_eff[rows])
    share = np.c_[change.diff, change.lo, change.hi]
    mean = np.c_[change.mean_diff, change.mean_lo, change.mean_hi]
    for name, values in (("share", share), ("mean", mean)):
        names = [f"{name}_diff{end}" for end in ("", "_low", "_high")]
        cells.loc[rows, names] = values[rows]
    cells.loc[rows, "p_value"] = change.p_value[rows]
    return cells


def change_limits(
    cells: pd.DataFrame, counts: Histograms, moments: pd.DataFrame
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of each change that still hold after the marked ones were picked out.

    Args:
        cells: Judged cells.
        counts: Their histograms.
        moments: Rows of `agg_pair_moments` of those that rest on several sources.
    """
    conf = np.full(len(cells), 0.95)
    for rows in cells.groupby(CHANGE_FAMILY).indices.values():
        p = cells["p_value"].to_numpy(dtype=float)[rows]
        mute = ~cells["is_judged"].to_numpy(dtype=bool)[rows]
        q = float(cells["fdr_q"].iloc[rows[0]])
        conf[rows] = selected_confidence(np.where(mute, np.nan, p), q)
    n_before, n_after = counts.before.sum(axis=1), counts.after.sum(axis=1)
    x_before = np.minimum(counts.satisfied_before, n_before)
    x_after = np.minimum(counts.satisfied_after, n_after)
    _, low, high = newcombe_bounds(x_after, n_after, x_before, n_before, conf)
    change = stratified_changes(*_waves(cells, moments, conf), conf)
    rows = np.unique(places(cells, moments))
    low[rows], high[rows] = change.lo[rows], change.hi[rows]
    return low, high


def _waves(
    cells: pd.DataFrame, moments: pd.DataFrame, conf: ArrayLike = 0.95
) -> tuple[StratifiedColumns, StratifiedColumns]:
    """Both waves of the sources, each on the ballots it is worth in precision: for its
    share and, by another design effect, for its mean level."""
    row, first = places(cells, moments), is_before(moments)

    def columns(side: NDArray[np.bool_], effective: str) -> StratifiedColumns:
        rows = moments[side].astype(dict.fromkeys(SUMS, float))
        worth = rows[effective] / rows["n_source"]
        sums = [rows["weight"], rows[effective]]
        sums += [rows[name] * worth for name in SUMS[-3:]]
        strata = Strata(row[side], *(values.to_numpy() for values in sums))
        return stratified_columns(strata, len(cells), conf)

    before, after = (
        with_mean_of(columns(side, "n_effective"), columns(side, "mean_effective"))
        for side in (first, ~first)
    )
    return before, after
