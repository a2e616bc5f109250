"""Pairs of ballots of one person, sample point or day, against a count pair by pair."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from tests.dbt.sql_runs import run_sql_models

PERIODS = [
    ("quarter", "2026-Q1", "2026-01-01", "2026-03-31"),
    ("quarter", "2026-Q2", "2026-04-01", "2026-06-30"),
    ("year", "2026", "2026-01-01", "2026-12-31"),
]
MODELS = ["int_ballot_clusters", "agg_officer_days", "agg_officer_pairs"]
KEYS = ["officer_code", "period_type", "period", "earlier_period", "cluster_kind"]


def given_ballots() -> pd.DataFrame:
    """People of two waves, sample points of a third; a few ballots without a day."""
    rng = np.random.default_rng(5)
    n = 260
    wave = rng.choice(["S1", "S2", "P"], n)
    rows = pd.DataFrame(
        {
            "wave_code": wave,
            "ballot_id": [f"B{i}" for i in range(n)],
            "officer_code": rng.choice(["CB1", "CB2"], n),
            "on_day": pd.to_datetime("2026-01-01")
            + pd.to_timedelta(rng.integers(0, 175, n), "D"),
            "is_dated": rng.random(n) < 0.9,
            "n_officer_answers": rng.choice([3, 4], n),
            "n_officer_satisfied": rng.integers(0, 4, n),
            "stratum": rng.choice(["T1", "T2"], n),
            "psu": rng.choice(["1", "2", "3"], n),
        }
    )
    named = ["stratum", "psu"]
    rows[named] = rows[named].where(rows["wave_code"] == "P")
    people = [f"N{i}" if i < 70 else None for i in rng.integers(0, 110, n)]
    rows["respondent"] = pd.Series(people).where(rows["wave_code"] != "P")
    return rows


def by_hand(ballots: pd.DataFrame) -> pd.DataFrame:
    """Every pair of two ballots of one officer, looked at one by one."""
    share = ballots["n_officer_satisfied"] / ballots["n_officer_answers"]
    rows = ballots.assign(share=share).to_dict("records")
    found: dict[tuple[str, ...], list[float]] = {}
    for one, other in itertools.permutations(rows, 2):
        if one["officer_code"] != other["officer_code"]:
            continue
        is_point = pd.notna(one["psu"]) and pd.notna(other["psu"])
        same = ["wave_code", "stratum", "psu"] if is_point else ["respondent"]
        kinds = []
        if all(pd.notna(one[k]) and one[k] == other[k] for k in same):
            kinds.append("named")
        for kind, name, first, last in PERIODS:
            for kind_, later, start, end in PERIODS:
                if kind_ != kind or start < first:
                    continue
                days = [max(one["on_day"], other["on_day"])]
                days.append(min(one["on_day"], other["on_day"]))
                ends = [(start, end), (first, last)]
                if not all(
                    pd.Timestamp(a) <= day <= pd.Timestamp(b)
                    for day, (a, b) in zip(days, ends, strict=True)
                ):
                    continue
                asked = list(kinds)
                is_day = one["on_day"] == other["on_day"]
                if is_day and one["is_dated"] and other["is_dated"]:
                    asked.append("day")
                for cluster in asked:
                    key = (one["officer_code"], kind, later, name, cluster)
                    sums = found.setdefault(key, [0.0, 0.0])
                    sums[0] += 1
                    sums[1] += one["share"] * other["share"]
    table = pd.DataFrame(found, index=["n_pairs", "product"]).T
    return table.rename_axis(KEYS).sort_index()


def test_pairs_are_those_of_one_cluster() -> None:
    ballots = given_ballots()
    periods = pd.DataFrame(
        PERIODS, columns=["period_type", "period", "first_day", "last_day"]
    )
    days = ["first_day", "last_day"]
    periods[days] = periods[days].apply(pd.to_datetime)
    frames = {
        "dim_periods": periods,
        "int_answers": ballots[
            ["wave_code", "ballot_id", "respondent", "psu", "stratum"]
        ].merge(pd.DataFrame({"item_code": ["q1", "q2"]}), how="cross"),
        "fct_ballots": ballots.drop(columns=["respondent", "psu", "stratum"]).assign(
            officer_link="by_ballot",
            stream="service",
            is_within_wave=True,
            unit_key="u",
        ),
    }
    tables = run_sql_models(MODELS, frames)
    mine, theirs = by_hand(ballots), tables["agg_officer_pairs"]
    theirs = theirs.set_index(KEYS).sort_index()
    assert list(theirs.index) == list(mine.index)
    assert {"named", "day"} == set(theirs.index.get_level_values("cluster_kind"))
    # a person who came in two quarters is a pair of both
    index = theirs.index
    later = index.get_level_values("period")
    assert (later != index.get_level_values("earlier_period")).any()
    for name in ("n_pairs", "product"):
        np.testing.assert_allclose(theirs[name], mine[name], atol=1e-9)


def test_no_pair_is_counted_where_nobody_is_named() -> None:
    ballots = given_ballots().assign(is_dated=False)
    ballots[["respondent", "psu", "stratum"]] = None
    frames = {
        "dim_periods": pd.DataFrame(
            [("year", "2026", pd.Timestamp(2026, 1, 1), pd.Timestamp(2026, 12, 31))],
            columns=["period_type", "period", "first_day", "last_day"],
        ),
        "int_answers": ballots[["wave_code", "ballot_id"]].assign(
            respondent=pd.Series(dtype="str"),
            psu=pd.Series(dtype="str"),
            stratum=pd.Series(dtype="str"),
        ),
        "fct_ballots": ballots.drop(columns=["respondent", "psu", "stratum"]).assign(
            officer_link="by_ballot",
            stream="service",
            is_within_wave=True,
            unit_key="u",
        ),
    }
    tables = run_sql_models(MODELS, frames)
    assert tables["agg_officer_pairs"].empty
