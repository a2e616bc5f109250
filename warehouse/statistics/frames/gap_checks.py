"""Units whose own ballots are to be looked at: friendlier than the survey, and again.

A mark is a reason to look how ballots came about, not a finding about anybody. It is
kept rarer than the word of a gap, so that a province without such a unit has a mark in
at most one wave of a hundred, and it pools the wave with the one before it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.agreement.gaps_over_waves import MOST_QUARTERS, repeated_gap_z
from warehouse.statistics.change.families import GAP_FAMILY
from warehouse.statistics.change.multiplicity import bh_adjust
from warehouse.statistics.probability.distributions import normal_two_sided

CELL = ["map", "unit_key", "item_code"]


def with_checks(
    gaps: pd.DataFrame, counts: list[NDArray[np.float64]], thresholds: pd.DataFrame
) -> pd.DataFrame:
    """The gaps with `needs_check` and `n_periods`, the waves it rests on.

    Units that hold others have neither: they are looked at through their units.

    Args:
        gaps: Rows of `stat_independent_gaps`, with `verdict_alone`.
        counts: Satisfied and all ballots of the own, and of the survey, of each row,
            as many as they are worth.
        thresholds: Rows of `dim_thresholds`.
    """
    is_told = (gaps["n_strata"] == 1) & (gaps["verdict_alone"] != "too_few")
    before = _rows_before(gaps, is_told.to_numpy())
    has_before = before >= 0
    z = repeated_gap_z(
        *(np.array([side, np.where(has_before, side[before], 0)]) for side in counts)
    )
    z = np.where(is_told, z, np.nan)
    gaps["needs_check"] = False
    gaps["n_periods"] = np.where(is_told, 1 + has_before, 0)
    gaps["p_together"] = normal_two_sided(z)
    for _, rows in gaps[is_told].groupby(GAP_FAMILY):
        day = _quarter(str(rows["period"].iloc[0])).start_time
        q = thresholds_on(thresholds, day)["gap_check_q"]
        found = bh_adjust(rows["p_together"].to_numpy(dtype=float), q)
        is_high = z[gaps.index.get_indexer(rows.index)] > 0
        gaps.loc[rows.index, "needs_check"] = found.rejected & is_high
    return gaps.drop(columns="p_together")


def _rows_before(gaps: pd.DataFrame, is_told: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Place of the unit's row of the wave before, −1 where there is none."""
    quarters = {text: _quarter(str(text)).ordinal for text in gaps["period"].unique()}
    told = gaps.loc[is_told, CELL].assign(
        place=np.flatnonzero(is_told),
        quarter=gaps.loc[is_told, "period"].map(quarters).astype(int),
    )
    told = told.sort_values([*CELL, "quarter"])
    earlier = told.groupby(CELL)[["place", "quarter"]].shift(1)
    is_near = told["quarter"] - earlier["quarter"] <= MOST_QUARTERS
    before = np.full(len(gaps), -1, dtype=np.intp)
    before[told["place"]] = earlier["place"].where(is_near).fillna(-1).astype(int)
    return before


def _quarter(period: str) -> pd.Period:
    return pd.Period(period.replace("-", ""))
