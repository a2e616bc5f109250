"""Before and after restated to one mix of work: each procedure group of each unit
counts by the cases it serves, in both waves alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.frames.pair_cells import KEY, SIDES
from warehouse.statistics.sampling.shared_sources import with_shared
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
# 1/ballots a restated group is worth, × n²: a sum over its sources
RESTATED = [*(name for name in COUNTS if "effective" not in name)]
RESTATED += [f"squares_{side}" for side in SIDES]
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
    floating = [*COUNTS, "n_served", "share_moved"]
    groups = groups.astype(dict.fromkeys(floating, float))
    groups = with_factors(groups, pairs, criteria)
    order = [*KEY, "procedure_group", "source_unit_key"]
    groups = groups.sort_values(order, ignore_index=True)
    ancestors = ancestors[["map", "unit_key", "ancestor_unit_key"]]
    joined, sources = joined_groups(groups)
    rows = joined.merge(ancestors, on=["map", "unit_key"])
    # what was asked once a unit had started is no "before" of those above it
    is_own = rows["unit_key"] == rows["ancestor_unit_key"]
    rows = rows[is_own | ~rows["is_after_start"].astype(bool)]
    rows["stratum_key"], rows["unit_key"] = rows["unit_key"], rows["ancestor_unit_key"]
    rows = rows.sort_values(KEY, kind="stable", ignore_index=True)
    return restated(rows, sources).astype(
        dict.fromkeys([*KEY, "post_reason"], "string")
    )


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
    keys = [*KEY, "procedure_group", "source_unit_key"]
    totals = rows.groupby(keys, as_index=False)[COUNTS].sum()
    whole = ["n_served", "share_moved"]
    served = rows.groupby(keys, as_index=False)[whole].max()
    n_items = sizes.rename_axis([*PAIR, "item_code"]).reset_index()
    totals = totals.merge(served, on=keys).merge(n_items, on=[*PAIR, "item_code"])
    totals[COUNTS] = totals[COUNTS].div(totals["n_items"], axis=0)
    return pd.concat([groups, totals.drop(columns="n_items")], ignore_index=True)


def joined_groups(groups: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Groups of a unit, the small ones joined; `fate` says why one has no total.

    Returns:
        The joined groups, one row per `KEY` and `cell`; and the sources of those
        that count, one row per `KEY`, `cell`, group and source.
    """
    groups = groups.copy()
    for side in SIDES:
        n, worth = groups[f"n_{side}"], groups[f"n_effective_{side}"]
        groups[f"squares_{side}"] = (n**2 / worth.where(worth > 0)).fillna(0.0)
    keys = [*KEY, "procedure_group"]
    whole = groups.groupby(keys, as_index=False)[RESTATED].sum()
    whole["n_served"] = groups.groupby(keys)["n_served"].max().to_numpy()
    is_named = whole["procedure_group"] != "none"
    is_known = is_named & (whole["n_served"] > 0)
    whole["fate"] = np.select([~is_named, ~is_known], ["no_groups", "no_totals"], "")
    rest, known = whole[~is_known], whole[is_known].reset_index(drop=True)
    stratum = known.groupby(KEY, sort=False).ngroup().to_numpy()
    known["cell"] = collapse_cells(stratum, known["n_before"], known["n_after"])
    sources = groups.merge(known[[*keys, "cell"]], on=keys)
    known = known.groupby([*KEY, "cell"], as_index=False)[[*RESTATED, "n_served"]].sum()
    is_alone = (known["n_before"] <= 0) | (known["n_after"] <= 0)
    known["fate"] = np.where(is_alone, "other_units", "")
    joined = pd.concat([known, rest.assign(cell=-1)], ignore_index=True)
    late = groups.groupby(KEY, as_index=False)["is_after_start"].max()
    joined = joined.merge(late, on=KEY).astype({"is_after_start": bool})
    for side in SIDES:
        n, squares = joined[f"n_{side}"], joined[f"squares_{side}"]
        worth = (n**2 / squares.where(squares > 0)).fillna(0.0)
        joined[f"n_effective_{side}"] = worth
    named = [*KEY, "cell", *COUNTS, "n_served", "fate", "is_after_start"]
    return joined[named], sources


def restated(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Shares and their change on one mix, or the reason why there are none."""
    cell = rows.groupby(KEY, sort=False).ngroup().to_numpy().astype(np.intp)
    n_cells = int(cell.max()) + 1 if len(cell) else 0
    before, after = (
        _wave(rows, cell, n_cells, side, _inflation(rows, sources, cell, n_cells, side))
        for side in SIDES
    )
    changes = stratified_changes(before, after)
    result = rows.drop_duplicates(KEY)[KEY].reset_index(drop=True)
    figures = [before.share, after.share, changes.diff, changes.lo, changes.hi]
    result = result.assign(**dict(zip(FIGURES, figures, strict=True)))
    reason = _reasons(rows, cell, n_cells)
    result["post_reason"] = pd.Series(reason, dtype=object).replace("", None)
    result.loc[reason != "", FIGURES] = np.nan
    return result


def _wave(
    rows: pd.DataFrame,
    cell: NDArray[np.intp],
    n_cells: int,
    side: str,
    inflation: NDArray[np.float64],
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
    return stratified_columns(sums, n_cells, inflation=inflation)


def _inflation(
    rows: pd.DataFrame,
    sources: pd.DataFrame,
    cell: NDArray[np.intp],
    n_cells: int,
    side: str,
) -> NDArray[np.float64]:
    """What it costs each figure that its units share ballots."""
    sources = sources[(sources["share_moved"] < 1) & (sources[f"n_{side}"] > 0)]
    used = rows.assign(figure=cell)[(rows["fate"] == "") & (rows[f"n_{side}"] > 0)]
    size = used["n_served"] / used.groupby("figure")["n_served"].transform("sum")
    used = used.assign(size=size.to_numpy(dtype=float), whole=used[f"n_{side}"])
    # what no split touches adds to both sums alike
    total = np.bincount(
        used["figure"].to_numpy(dtype=np.intp),
        (used["size"] ** 2 / used[f"n_effective_{side}"]).to_numpy(dtype=float),
        n_cells,
    )
    names = ["map", "before_wave", "after_wave", "item_code"]
    left = used[[*names, "stratum_key", "cell", "figure", "size", "whole"]]
    right = sources.rename(columns={"unit_key": "stratum_key"})
    both = left.merge(right, on=[*names, "stratum_key", "cell"])
    part = both["size"] * both[f"n_{side}"] / both["whole"]
    source = both["source_unit_key"].astype(str) + "|" + both["procedure_group"]
    return with_shared(
        both["figure"].to_numpy(dtype=np.intp),
        source.to_numpy(dtype=object).astype(str),
        part.to_numpy(dtype=float),
        both[f"n_effective_{side}"].to_numpy(dtype=float),
        total,
    )


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
