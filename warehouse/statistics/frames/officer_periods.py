"""Officers held against colleagues with the same work, period by period."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from warehouse.statistics.frames.officers.doubts import (
    officers_contradicted,
    officers_in_doubt,
)
from warehouse.statistics.frames.officers.measures import (
    MEASURES,
    Measure,
    periods_by_rules,
)
from warehouse.statistics.frames.officers.work import (
    adjusted_for,
    ballots_of,
    clusters_of,
    work_of,
)
from warehouse.statistics.officers.judged import OfficerTiers, officer_tiers
from warehouse.statistics.officers.tiers import TierSettings

KEYS = ["officer_code", "period_type", "period"]
TEXTS = [*KEYS, "procedure_group", "work", "unit_key", "unit_code"]
DAY = "date32[day][pyarrow]"
FIGURES = ["expected", "raw_share", "adjusted_share", "shrunken_share"]
FIGURES += ["shrunken_low", "shrunken_high", "p_lower_tail", "reliability"]
FIGURES += ["prob_below", "prob_below_peers", "observed", "n_effective"]
TYPES = {
    **dict.fromkeys([*KEYS, "measure"], "string"),
    "n": "int64",
    "n_respondents": "Int64",
    **dict.fromkeys(FIGURES, "float64"),
    "n_window": "int64",
    "n_window_single": "float64",
    "theta_min": "float64",
    "tier": "string",
    "adjusted_for": "string",
    "expected_wrong_share": "float64",
    "expected_wrong_look_share": "float64",
    "unit_key": "string",
    "unit_code": "string",
    "unit_valid_from": DAY,
    "n_cases": "int64",
}


def officer_periods(
    *,
    cells: pd.DataFrame,
    ballots: pd.DataFrame,
    pairs: pd.DataFrame,
    repeats: pd.DataFrame,
    periods: pd.DataFrame,
    thresholds: pd.DataFrame,
    flags: pd.DataFrame,
) -> pd.DataFrame:
    """Rows of `stat_officer_periods`, one per officer, period and measure.

    Args:
        cells: Rows of `agg_officer_cells`.
        ballots: Rows of `agg_officer_ballots`.
        pairs, repeats: Rows of `agg_officer_pairs` and `agg_officer_repeats`.
        periods: Rows of `dim_periods`.
        thresholds: Rows of `dim_thresholds`; a period has those of its first day.
        flags: Rows of `dq_flags`.
    """
    if cells.empty:
        return no_officer_periods()
    cells, ballots = _with_work(cells, TEXTS), _with_work(ballots, TEXTS)
    units = main_units(_of_work(cells))
    found = []
    for period_type, rows in cells.groupby("period_type", sort=True, observed=True):
        asked, bound, days = _of_type(str(period_type), ballots, pairs, periods)
        first = days.set_index("period")["first_day"]
        for name, measure in MEASURES.items():
            doubted = officers_in_doubt(units, flags, measure)
            by_rules = periods_by_rules(_worked_in(rows), first, thresholds, measure)
            for settings, judged in by_rules.items():
                tiers = judged_officers(rows, asked, bound, settings, name, doubted)
                found.append(tiers[tiers["period"].isin(judged)])
    if not found:
        return no_officer_periods()
    result = _with_people(pd.concat(found, ignore_index=True), repeats)
    result = result.merge(units.merge(_cases(cells), on=KEYS), on=KEYS)
    return result[list(TYPES)].astype({"unit_valid_from": DAY})


def _of_work(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows of periods an officer worked in.

    Whom the Front alone asked about has none to be judged by; a row would tell whom.
    """
    return cells[cells[["n_ballots", "n_cases", "n_upheld"]].sum(axis=1) > 0]


def _worked_in(cells: pd.DataFrame) -> list[str]:
    """The periods that somebody worked in."""
    return [str(period) for period in _of_work(cells)["period"].unique()]


def _of_type(period_type: str, *frames: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of each frame that speak of periods of one type."""
    return [frame[frame["period_type"] == period_type] for frame in frames]


def _with_work(rows: pd.DataFrame, texts: list[str]) -> pd.DataFrame:
    """The rows with their kind of work, in an order that the build does not decide.

    Each text stands once and its number in every row: a million rows in many
    groupings. Sums of fractions depend on their order in the last digit, and a daily
    build writes its rows in another one than a full build.
    """
    work = rows["procedure_group"] + "|" + rows["channel"]
    kept = [name for name in texts if name in rows or name == "work"]
    with_work = rows.assign(work=work).astype(dict.fromkeys(kept, "category"))
    counts = [str(name) for name in with_work if str(name).startswith("n_")]
    return with_work.sort_values([*kept, *counts], ignore_index=True)


def judged_officers(
    rows: pd.DataFrame,
    asked: pd.DataFrame,
    bound: pd.DataFrame,
    settings: TierSettings,
    name: str,
    doubted: set[str],
) -> pd.DataFrame:
    """Tiers of all officers in the periods of one type, under one set of rules.

    Args:
        rows: Rows of `agg_officer_cells` of one period type, with `work`.
        asked: Rows of `agg_officer_ballots` likewise.
        bound: Rows of `agg_officer_pairs` likewise.
        settings: The rules.
        name: Name of the measure.
        doubted: Officers who get no tier `evidence`.
    """
    measure = MEASURES[name]
    blocked, rows = doubted | _contradicted(rows, settings, measure), _of_work(rows)
    work = ballots_of(asked) if measure.is_of_ballots else work_of(rows, measure)
    t = officer_tiers(
        work["officer_code"].tolist(),
        work["period"].tolist(),
        work["work"].tolist(),
        work[measure.x],
        work[measure.n],
        work["n_answers"] if measure.is_of_ballots else 1,
        settings=settings,
        blocked=blocked,
        clusters=partial(clusters_of, bound=bound) if measure.is_of_ballots else None,
    )
    basis = adjusted_for(rows, measure)
    return _figures(t).assign(
        period_type=str(rows["period_type"].iloc[0]),
        measure=name,
        theta_min=settings.theta_min,
        adjusted_for=[basis[p] for p in t.period],
    )


def _figures(t: OfficerTiers) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "officer_code": t.officer,
            "period": t.period,
            "n": t.n.astype(np.int64),
            "n_effective": t.n_effective,
            "observed": t.observed,
            "expected": t.expected,
            "raw_share": t.raw_share,
            "adjusted_share": t.adjusted_share,
            "shrunken_share": t.shrunken_share,
            "shrunken_low": t.shrunken_low,
            "shrunken_high": t.shrunken_high,
            "p_lower_tail": t.p_lower_tail,
            "reliability": t.reliability,
            "prob_below": t.prob_below,
            "prob_below_peers": t.prob_below_peers,
            "n_window": t.n_window.astype(np.int64),
            "n_window_single": t.n_window_single,
            "tier": t.tier,
            "expected_wrong_share": [t.expected_wrong_share[p] for p in t.period],
            "expected_wrong_look_share": [
                t.expected_wrong_look_share[p] for p in t.period
            ],
        }
    )


def main_units(cells: pd.DataFrame) -> pd.DataFrame:
    """The unit an officer mostly worked in during a period."""
    names = [*KEYS, "unit_key", "unit_code", "unit_valid_from"]
    by_unit = cells.groupby(names, as_index=False, observed=True)
    sums = by_unit[["n_ballots", "n_cases"]].sum()
    sums = sums.astype(dict.fromkeys([*KEYS, "unit_key", "unit_code"], "str"))
    sums = sums.sort_values([*KEYS, "n_ballots", "n_cases", "unit_key"])
    return sums.groupby(KEYS, as_index=False).last()[names]


def no_officer_periods() -> pd.DataFrame:
    """The columns without rows, in their types."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in TYPES.items()})


def _with_people(judged: pd.DataFrame, repeats: pd.DataFrame) -> pd.DataFrame:
    """The rows with the people behind ballots; none where cases are counted."""
    further = repeats.set_index(KEYS)["n_repeats"].astype("int64")
    keys = pd.MultiIndex.from_frame(judged[KEYS].astype(object))
    people = judged["n"] - further.reindex(keys).fillna(0).to_numpy(dtype="int64")
    of_ballots = [name for name, of in MEASURES.items() if of.is_of_ballots]
    is_of_ballots = judged["measure"].isin(of_ballots)
    return judged.assign(n_respondents=people.astype("Int64").where(is_of_ballots))


def _contradicted(
    rows: pd.DataFrame, settings: TierSettings, measure: Measure
) -> set[str]:
    if not measure.is_of_ballots:
        return set()
    return officers_contradicted(rows, settings.theta_min)


def _cases(cells: pd.DataFrame) -> pd.DataFrame:
    """All cases of an officer in a period, which a ballot could be about."""
    sums = cells.groupby(KEYS, as_index=False, observed=True)[["n_cases"]].sum()
    return sums.astype(dict.fromkeys(KEYS, "str"))
