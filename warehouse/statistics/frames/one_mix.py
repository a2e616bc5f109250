"""Before and after restated to one mix of work: each procedure group of each unit
counts by the cases it serves, in both waves alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.frames.pair_cells import KEY, SIDES
from warehouse.statistics.sampling.strata_columns import (
    Strata,
    StratifiedColumns,
    collapse_cells,
    stratified_changes,
    stratified_columns,
)

PAIR = ["before_wave", "after_wave"]
COUNTS = [
    f"{name}_{side}" for side in SIDES for name in ("n", "n_effective", "n_satisfied")
]
# a figure stands for a unit if its ballots are nearly all in it
LEAST_COVERED = 0.8
FIGURES = ["share_before_post", "share_after_post", "share_diff_post"]
FIGURES += ["share_diff_post_low", "share_diff_post_high"]
# why ballots of a group are left out, the gravest first
FATES = ("no_groups", "no_totals", "other_units")


def one_mix(
    *,
    groups: pd.DataFrame,
    pairs: pd.DataFrame,
    criteria: pd.DataFrame,
    ancestors: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_one_mix`, one per `KEY`, also for each unit's ancestors.

    Args:
        groups: Rows of `agg_pair_groups`.
        pairs: Rows of `dim_wave_pairs`.
        criteria: Rows of `dim_criteria`.
        ancestors: Rows of `int_unit_ancestors`.
    """
    groups = groups.astype(dict.fromkeys([*COUNTS, "n_served"], float))
    groups = with_factors(groups, pairs, criteria)
    groups = groups.sort_values([*KEY, "procedure_group"], ignore_index=True)
    ancestors = ancestors[["map", "unit_key", "ancestor_unit_key"]]
    rows = joined_groups(groups).merge(ancestors, on=["map", "unit_key"])
    rows["unit_key"] = rows["ancestor_unit_key"]
    rows = rows.sort_values(KEY, kind="stable", ignore_index=True)
    return restated(rows).astype(dict.fromkeys([*KEY, "post_reason"], "string"))


def with_factors(
    groups: pd.DataFrame, pairs: pd.DataFrame, criteria: pd.DataFrame
) -> pd.DataFrame:
    """The groups of items and of factors: a factor's ballots are those of its items,
    counted once."""
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
    n_items = sizes.rename_axis([*PAIR, "item_code"]).reset_index()
    totals = totals.merge(served, on=keys).merge(n_items, on=[*PAIR, "item_code"])
    totals[COUNTS] = totals[COUNTS].div(totals["n_items"], axis=0)
    return pd.concat([groups, totals.drop(columns="n_items")], ignore_index=True)


def joined_groups(groups: pd.DataFrame) -> pd.DataFrame:
    """Groups of a unit, the small ones joined; `fate` says why one has no total."""
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


def restated(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares and their change on one mix, or the reason why there are none."""
    cell = rows.groupby(KEY, sort=False).ngroup().to_numpy().astype(np.intp)
    n_cells = int(cell.max()) + 1 if len(cell) else 0
    before, after = (_wave(rows, cell, n_cells, side) for side in SIDES)
    changes = stratified_changes(before, after)
    result = rows.drop_duplicates(KEY)[KEY].reset_index(drop=True)
    figures = [before.share, after.share, changes.diff, changes.lo, changes.hi]
    result = result.assign(**dict(zip(FIGURES, figures, strict=True)))
    reason = _reasons(rows, cell, n_cells)
    result["post_reason"] = pd.Series(reason, dtype=object).replace("", None)
    result.loc[reason != "", FIGURES] = np.nan
    return result


def _wave(
    rows: pd.DataFrame, cell: NDArray[np.intp], n_cells: int, side: str
) -> StratifiedColumns:
    """One wave on the mix of cases served."""
    is_used = rows["fate"] == ""
    n, effective = rows[f"n_{side}"], rows[f"n_effective_{side}"]
    worth = (effective / n.where(n > 0)).fillna(0)
    x = (rows[f"n_satisfied_{side}"] * worth).to_numpy(dtype=float)
    sums = Strata(
        cell=cell,
        size=rows["n_served"].where(is_used, 0).fillna(0).to_numpy(dtype=float),
        n=effective.where(is_used, 0).to_numpy(dtype=float),
        satisfied=x,
        levels=x,
        squares=x,
    )
    return stratified_columns(sums, n_cells)


def _reasons(
    rows: pd.DataFrame, cell: NDArray[np.intp], n_cells: int
) -> NDArray[np.object_]:
    """Why a cell has no restated figure; empty if it has."""
    reason = np.full(n_cells, "", dtype=object)
    for side in SIDES:
        n = rows[f"n_{side}"].to_numpy(dtype=float)
        total = np.bincount(cell, n, n_cells)
        lost = np.zeros(n_cells)
        for fate in FATES:
            mine = np.where(rows["fate"] == fate, n, 0.0)
            lost = lost + np.bincount(cell, mine, n_cells)
            is_much = lost > (1 - LEAST_COVERED) * total
            reason = np.where((reason == "") & is_much, fate, reason)
    return reason
