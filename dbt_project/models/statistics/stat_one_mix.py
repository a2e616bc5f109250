"""Before and after restated to one mix of work: each procedure group of each unit
counts by the cases it serves, in both waves alike.

Grain: map, unit_key, item_code, before_wave, after_wave.
"""

import numpy as np
import pandas as pd

from warehouse.statistics.sampling.strata_columns import (
    Strata,
    collapse_cells,
    stratified_changes,
    stratified_columns,
)

KEY = ["map", "unit_key", "before_wave", "after_wave", "item_code"]
PAIR = ["before_wave", "after_wave"]
COUNTS = [
    f"{name}_{side}"
    for side in ("before", "after")
    for name in ("n", "n_effective", "n_satisfied")
]
# a figure stands for a unit if its ballots are nearly all in it
LEAST_COVERED = 0.8
FIGURES = ["share_before_post", "share_after_post", "share_diff_post"]
FIGURES += ["share_diff_post_low", "share_diff_post_high"]


def model(dbt, session):
    dbt.config(materialized="table")
    groups = dbt.ref("agg_pair_groups").df()
    groups = groups.astype(dict.fromkeys([*COUNTS, "n_served"], float))
    groups = _with_factors(
        groups, dbt.ref("dim_wave_pairs").df(), dbt.ref("dim_criteria").df()
    )
    groups = groups.sort_values([*KEY, "procedure_group"], ignore_index=True)
    ancestors = dbt.ref("int_unit_ancestors").df()
    ancestors = ancestors[["map", "unit_key", "ancestor_unit_key"]]
    rows = _joined(groups).merge(ancestors, on=["map", "unit_key"])
    rows["unit_key"] = rows["ancestor_unit_key"]
    rows = rows.sort_values(KEY, kind="stable", ignore_index=True)
    result = _estimate(rows)
    return result.astype(dict.fromkeys([*KEY, "post_reason"], "string"))


def _with_factors(groups, pairs, criteria):
    """The ballots of a factor are those of its items, counted once."""
    factors = criteria.loc[criteria["criterion_kind"] == "factor", "criterion_code"]
    names = pairs[pairs["criterion_code"].isin(factors)]
    sizes = names.groupby([*PAIR, "criterion_code"]).size().rename("n_items")
    names = names[[*PAIR, "item_code", "criterion_code"]]
    rows = groups.merge(names, on=[*PAIR, "item_code"])
    rows = rows.drop(columns="item_code").rename(
        columns={"criterion_code": "item_code"}
    )
    keys = [*KEY, "procedure_group"]
    totals = rows.groupby(keys, as_index=False)[COUNTS].sum()
    served = rows.groupby(keys, as_index=False)["n_served"].max()
    sizes = sizes.rename_axis([*PAIR, "item_code"]).reset_index()
    totals = totals.merge(served, on=keys).merge(sizes, on=[*PAIR, "item_code"])
    totals[COUNTS] = totals[COUNTS].div(totals["n_items"], axis=0)
    return pd.concat([groups, totals.drop(columns="n_items")], ignore_index=True)


def _joined(groups):
    """Groups of a unit, the small ones joined; what has no total says why."""
    is_named = groups["procedure_group"] != "none"
    is_known = is_named & (groups["n_served"] > 0)
    groups["fate"] = np.select([~is_named, ~is_known], ["no_groups", "no_totals"], "")
    rest, known = groups[~is_known], groups[is_known].reset_index(drop=True)
    stratum = known.groupby(KEY, sort=False).ngroup().to_numpy()
    known["cell"] = collapse_cells(stratum, known["n_before"], known["n_after"])
    keys = [*KEY, "cell"]
    known = known.groupby(keys, as_index=False)[[*COUNTS, "n_served"]].sum()
    is_alone = (known["n_before"] <= 0) | (known["n_after"] <= 0)
    known["fate"] = np.where(is_alone, "other_units", "")
    columns = [*KEY, *COUNTS, "n_served", "fate"]
    return pd.concat([known[columns], rest[columns]], ignore_index=True)


def _estimate(rows):
    cell = rows.groupby(KEY, sort=False).ngroup().to_numpy(dtype=np.intp)
    n_cells = int(cell.max()) + 1 if len(cell) else 0
    waves = [_wave(rows, cell, n_cells, side) for side in ("before", "after")]
    changes = stratified_changes(*waves)
    result = rows.drop_duplicates(KEY)[KEY].reset_index(drop=True)
    figures = [waves[0].share, waves[1].share, changes.diff, changes.lo, changes.hi]
    result = result.assign(**dict(zip(FIGURES, figures, strict=True)))
    reason = _reasons(rows, cell, n_cells)
    result["post_reason"] = pd.Series(reason, dtype=object).replace("", None)
    result.loc[reason != "", FIGURES] = np.nan
    return result


def _wave(rows, cell, n_cells, side):
    """One wave on the mix of cases served."""
    is_used = rows["fate"] == ""
    n, effective = rows[f"n_{side}"], rows[f"n_effective_{side}"]
    worth = (effective / n.where(n > 0)).fillna(0)
    x = (rows[f"n_satisfied_{side}"] * worth).to_numpy()
    sums = Strata(
        cell=cell,
        size=rows["n_served"].where(is_used, 0).fillna(0).to_numpy(),
        n=effective.where(is_used, 0).to_numpy(),
        satisfied=x,
        levels=x,
        squares=x,
    )
    return stratified_columns(sums, n_cells)


def _reasons(rows, cell, n_cells):
    """Why a cell has no restated figure; empty if it has."""
    reason = np.full(n_cells, "", dtype=object)
    for side in ("before", "after"):
        n = rows[f"n_{side}"].to_numpy()
        total = np.bincount(cell, n, n_cells)
        lost = np.zeros(n_cells)
        for fate in ("no_groups", "no_totals", "other_units"):
            mine = np.where(rows["fate"] == fate, n, 0.0)
            lost = lost + np.bincount(cell, mine, n_cells)
            is_much = lost > (1 - LEAST_COVERED) * total
            reason = np.where((reason == "") & is_much, fate, reason)
    return reason
