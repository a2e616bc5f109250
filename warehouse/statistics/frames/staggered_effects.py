"""Effect of the model on satisfaction over three and more waves of the same survey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.effect.staggered_waves import (
    NEVER,
    StaggeredWaves,
    staggered_waves,
)
from warehouse.statistics.frames.units.compared_units import KEY, compared_units
from warehouse.statistics.frames.units.judged_effects import PAIR, judged_effects

LEAST_WAVES = 3
COLUMNS = [*KEY, "item_kind", "method", "n_started", "n_not_started", "n_clusters"]
COLUMNS += ["margin_share", "fdr_q", "p_value", "effect", "effect_low", "effect_high"]
COLUMNS += ["waves", "n_waves", "n_starts", "detectable"]
COLUMNS += [
    f"effect_{which}{limit}"
    for which in ("first_wave", "later_waves")
    for limit in ("", "_low", "_high")
]


def staggered_effects(
    *, changes: pd.DataFrame, sources: pd.DataFrame, waves: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_staggered_effects`, one per `item_code` asked in three waves.

    Args:
        changes: Rows of `stat_before_after`.
        sources: Rows of `agg_pair_sources`: which units share ballots.
        waves: Rows of `dim_waves`.
    """
    rows = compared_units(changes, sources)
    opened = waves.set_index("wave_code")["opened_on"]
    found = [
        row
        for item, cells in rows.groupby("item_code", sort=True)
        if (row := _over_all_waves(str(item), cells, opened))
    ]
    judged = judged_effects(pd.DataFrame(found, columns=COLUMNS))
    return judged.drop(columns=PAIR).astype({"waves": "string"})


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
    if len(order) < LEAST_WAVES:
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
