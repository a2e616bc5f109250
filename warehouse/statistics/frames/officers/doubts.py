"""Officers whose figures are no evidence, because their data are in doubt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.frames.officers.measures import Measure
from warehouse.statistics.probability.share_intervals import wilson_bounds

# Evidence needs data nobody doubts: units whose ballots look arranged, or where more
# than one case in a hundred carries impossible dates, give none.
DOUBTED_BALLOTS = (
    "answers_in_blocks",
    "ballots_repeat_neighbour",
    "months_too_alike",
    "service_above_independent",
    "straight_lines_unusual",
)
IMPOSSIBLE_DATES = ("due_before_received", "finished_before_received")
DOUBTED_DATES_SHARE = 0.01


def officers_in_doubt(
    main_units: pd.DataFrame, flags: pd.DataFrame, measure: Measure
) -> set[str]:
    """Officers of units whose data of this measure carry an open flag.

    Args:
        main_units: The unit of each officer and period.
        flags: Rows of `dq_flags`.
        measure: The measure judged.
    """
    if measure.is_of_ballots:
        is_open = flags["rule"].isin(DOUBTED_BALLOTS)
    else:
        share = flags["count"] / flags["denominator"]
        is_open = flags["rule"].isin(IMPOSSIBLE_DATES) & (share > DOUBTED_DATES_SHARE)
    units = set(flags.loc[is_open, "unit_key"].dropna())
    is_doubted = main_units["unit_key"].isin(units)
    return set(main_units.loc[is_doubted, "officer_code"])


def officers_contradicted(rows: pd.DataFrame, theta_min: float) -> set[str]:
    """Officers whom independent ballots put above the standard.

    Args:
        rows: Rows of `agg_officer_cells` of one period type.
        theta_min: Least satisfied share expected of an officer.
    """
    names = ["n_independent_satisfied", "n_independent"]
    sums = rows.groupby("officer_code", observed=True)[names].sum()
    _, low, _ = wilson_bounds(sums["n_independent_satisfied"], sums["n_independent"])
    return set(sums.index[np.nan_to_num(low) > theta_min])
