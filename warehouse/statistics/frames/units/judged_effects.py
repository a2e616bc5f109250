"""Words for effects of several questions: the headline alone, the others together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.change.verdicts import (
    Verdict,
    among_many,
    judge_intervals,
)
from warehouse.statistics.frames.units.compared_units import KEY

PAIR = ["before_wave", "after_wave"]
TEXTS = [*KEY, "item_kind", "method", "verdict", "verdict_alone"]
HEADLINE = "overall"


def judged_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with verdicts: the headline alone, the others looked at together.

    Args:
        rows: One per `KEY`, with `method`, `effect_low`, `effect_high`, `p_value`,
            `margin_share` and `fdr_q`.
    """
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
