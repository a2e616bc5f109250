"""Counts of officers by kind of work, so that like is held against like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from warehouse.statistics.frames.officers.measures import Measure
from warehouse.statistics.officers.ballots import BallotCounts
from warehouse.statistics.officers.clusters import (
    ClusterEffects,
    ballot_pairs,
    cluster_effects,
)


def ballots_of(asked: pd.DataFrame) -> pd.DataFrame:
    """Ballots by officer, period, work and what they say.

    A ballot counts as its share of satisfied answers, as in `agg_officer_cells`.

    Args:
        asked: Rows of `agg_officer_ballots` of one period type, with `work`.
    """
    share = asked["n_satisfied_answers"] / asked["n_answers"]
    return asked.assign(n_satisfied=asked["n_ballots"] * share)


def clusters_of(ballots: BallotCounts, *, bound: pd.DataFrame) -> ClusterEffects:
    """What ballots cost that one person, sample point or day gave several of.

    Args:
        ballots: The counts.
        bound: Rows of `agg_officer_pairs` of the same period type.
    """
    names = ["officer_code", "period", "earlier_period"]
    names += ["n_clusters", "n_pairs", "product"]
    rows = bound.sort_values(["cluster_kind", *names], ignore_index=True)
    return cluster_effects(
        ballots,
        {
            str(kind): ballot_pairs(ballots, *(part[name].tolist() for name in names))
            for kind, part in rows.groupby("cluster_kind", observed=True)
        },
    )


def work_of(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Counts of a measure by officer, period and work.

    Args:
        rows: Rows of `agg_officer_cells` of one period type, with `work`.
        measure: The measure counted.
    """
    if measure.is_by_work:
        return rows[(rows[measure.n] > 0) | (rows[measure.x] > 0)]
    return spread_over_work(rows, measure)


def spread_over_work(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Complaints and cases by procedure group, one total per officer and period.

    What names no kind of work is spread over all work as the cases of all are.
    """
    x, n = measure.x, measure.n
    keys = ["officer_code", "period"]
    by_group = rows.groupby([*keys, "procedure_group"], as_index=False, observed=True)
    sums = by_group[[x, n]].sum()
    sums = sums.astype(dict.fromkeys([*keys, "procedure_group"], object))
    whole = sums.groupby(keys)[[x, n]].transform("sum")
    # nobody counts with more complaints than cases
    sums[x] *= (whole[n] / whole[x].where(whole[x] > 0)).clip(upper=1).fillna(0)
    is_unnamed = (sums["procedure_group"] == "none") & (sums[x] > 0)
    unnamed = sums.loc[is_unnamed, [*keys, x]]
    sums.loc[is_unnamed, x] = 0
    mix = sums.groupby(["period", "procedure_group"], as_index=False)[n].sum()
    mix["part"] = mix[n] / mix.groupby("period")[n].transform("sum")
    spread = unnamed.merge(mix.drop(columns=n), on="period")
    spread[x] *= spread["part"]
    found = pd.concat([sums, spread.assign(**{n: 0})], ignore_index=True)
    return found.rename(columns={"procedure_group": "work"})


def adjusted_for(rows: pd.DataFrame, measure: Measure) -> dict[str, str]:
    """What the figures of each period are adjusted for.

    Returns:
        By period `group_and_channel`, `group`, `group_in_part` or `nothing`.
    """
    if measure.is_by_work:
        return dict.fromkeys(rows["period"].unique(), "group_and_channel")
    every = rows.groupby("period", observed=True)[measure.x].sum()
    is_named = rows["procedure_group"] != "none"
    # a period without any has 0, and more periods than 127 their own numbers
    counted = rows[measure.x].where(is_named, 0)
    named = counted.groupby(rows["period"], observed=True).sum()
    words = np.select(
        [named == 0, named < every], ["nothing", "group_in_part"], default="group"
    )
    return dict(zip(every.index, words.tolist(), strict=True))
