"""Change of each item in each unit between a wave before and a wave after.

Grain: map, unit_key, item_code, before_wave, after_wave.
"""

import numpy as np
import pandas as pd

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.ordinal import brunner_munzel_columns, welch_columns
from warehouse.statistics.change.shares import (
    newcombe_bounds,
    two_by_two_chi2,
    wilson_bounds,
)
from warehouse.statistics.change.verdicts import judge_changes
from warehouse.statistics.probability.distributions import chi2_upper
from warehouse.statistics.sampling.strata_columns import (
    Strata,
    stratified_changes,
    stratified_columns,
)

KEY = ["map", "unit_key", "before_wave", "after_wave", "item_code"]
PAIR = ["before_wave", "after_wave", "item_code"]
TEXTS = [*KEY, "item_kind", "unit_code", "unit_level", "verdict"]
TEXTS += ["not_comparable_reason", "post_reason"]
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


def model(dbt, session):
    dbt.config(materialized="table")
    levels = dbt.ref("agg_pair_levels").df()
    # one order of adding, so that two builds agree to the last digit
    levels = levels.sort_values([*KEY, "wave_code", "level"], ignore_index=True)
    units = dbt.ref("dim_units").df()
    rules = _rules(dbt.ref("dim_wave_pairs").df())
    cells = _cells(levels).merge(rules, on=PAIR, how="left")
    cells = _measure(cells, *_histograms(levels, cells))
    cells = _raised(cells, dbt.ref("agg_pair_moments").df())
    cells = _with_one_mix(_judge(cells), dbt.ref("stat_one_mix").df())
    names = ["unit_key", "unit_code", "unit_valid_from", "unit_level"]
    cells = cells.merge(units[names], on="unit_key", how="left")
    return _adjust(cells).astype(
        dict.fromkeys(TEXTS, "string") | {"unit_valid_from": "date32[day][pyarrow]"}
    )


def _rules(pairs):
    """One row per pair and item or factor; a factor inherits its items' reasons."""
    items = pairs.drop(columns="criterion_code")
    factors = pairs.drop(columns="item_code").rename(
        columns={"criterion_code": "item_code"}
    )
    both = pd.concat([items, factors[~factors["item_code"].isin(items["item_code"])]])
    both = both.sort_values([*PAIR, "not_comparable_reason"])
    return both.groupby(PAIR, as_index=False).first()


def _cells(levels):
    side = np.where(levels["wave_code"] == levels["before_wave"], "before", "after")
    levels = levels.assign(side=side)
    sums = levels.pivot_table(
        index=[*KEY, "item_kind"],
        columns="side",
        values=["n_answers", "n_weighed"],
        aggfunc="sum",
        fill_value=0.0,
    )
    cells = pd.DataFrame(index=sums.index)
    for side in ("before", "after"):
        for name, column in (("n", "n_answers"), ("n_effective", "n_weighed")):
            found = sums.get((column, side))
            cells[f"{name}_{side}"] = 0.0 if found is None else found
    good = levels["n_answers"].where(levels["is_satisfied"].fillna(False), 0)
    raw = levels.assign(n_good=good).groupby([*KEY, "item_kind", "side"])
    raw = raw["n_good"].sum().unstack("side")
    for side in ("before", "after"):
        n = cells[f"n_{side}"]
        found = raw.get(side, n * np.nan)
        cells[f"share_{side}_raw"] = found.astype(float) / n.where(n > 0)
    cells["share_diff_raw"] = cells["share_after_raw"] - cells["share_before_raw"]
    split = levels.groupby([*KEY, "item_kind"])["has_split"].max()
    return cells.join(split).reset_index().sort_values(KEY, ignore_index=True)


def _histograms(levels, cells):
    """Level values, counts before and after (cells × levels), satisfied counts."""
    values = np.sort(levels["level"].unique())
    row = pd.MultiIndex.from_frame(cells[KEY]).get_indexer(
        pd.MultiIndex.from_frame(levels[KEY])
    )
    column = np.searchsorted(values, levels["level"])
    n = levels["n_weighed"].to_numpy(float)
    is_before = (levels["wave_code"] == levels["before_wave"]).to_numpy()
    good = levels["is_satisfied"].fillna(False).to_numpy(bool)
    counts, satisfied = [], []
    for side in (is_before, ~is_before):
        histogram = np.zeros((len(cells), len(values)))
        np.add.at(histogram, (row[side], column[side]), n[side])
        counts.append(histogram)
        satisfied.append(
            np.bincount(row[side & good], n[side & good], minlength=len(cells))
        )
    return values, *counts, *satisfied


def _measure(cells, values, before, after, x_before, x_after):
    n_before, n_after = before.sum(axis=1), after.sum(axis=1)
    out = cells.copy()
    for side, x, n in (("before", x_before, n_before), ("after", x_after, n_after)):
        p, low, high = wilson_bounds(np.minimum(x, n), n)
        out[f"share_{side}"] = p
        out[f"share_{side}_low"], out[f"share_{side}_high"] = low, high
    good = np.minimum(x_after, n_after), n_after, np.minimum(x_before, n_before)
    diff, low, high = newcombe_bounds(*good, n_before)
    out["share_diff"], out["share_diff_low"], out["share_diff_high"] = diff, low, high
    welch = welch_columns(values, before, after)
    out["mean_before"], out["mean_after"] = welch.mean_before, welch.mean_after
    out["mean_diff"] = welch.diff
    out["mean_diff_low"], out["mean_diff_high"] = welch.lo, welch.hi
    rank = brunner_munzel_columns(before, after)
    out["p_superiority"] = rank.p_superiority
    out["p_superiority_low"] = rank.logit_lo
    out["p_superiority_high"] = rank.logit_hi
    out["p_value"] = chi2_upper(two_by_two_chi2(*good, n_before), 1)
    return out


def _raised(cells, moments):
    """Units above others: strata weighed by people served, design-based errors."""
    moments = moments.sort_values([*KEY, "wave_code", "stratum_key"])
    several = moments.groupby(KEY)["stratum_key"].transform("nunique") > 1
    moments = moments[several]
    row = pd.MultiIndex.from_frame(cells[KEY]).get_indexer(
        pd.MultiIndex.from_frame(moments[KEY])
    )
    is_before = (moments["wave_code"] == moments["before_wave"]).to_numpy()
    waves = [
        _wave(moments[side], row[side], len(cells)) for side in (is_before, ~is_before)
    ]
    change = stratified_changes(*waves)
    rows = np.unique(row)
    for side, wave in zip(("before", "after"), waves, strict=True):
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


def _wave(moments, row, n_cells):
    """One wave of the strata, each on the ballots it is worth in precision."""
    worth = (moments["n_effective"] / moments["n_answers"]).to_numpy(float)
    scaled = [
        moments[name].to_numpy(float) * worth
        for name in ("n_satisfied", "sum_level", "sum_squared_level")
    ]
    sums = moments[["weight", "n_effective"]].to_numpy(float).T
    return stratified_columns(Strata(row, *sums, *scaled), n_cells)


def _judge(cells):
    reason = cells["not_comparable_reason"].astype(object)
    reason = reason.where(reason.notna(), None)
    reason = reason.mask(cells["n_after"] <= 0, "no_after")
    reason = reason.mask(cells["n_before"] <= 0, "no_before")
    cells["not_comparable_reason"] = reason
    cells["is_comparable"] = reason.isna()
    cells["verdict"] = ""
    for (margin, min_n), rows in cells.groupby(["margin_share", "min_n_compare"]):
        words, _ = judge_changes(
            rows["share_diff_low"],
            rows["share_diff_high"],
            rows[["n_before", "n_effective_before"]].min(axis=1),
            rows[["n_after", "n_effective_after"]].min(axis=1),
            is_comparable=rows["is_comparable"],
            margin=float(margin),
            min_n=float(min_n),
        )
        cells.loc[rows.index, "verdict"] = words
    cells.loc[_is_mute(cells), list(COMPARED)] = np.nan
    return cells


def _is_mute(cells):
    return cells["verdict"].isin(["too_few", "not_comparable"])


def _with_one_mix(cells, one_mix):
    """The same comparison on one mix of work, beside the raw one."""
    figures = [name for name in one_mix.columns if name.startswith("share_")]
    cells = cells.merge(one_mix, on=KEY, how="left")
    cells.loc[_is_mute(cells), figures] = np.nan
    return cells


def _adjust(cells):
    """Family: one item over all units of one level on one map."""
    cells["p_adjusted"] = np.nan
    family = ["map", "before_wave", "after_wave", "item_code", "unit_level"]
    for _, rows in cells.groupby(family).groups.items():
        p = cells.loc[rows, "p_value"].to_numpy()
        cells.loc[rows, "p_adjusted"] = bh_adjust(p).p_adj
    return cells
