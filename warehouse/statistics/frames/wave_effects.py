"""Effect of the model on satisfaction from two or more waves of the same survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.verdicts import (
    Verdict,
    among_many,
    judge_intervals,
)
from warehouse.statistics.effect.clustered import Coefficient
from warehouse.statistics.effect.staggered_waves import (
    NEVER,
    StaggeredWaves,
    staggered_waves,
)
from warehouse.statistics.effect.wave_effect import WaveEffect, wave_effect

KEY = ["before_wave", "after_wave", "item_code"]
PAIR = ["before_wave", "after_wave"]
TEXTS = [*KEY, "item_kind", "method", "verdict", "verdict_alone"]
HEADLINE = "overall"
MOST_OF_A_PAIR = 2
_SHARED = [*KEY, "item_kind", "method", "n_started", "n_not_started", "n_clusters"]
_SHARED += ["margin_share", "fdr_q", "p_value", "effect", "effect_low", "effect_high"]
_OF_WAVES = ["waves", "n_waves", "n_starts", "detectable"]
_OF_WAVES += [
    f"effect_{which}{limit}"
    for which in ("first_wave", "later_waves")
    for limit in ("", "_low", "_high")
]
LINES = {
    "effect": "effect",
    "before_difference": "before",
    "effect_adjusted": "adjusted",
    "effect_per_month": "per_month",
}


def wave_effects(*, changes: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_wave_effects`, one per `KEY`.

    Args:
        changes: Rows of `stat_before_after`.
        sources: Rows of `agg_pair_sources`: which units share ballots.
    """
    rows = _compared(changes, sources)
    found = [_row(key, cells) for key, cells in rows.groupby(KEY, sort=True)]
    return _judged(pd.DataFrame(found, columns=_columns()))


def staggered_effects(
    *, changes: pd.DataFrame, sources: pd.DataFrame, waves: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_staggered_effects`, one per `item_code` asked in three waves.

    Args:
        changes: Rows of `stat_before_after`.
        sources: Rows of `agg_pair_sources`: which units share ballots.
        waves: Rows of `dim_waves`.
    """
    rows = _compared(changes, sources)
    opened = waves.set_index("wave_code")["opened_on"]
    found = [
        row
        for item, cells in rows.groupby("item_code", sort=True)
        if (row := _over_all_waves(str(item), cells, opened))
    ]
    judged = _judged(pd.DataFrame(found, columns=[*_SHARED, *_OF_WAVES]))
    return judged.drop(columns=PAIR).astype({"waves": "string"})


def _compared(changes: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Units that can be compared, each with the group it shares ballots with."""
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


def _over_all_waves(
    item: str, cells: pd.DataFrame, opened: pd.Series[pd.Timestamp]
) -> dict[str, object] | None:
    """One question over the waves in order of their days; None with two waves."""
    sides = {"before_wave": "share_before", "after_wave": "share_after"}
    told = pd.concat(
        cells[["unit_key", wave, share]].set_axis(["unit_key", "wave", "y"], axis=1)
        for wave, share in sides.items()
    )
    order = sorted(told["wave"].unique(), key=lambda wave: (opened[wave], wave))
    if len(order) < MOST_OF_A_PAIR + 1:
        return None
    place = {wave: number for number, wave in enumerate(order)}
    shares = told.groupby(["unit_key", "wave"])["y"].first().unstack()[order]
    began = cells[cells["model_status"] == "started"]
    start = began["after_wave"].map(place).groupby(began["unit_key"]).min()
    fit = staggered_waves(
        shares.to_numpy(dtype=float),
        start.reindex(shares.index).fillna(NEVER).to_numpy(dtype=float),
        cells.groupby("unit_key")["group"].first()[shares.index].astype(str),
    )
    return _staggered_row(item, cells, order, fit)


def _staggered_row(
    item: str, cells: pd.DataFrame, order: list[str], fit: StaggeredWaves
) -> dict[str, object]:
    latest = cells[cells["after_wave"] == order[-1]]
    rules = latest if len(latest) else cells
    row: dict[str, object] = {"before_wave": order[0], "after_wave": order[-1]}
    row |= {"item_code": item, "item_kind": cells["item_kind"].iloc[0]}
    row |= {"waves": ";".join(order), "n_waves": len(order)}
    is_known = not np.isnan(fit.effect.lo)
    row["method"] = "jackknife" if is_known else "none"
    row |= {"n_started": fit.n_started, "n_not_started": fit.n_waiting}
    row |= {"n_starts": fit.n_starts}
    row["n_clusters"] = int(fit.effect.df) + 1 if is_known else 0
    row |= {name: float(rules[name].iloc[0]) for name in ("margin_share", "fdr_q")}
    for name, line in {
        "effect": fit.effect,
        "effect_first_wave": fit.first,
        "effect_later_waves": fit.later,
    }.items():
        # a figure of few units would tell their own
        value = line.value if is_known else np.nan
        row |= {name: value, f"{name}_low": line.lo, f"{name}_high": line.hi}
    return row | {"p_value": fit.effect.p_value, "detectable": fit.effect.detectable}


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


def _columns() -> list[str]:
    names = [*KEY, "item_kind", "method", "n_started", "n_not_started", "n_clusters"]
    names += ["change_started", "change_not_started", "margin_share", "fdr_q"]
    names += ["p_value"]
    for name in LINES:
        names += [name, f"{name}_low", f"{name}_high"]
    return [*names, "detectable"]


def _row(key: object, cells: pd.DataFrame) -> dict[str, object]:
    """One question: the effect and the lines beside it."""
    before, after, months = (
        cells[name].to_numpy(dtype=float)
        for name in ("share_before", "share_after", "months_in_model")
    )
    fit = wave_effect(before, after, months, cells["group"].astype(str).to_numpy())
    row: dict[str, object] = dict(zip(KEY, tuple(key), strict=True))  # type: ignore[arg-type]
    row |= {"item_kind": cells["item_kind"].iloc[0], "method": fit.method}
    row |= {"n_started": fit.n_started, "n_not_started": fit.n_waiting}
    row |= {"n_clusters": int(cells["group"].nunique())}
    row |= {name: float(cells[name].iloc[0]) for name in ("margin_share", "fdr_q")}
    row |= _group_changes(fit, after - before, ~np.isnan(months))
    for name, attribute in LINES.items():
        line: Coefficient = getattr(fit, attribute)
        row |= {name: line.value, f"{name}_low": line.lo, f"{name}_high": line.hi}
    return row | {"p_value": fit.effect.p_value, "detectable": fit.effect.detectable}


def _group_changes(
    fit: WaveEffect, change: NDArray[np.float64], is_started: NDArray[np.bool_]
) -> dict[str, object]:
    """Mean changes of the two groups; the mean of one unit would tell its own."""
    if fit.method != "cr2":
        return {"change_started": np.nan, "change_not_started": np.nan}
    return {
        "change_started": float(change[is_started].mean()),
        "change_not_started": float(change[~is_started].mean()),
    }


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with verdicts: the headline alone, the others looked at together."""
    words, _ = judge_intervals(rows["effect_low"], rows["effect_high"], 0.0)
    for margin, part in rows.groupby("margin_share"):
        low, high = part["effect_low"], part["effect_high"]
        words[part.index], _ = judge_intervals(low, high, float(str(margin)))
    few = (~rows["method"].isin(["cr2", "jackknife"])).to_numpy()
    rows["verdict_alone"] = np.where(few, Verdict.TOO_FEW.value, words)
    rows["p_adjusted"] = rows["p_value"].astype(float)
    others = rows[rows["item_code"] != HEADLINE]
    for family in others.groupby([*PAIR, "item_kind"]).groups.values():
        p = rows.loc[family, "p_value"].to_numpy(dtype=float)
        rows.loc[family, "p_adjusted"] = bh_adjust(p).p_adj
    alone = rows["verdict_alone"]
    marked = (rows["item_code"] == HEADLINE) | (rows["p_adjusted"] <= rows["fdr_q"])
    rows["verdict"] = among_many(alone, alone, marked)
    names = ["n_started", "n_not_started", "n_clusters", "n_waves", "n_starts"]
    counts = {name: "int64" for name in names if name in rows.columns}
    figures = [c for c in rows.columns if c not in [*TEXTS, *counts, "waves"]]
    types = dict.fromkeys(TEXTS, "string") | dict.fromkeys(figures, "float64") | counts
    return rows.astype(types)
