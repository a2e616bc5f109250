"""Effect of the model on satisfaction from two waves of the same survey."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.statistics.effect.clustered import Coefficient
from warehouse.statistics.effect.wave_effect import WaveEffect, wave_effect
from warehouse.statistics.frames.units.compared_units import KEY, compared_units
from warehouse.statistics.frames.units.judged_effects import judged_effects

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
    rows = compared_units(changes, sources)
    found = [_row(key, cells) for key, cells in rows.groupby(KEY, sort=True)]
    return judged_effects(pd.DataFrame(found, columns=_columns()))


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
