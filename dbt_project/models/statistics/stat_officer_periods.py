"""Officers held against colleagues with the same work, period by period.

Grain: officer_code, period_type, period, measure.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from warehouse.statistics.change.shares import wilson_bounds
from warehouse.statistics.officers.tiers import TierSettings, officer_tiers


class Measure(NamedTuple):
    """Counts of a measure, and the threshold a true share is held against."""

    x: str
    n: str
    standard: str
    high_is_bad: bool
    is_by_work: bool = True


MEASURES = {
    "satisfied_share": Measure("n_satisfied", "n_ballots", "theta_min", False),
    "late_strict_share": Measure(
        "n_late_strict", "n_cases", "officer_late_max", high_is_bad=True
    ),
    # a complaint tells its kind of work only where its field belongs to one
    "upheld_share": Measure(
        "n_upheld", "n_cases", "officer_upheld_max", True, is_by_work=False
    ),
}
RULES = {
    "low_periods_k": ("k", int),
    "low_periods_m": ("m", int),
    "posterior_min": ("min_posterior", float),
    "reliability_min": ("min_reliability", float),
    "officer_min_n_judge": ("n_evidence", int),
    "officer_min_n_show": ("n_look", int),
}
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


def model(dbt, session):
    dbt.config(materialized="table")
    cells = dbt.ref("agg_officer_cells").df()
    if cells.empty:
        return _nothing()
    cells["work"] = cells["procedure_group"] + "|" + cells["channel"]
    texts = ["officer_code", "period_type", "period", "procedure_group", "work"]
    texts += ["unit_key", "unit_code"]
    # each text once and its number in every row: a million rows in many groupings
    cells = cells.astype(dict.fromkeys(texts, "category"))
    periods = dbt.ref("dim_periods").df()
    thresholds = dbt.ref("dim_thresholds").df()
    homes = _homes(cells)
    flags = dbt.ref("dq_flags").df()
    found = []
    for period_type, rows in cells.groupby("period_type", sort=True, observed=True):
        days = periods[periods["period_type"] == period_type]
        days = days.set_index("period")["first_day"]
        for name, measure in MEASURES.items():
            doubted = _doubted(homes, flags, measure)
            for settings, judged in _by_rules(rows, days, thresholds, measure):
                tiers = _tiers(rows, settings, name, measure, doubted)
                found.append(tiers[tiers["period"].isin(judged)])
    result = pd.concat(found, ignore_index=True)
    keys = ["officer_code", "period_type", "period"]
    result = result.merge(homes, on=keys).merge(_cases(cells, keys), on=keys)
    return result.astype({"unit_valid_from": "date32[day][pyarrow]"})


def _cases(cells, keys):
    """All cases of an officer in a period, which a ballot could be about."""
    sums = cells.groupby(keys, as_index=False, observed=True)["n_cases"].sum()
    return sums.astype(dict.fromkeys(keys, "str"))


def _nothing():
    """The columns without rows, in their types."""
    texts = ["officer_code", "period_type", "period", "measure"]
    counts = ["n", "observed"]
    figures = ["expected", "raw_share", "adjusted_share", "shrunken_share"]
    figures += ["shrunken_low", "shrunken_high", "p_lower_tail", "reliability"]
    figures += ["prob_below"]
    types = dict.fromkeys(texts, "string") | dict.fromkeys(counts, "int64")
    types |= dict.fromkeys(figures, "float64") | {"n_window": "int64"}
    types |= {"theta_min": "float64", "tier": "string", "adjusted_for": "string"}
    types |= {"expected_wrong_share": "float64", "unit_key": "string"}
    types |= {"unit_code": "string", "unit_valid_from": "date32[day][pyarrow]"}
    types |= {"n_cases": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


def _by_rules(rows, days, thresholds, measure):
    """Settings in force, and the periods that began under them."""
    groups = {}
    for period in sorted(rows["period"].unique()):
        day = days[period]
        valid = thresholds[
            (thresholds["valid_from"] <= day)
            & (thresholds["valid_to"].isna() | (thresholds["valid_to"] > day))
        ].set_index("threshold")["value"]
        chosen = {name: kind(valid[key]) for key, (name, kind) in RULES.items()}
        chosen["theta_min"] = float(valid[measure.standard])
        chosen["high_is_bad"] = measure.high_is_bad
        groups.setdefault(TierSettings(**chosen), []).append(period)
    return groups.items()


def _tiers(rows, settings, name, measure, doubted):
    blocked = set(doubted)
    if measure.n == "n_ballots":
        blocked |= _contradicted(rows, settings.theta_min)
    work = _own_work(rows, measure) if measure.is_by_work else _told(rows, measure)
    t = officer_tiers(
        work["officer_code"].tolist(),
        work["period"].tolist(),
        work["work"].tolist(),
        work[measure.x],
        work[measure.n],
        settings=settings,
        blocked=blocked,
    )
    adjusted_for = _adjusted_for(rows, measure)
    return pd.DataFrame(
        {
            "officer_code": t.officer,
            "period_type": str(rows["period_type"].iloc[0]),
            "period": t.period,
            "measure": name,
            "n": t.n.astype(np.int64),
            "observed": np.rint(t.observed).astype(np.int64),
            "expected": t.expected,
            "raw_share": t.raw_share,
            "adjusted_share": t.adjusted_share,
            "shrunken_share": t.shrunken_share,
            "shrunken_low": t.shrunken_low,
            "shrunken_high": t.shrunken_high,
            "p_lower_tail": t.p_lower_tail,
            "reliability": t.reliability,
            "prob_below": t.prob_below,
            "n_window": t.n_window.astype(np.int64),
            "theta_min": settings.theta_min,
            "tier": t.tier,
            "adjusted_for": [adjusted_for[p] for p in t.period],
            "expected_wrong_share": [t.expected_wrong_share[p] for p in t.period],
        }
    )


def _own_work(rows, measure):
    """Counts by procedure group and channel."""
    return rows[(rows[measure.n] > 0) | (rows[measure.x] > 0)]


def _told(rows, measure):
    """Complaints and cases by procedure group, one total per officer and period.

    What names no kind of work is spread over all work as the cases of all are.
    """
    x, n = measure.x, measure.n
    keys = ["officer_code", "period"]
    sums = rows.groupby([*keys, "procedure_group"], as_index=False, observed=True)[
        [x, n]
    ].sum()
    sums = sums.astype(dict.fromkeys([*keys, "procedure_group"], object))
    whole = sums.groupby(keys)[[x, n]].transform("sum")
    # nobody counts with more complaints than cases
    sums[x] *= (whole[n] / whole[x].where(whole[x] > 0)).clip(upper=1).fillna(0)
    is_untold = (sums["procedure_group"] == "none") & (sums[x] > 0)
    untold = sums.loc[is_untold, [*keys, x]]
    sums.loc[is_untold, x] = 0
    mix = sums.groupby(["period", "procedure_group"], as_index=False)[n].sum()
    mix["part"] = mix[n] / mix.groupby("period")[n].transform("sum")
    spread = untold.merge(mix.drop(columns=n), on="period")
    spread[x] *= spread["part"]
    found = pd.concat([sums, spread.assign(**{n: 0})], ignore_index=True)
    return found.rename(columns={"procedure_group": "work"})


def _adjusted_for(rows, measure):
    """What the figures of each period are adjusted for."""
    periods = rows["period"].unique()
    if measure.is_by_work:
        return dict.fromkeys(periods, "group_and_channel")
    every = rows.groupby("period", observed=True)[measure.x].sum()
    named = rows[rows["procedure_group"] != "none"]
    told = named.groupby("period", observed=True)[measure.x].sum()
    told = told.reindex(every.index, fill_value=0)
    words = np.select(
        [told == 0, told < every], ["nothing", "group_in_part"], default="group"
    )
    return dict(zip(every.index, words, strict=True))


def _contradicted(rows, theta_min):
    """Officers whom independent ballots put above the standard."""
    sums = rows.groupby("officer_code", observed=True)[
        ["n_independent_satisfied", "n_independent"]
    ]
    sums = sums.sum()
    _, low, _ = wilson_bounds(sums["n_independent_satisfied"], sums["n_independent"])
    return set(sums.index[np.nan_to_num(low) > theta_min])


def _doubted(homes, flags, measure):
    """Officers of units whose data of this measure carry an open flag."""
    if measure.n == "n_ballots":
        is_open = flags["rule"].isin(DOUBTED_BALLOTS)
    else:
        share = flags["count"] / flags["denominator"]
        is_open = flags["rule"].isin(IMPOSSIBLE_DATES) & (share > DOUBTED_DATES_SHARE)
    units = set(flags.loc[is_open, "unit_key"].dropna())
    return set(homes.loc[homes["unit_key"].isin(units), "officer_code"])


def _homes(cells):
    """The unit an officer mostly worked in during a period."""
    keys = ["officer_code", "period_type", "period"]
    names = [*keys, "unit_key", "unit_code", "unit_valid_from"]
    sums = cells.groupby(names, as_index=False, observed=True)
    sums = sums[["n_ballots", "n_cases"]].sum()
    sums = sums.astype(dict.fromkeys([*keys, "unit_key", "unit_code"], "str"))
    sums = sums.sort_values([*keys, "n_ballots", "n_cases", "unit_key"])
    return sums.groupby(keys, as_index=False).last()[names]
