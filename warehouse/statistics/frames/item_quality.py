"""Questions one by one: how often left open, how often at an end of the scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.probability.share_intervals import wilson_bounds

TEXTS = ["wave_code", "stream", "instrument", "item_code", "criterion_code"]
COUNTS = ["n_ballots", "n_answers", "n_missing"]


def item_quality(*, answers: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_item_quality`, one per wave and item.

    Args:
        answers: Rows of `agg_item_answers`.
    """
    cells = answers.sort_values(["wave_code", "item_code"], ignore_index=True)
    p, low, high = wilson_bounds(cells["n_missing"], cells["n_ballots"])
    cells["missing_rate"] = p
    cells["missing_rate_low"], cells["missing_rate_high"] = low, high
    n = cells["n_answers"].to_numpy(dtype=float)
    some = np.where(n > 0, n, np.nan)
    cells["share_highest"] = cells.pop("n_highest") / some
    cells["share_lowest"] = cells.pop("n_lowest") / some
    return cells.astype(dict.fromkeys(TEXTS, "string") | dict.fromkeys(COUNTS, "int64"))
