"""The unit's own ballots against the independent survey of the same days."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from warehouse.rules.on_day import thresholds_on
from warehouse.statistics.agreement.gap_verdicts import judge_gaps
from warehouse.statistics.agreement.gaps_over_units import (
    meta_random_gap,
    mh_rates,
    mh_risk_difference,
)
from warehouse.statistics.change.families import GAP_FAMILY
from warehouse.statistics.change.multiplicity import bh_adjust, selected_confidence
from warehouse.statistics.change.share_differences import (
    newcombe_bounds,
    two_by_two_chi2,
)
from warehouse.statistics.change.verdicts import among_many
from warehouse.statistics.frames.gap_checks import with_checks
from warehouse.statistics.probability.distributions import (
    chi2_upper,
    normal_quantile,
    normal_quantiles,
    normal_two_sided,
    ratio,
)

Floats = NDArray[np.float64]
KEY = ["map", "unit_key", "item_code", "period"]
PART = ["stratum_key", "front_wave"]
"""A gap is taken within a unit and a survey, and only then pooled."""
SIDES = ("service", "independent")
COUNTS = [
    "n_service_satisfied",
    "n_service",
    "n_independent_satisfied",
    "n_independent",
]
WORTH = ["worth_service", "worth_independent"]
EFFECTS = ["effect_service", "effect_independent"]
RATES = ["share_service", "share_independent"]
GAP = ["gap", "gap_low", "gap_high", "agree_low", "agree_high", "p_value"]
# the mean gap of a unit's units with its limits, and those of another unit's gap
SPREAD = ["mean_gap", "mean_gap_low", "mean_gap_high"]
SPREAD += ["unit_gap_low", "unit_gap_high"]
UNIT = ["unit_key", "unit_code", "unit_valid_from", "unit_level"]
TEXTS = [*KEY, "unit_code", "unit_level", "verdict", "verdict_alone"]


def independent_gaps(
    *, sources: pd.DataFrame, units: pd.DataFrame, thresholds: pd.DataFrame
) -> pd.DataFrame:
    """Rows of `stat_independent_gaps`, one per `KEY`.

    Args:
        sources: Rows of `agg_gap_strata`.
        units: Rows of `dim_units`.
        thresholds: Rows of `dim_thresholds`; a period is judged by those of its
            first day.
    """
    sources = sources.sort_values([*KEY, *PART, "source_unit_key"])
    strata = in_both_sources(gap_strata(sources))
    for side in SIDES:
        strata[f"n_{side}_effective"] = strata[f"n_{side}"] / strata[f"effect_{side}"]
    sums = [*COUNTS, *WORTH, *(f"n_{side}_effective" for side in SIDES)]
    gaps = strata.groupby(KEY, as_index=False)[sums].sum()
    gaps["n_parts"] = strata.groupby(KEY).size().to_numpy()
    gaps["n_strata"] = strata.groupby(KEY)["stratum_key"].nunique().to_numpy()
    gaps = pooled_gaps(own_gaps(gaps), strata, sources)
    gaps["verdict_alone"], gaps["fdr_q"] = judged_gaps(gaps, thresholds)
    gaps = looked_at_together(gaps.merge(units[UNIT], on="unit_key", how="left"))
    picked, _ = judged_gaps(gaps, thresholds)
    is_marked = (gaps["p_adjusted"] <= gaps["fdr_q"]).to_numpy()
    gaps["verdict"] = among_many(gaps["verdict_alone"], picked, is_marked)
    gaps = with_checks(gaps, worth_counts(gaps), thresholds)
    gaps = gaps.drop(columns=["agree_low", "agree_high", "fdr_q", "n_parts", *WORTH])
    days = {"unit_valid_from": "date32[day][pyarrow]"}
    return gaps.astype(dict.fromkeys(TEXTS, "string") | days)


def judged_gaps(
    gaps: pd.DataFrame, thresholds: pd.DataFrame
) -> tuple[pd.Series[str], pd.Series[float]]:
    """The word for each gap by its limits, and the share of false marks allowed, each
    period by the rules of its first day.
    """
    words = pd.Series("", index=gaps.index)
    allowed = pd.Series(np.nan, index=gaps.index)
    for period, rows in gaps.groupby("period"):
        rules = thresholds_on(
            thresholds, pd.Period(str(period).replace("-", "")).start_time
        )
        words[rows.index], _ = judge_gaps(
            rows["gap_low"],
            rows["gap_high"],
            rows["agree_low"],
            rows["agree_high"],
            n_service=rows[["n_service", "worth_service"]].min(axis=1),
            n_independent=rows[["n_independent", "worth_independent"]].min(axis=1),
            margin=rules["margin_equivalence"],
            min_n=rules["min_n_compare"],
        )
        allowed[rows.index] = rules["fdr_q"]
    return words, allowed


def gap_strata(sources: pd.DataFrame) -> pd.DataFrame:
    """One row per `KEY` and `PART`: ballots restated by the parts of the sources,
    in `worth_service`, `worth_independent` the ballots they are worth, and in
    `effect_service`, `effect_independent` what weights and clusters cost."""
    rows = sources[[*KEY, *PART]].copy()
    moved = sources["share_moved"].astype(float)
    for name in COUNTS:
        rows[name] = sources[name] * moved
    for side in SIDES:
        effect = _sample_effect(sources, side)
        rows[f"squares_{side}"] = sources[f"n_{side}"] * moved**2 * effect
        rows[f"spread_{side}"] = rows[f"n_{side}"] * effect
    strata = rows.groupby([*KEY, *PART], as_index=False).sum()
    for side in SIDES:
        n, squares = strata[f"n_{side}"], strata.pop(f"squares_{side}")
        strata[f"worth_{side}"] = (n**2 / squares.where(squares > 0)).fillna(0.0)
        strata[f"effect_{side}"] = (
            strata.pop(f"spread_{side}") / n.where(n > 0)
        ).fillna(1.0)
    return strata


def _sample_effect(sources: pd.DataFrame, side: str) -> pd.Series[float]:
    """Ballots of each source by ballots drawn singly that they are worth, ≥ 1."""
    worth = sources[f"n_{side}_effective"].astype(float)
    return (sources[f"n_{side}"] / worth.where(worth > 0)).fillna(1.0)


def in_both_sources(strata: pd.DataFrame) -> pd.DataFrame:
    """The parts a gap rests on; all of them where none has ballots of both."""
    is_both = (strata["n_service"] > 0) & (strata["n_independent"] > 0)
    any_both = is_both.groupby([strata[name] for name in KEY]).transform("max")
    return strata[is_both | ~any_both]


def worth_counts(gaps: pd.DataFrame) -> list[Floats]:
    """Satisfied and all ballots of either side, as many as they are worth, at the
    rates whose difference is the gap."""
    counts: list[Floats] = []
    for side in SIDES:
        worth = gaps[f"worth_{side}"].to_numpy(dtype=float)
        share = gaps[f"share_{side}"].fillna(0).to_numpy(dtype=float)
        counts += [share * worth, worth]
    return counts


def own_gaps(gaps: pd.DataFrame) -> pd.DataFrame:
    """Newcombe for a unit that has ballots of its own only, of one survey."""
    for side in SIDES:
        x, n = gaps[f"n_{side}_satisfied"], gaps[f"n_{side}"]
        gaps[f"share_{side}"] = gaps[f"share_{side}_raw"] = x / n.where(n > 0)
    x1, n1, x2, n2 = worth_counts(gaps)
    gaps["gap"], gaps["gap_low"], gaps["gap_high"] = newcombe_bounds(x1, n1, x2, n2)
    _, gaps["agree_low"], gaps["agree_high"] = newcombe_bounds(x1, n1, x2, n2, 0.90)
    gaps["p_value"] = chi2_upper(two_by_two_chi2(x1, n1, x2, n2), 1)
    return gaps


def pooled_gaps(
    gaps: pd.DataFrame, strata: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """Several parts: one common gap (Mantel–Haenszel) is the test. Of units that hold
    others the mean of the units' gaps and where another unit's would lie show its
    spread.

    The two rates shown are standardised by the weights of the common gap, so that
    their difference is the gap."""
    several = gaps.index[gaps["n_parts"] > 1]
    keys = gaps.loc[several, KEY]
    parts = dict(tuple(sources.merge(keys, on=KEY).groupby(KEY)))
    found = []
    for key, rows in strata.merge(keys, on=KEY).groupby(KEY):
        x1, n1, x2, n2 = (rows[name].to_numpy(dtype=float) for name in COUNTS)
        wide = mh_risk_difference(x1, n1, x2, n2)
        d1, d2 = (rows[name].to_numpy(dtype=float) for name in EFFECTS)
        mean = meta_random_gap(x1 / d1, n1 / d1, x2 / d2, n2 / d2)
        rates = mh_rates(x1, n1, x2, n2)
        stretch = _stretch(rows, parts[key])
        lo, hi = (wide.rd + stretch * (end - wide.rd) for end in (wide.lo, wide.hi))
        narrow = mh_risk_difference(x1, n1, x2, n2, 0.90)
        ends = (wide.rd + stretch * (end - wide.rd) for end in (narrow.lo, narrow.hi))
        p_value = float(normal_two_sided(wide.z / stretch))
        spread = (mean.pooled, mean.wide_lo, mean.wide_hi, mean.pi_lo, mean.pi_hi)
        found.append((wide.rd, lo, hi, *ends, p_value, *rates, *spread))
    gaps[SPREAD] = np.nan
    if found:
        gaps.loc[several, [*GAP, *RATES, *SPREAD]] = np.array(found, dtype=float)
    gaps.loc[gaps["n_strata"] == 1, SPREAD] = np.nan
    return gaps


def _stretch(strata: pd.DataFrame, sources: pd.DataFrame) -> float:
    """How much wider the limits are because strata share ballots, or ballots are not
    drawn singly; 1 if all are."""
    effects = {side: _sample_effect(sources, side) for side in SIDES}
    is_plain = all(bool((effects[side] == 1).all()) for side in SIDES)
    if is_plain and bool((sources["share_moved"] >= 1).all()):
        return 1.0
    sources = sources.assign(**{f"effect_{side}": effects[side] for side in SIDES})
    n = strata[["n_service", "n_independent"]].to_numpy(dtype=float)
    weight = ratio(n[:, 0] * n[:, 1], n.sum(axis=1))
    # no stratum may have ballots of both sides
    part_of_all = np.nan_to_num(ratio(weight, np.nansum(weight)))
    by_stratum = strata.assign(weight=part_of_all)
    rows = sources.merge(
        by_stratum[[*PART, "weight", "n_service", "n_independent"]],
        on=PART,
        suffixes=("", "_stratum"),
    )
    together = apart = 0.0
    for side in SIDES:
        n_source, whole = rows[f"n_{side}"], rows[f"n_{side}_stratum"]
        part = (rows["weight"] * rows["share_moved"] * n_source / whole).fillna(0)
        share = (rows[f"n_{side}_satisfied"] / n_source).fillna(0)
        variance = (share * (1 - share) / n_source * rows[f"effect_{side}"]).fillna(0)
        sample = [rows["source_unit_key"], rows["front_wave"]]
        both = part.groupby(sample).sum()
        own = variance.groupby(sample).first()
        together += float((both**2 * own).sum())
        pooled = strata[f"n_{side}_satisfied"] / strata[f"n_{side}"]
        spread = (pooled * (1 - pooled) / strata[f"n_{side}"]).to_numpy(dtype=float)
        apart += float(np.nansum(by_stratum["weight"].to_numpy() ** 2 * spread))
    return float(np.sqrt(together / apart)) if apart > 0 and together > 0 else 1.0


def looked_at_together(gaps: pd.DataFrame) -> pd.DataFrame:
    """The gaps with `p_adjusted`, and limits that a list of units may show: a gap that
    is marked has those that hold after it was picked out; 95 % stands beside them.
    """
    gaps["p_adjusted"], gaps["n_looks"] = np.nan, 0
    conf = np.full(len(gaps), 0.95)
    judged = gaps.index[gaps["verdict_alone"] != "too_few"]
    for rows in gaps.loc[judged].groupby(GAP_FAMILY).groups.values():
        p = gaps.loc[rows, "p_value"].to_numpy(dtype=float)
        q = float(gaps.loc[rows, "fdr_q"].iloc[0])
        found = bh_adjust(p)
        gaps.loc[rows, "p_adjusted"] = found.p_adj
        gaps.loc[rows, "n_looks"] = found.n_tests
        conf[gaps.index.get_indexer(rows)] = selected_confidence(p, q)
    return picked_limits(gaps, conf)


def picked_limits(gaps: pd.DataFrame, conf: Floats) -> pd.DataFrame:
    """The gaps with limits at the confidence of each, and `gap_alone_*` at 95 %."""
    x1, n1, x2, n2 = worth_counts(gaps)
    _, low, high = newcombe_bounds(x1, n1, x2, n2, conf)
    wider = normal_quantiles(conf) / normal_quantile(0.95)
    is_pooled = (gaps["n_parts"] > 1).to_numpy()
    for end, own in (("low", low), ("high", high)):
        alone, gap = (gaps[f"gap_{end}"], gaps["gap"])
        gaps[f"gap_alone_{end}"] = alone
        gaps[f"gap_{end}"] = np.where(is_pooled, gap + wider * (alone - gap), own)
    return gaps
