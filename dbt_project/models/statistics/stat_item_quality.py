"""Questions one by one: how often left open, how often at an end of the scale.

Grain: wave_code, item_code.
"""

import numpy as np

from warehouse.statistics.change.shares import wilson_bounds

TEXTS = ["wave_code", "stream", "instrument", "item_code", "criterion_code"]
COUNTS = ["n_ballots", "n_answers", "n_missing"]


def model(dbt, session):
    dbt.config(materialized="table")
    cells = dbt.ref("agg_item_answers").df()
    cells = cells.sort_values(["wave_code", "item_code"], ignore_index=True)
    missing, ballots, answers = (
        cells[name].to_numpy(float) for name in ("n_missing", "n_ballots", "n_answers")
    )
    p, low, high = wilson_bounds(missing, ballots)
    cells["missing_rate"] = p
    cells["missing_rate_low"], cells["missing_rate_high"] = low, high
    some = np.where(answers > 0, answers, np.nan)
    cells["share_highest"] = cells.pop("n_highest") / some
    cells["share_lowest"] = cells.pop("n_lowest") / some
    return cells.astype(dict.fromkeys(TEXTS, "string") | dict.fromkeys(COUNTS, "int64"))
