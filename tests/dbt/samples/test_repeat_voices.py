"""Further ballots of one person about officers and dossiers, against a plain count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.dbt.sql_runs import run_sql_models

PERIODS = [
    ("quarter", "2026-Q1", "2026-01-01", "2026-03-31"),
    ("quarter", "2026-Q2", "2026-04-01", "2026-06-30"),
    ("year", "2026", "2026-01-01", "2026-12-31"),
]
SHARES = [("then", "a", "a", 1.0), ("then", "b", "b", 1.0), ("then", "a", "p", 1.0)]
SHARES += [("then", "b", "p", 1.0), ("today", "a", "a", 0.4), ("today", "a", "b", 0.6)]
SHARES += [("today", "b", "b", 1.0), ("today", "a", "p", 1.0), ("today", "b", "p", 1.0)]


@pytest.fixture(scope="module")
def ballots() -> pd.DataFrame:
    """One ballot of each of 300 dossiers, by 60 people and some who gave one."""
    rng = np.random.default_rng(11)
    n = 300
    days = pd.to_datetime("2026-01-01") + pd.to_timedelta(rng.integers(0, 180, n), "D")
    rows = pd.DataFrame({"ballot_id": [f"P{i}" for i in range(n)], "on_day": days})
    people = [f"N{i}" if i < 60 else None for i in rng.integers(0, 120, n)]
    return rows.assign(
        wave_code="S",
        person=pd.Series(people),
        case_code=[f"H{i}" for i in range(n)],
        unit_key=rng.choice(["a", "b"], n),
        officer_code=rng.choice(["CB1", "CB2", "CB3"], n, p=[0.7, 0.25, 0.05]),
    )


@pytest.fixture(scope="module")
def found(ballots: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return models_of(ballots)


def models_of(ballots: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Tables that rest on these ballots."""
    periods = pd.DataFrame(
        PERIODS, columns=["period_type", "period", "first_day", "last_day"]
    )
    days = ["first_day", "last_day"]
    periods[days] = periods[days].apply(pd.to_datetime)
    known = ballots.dropna(subset="person")
    is_unlinked = known["person"].str.startswith("#")
    of_person = known.groupby("person")["ballot_id"].transform("size")
    keys = ["wave_code", "ballot_id"]
    frames = {
        "int_repeat_respondents": known.loc[
            (of_person > 1) | is_unlinked, [*keys, "person"]
        ],
        "dim_periods": periods,
        "fct_ballots": ballots.drop(columns="person").assign(
            officer_link="by_ballot",
            stream="service",
            is_within_wave=True,
            n_officer_answers=4,
        ),
        "fct_cases": ballots[["case_code", "unit_key"]].assign(
            finished_at=ballots["on_day"]
        ),
        "stg_waves": pd.DataFrame([{"wave_code": "S", "stream": "service"}]),
        "int_ballots": ballots[[*keys, "case_code"]],
        "int_unit_shares": pd.DataFrame(
            SHARES, columns=["map", "source_unit_key", "unit_key", "weight"]
        ),
    }
    return run_sql_models(["agg_officer_repeats", "agg_index_repeats"], frames)


def in_periods(ballots: pd.DataFrame) -> pd.DataFrame:
    rows = ballots.assign(person=ballots["person"].fillna(ballots["ballot_id"]))
    rows["part"] = 1 / rows.groupby("person")["ballot_id"].transform("size")
    found = [
        rows[rows["on_day"].between(first, last)].assign(period_type=kind, period=name)
        for kind, name, first, last in PERIODS
    ]
    return pd.concat(found, ignore_index=True)


def test_ballots_about_an_officer(
    ballots: pd.DataFrame, found: dict[str, pd.DataFrame]
) -> None:
    keys = ["officer_code", "period_type", "period"]
    cells = in_periods(ballots).groupby(keys)
    n, people = cells.size(), cells["person"].nunique()
    got = found["agg_officer_repeats"].set_index(keys).reindex(n.index, fill_value=0)
    assert (got["n_repeats"] == n - people).all()
    np.testing.assert_allclose(got["n_shared"], n - cells["part"].sum(), atol=1e-9)
    assert (got["n_repeats"] > 0).any()


def test_whoever_may_be_one_over_the_waves_of_a_year_is_counted_as_one() -> None:
    """Two people of one wave and three of another, their names gone: three in all."""
    days = pd.to_datetime(["2026-02-05"] * 2 + ["2026-05-05"] * 3)
    rows = pd.DataFrame({"on_day": days, "ballot_id": list("vwxyz")}).assign(
        wave_code=["S1"] * 2 + ["S2"] * 3,
        person="#" + pd.Series(list("vwxyz")),
        case_code=None,
        unit_key="a",
        officer_code="CB1",
    )
    got = models_of(rows)["agg_officer_repeats"].set_index("period")
    assert got["n_repeats"].to_dict() == {"2026": 2, "2026-Q1": 0, "2026-Q2": 0}
    assert got["n_shared"].to_dict() == pytest.approx(
        {"2026": 2.0, "2026-Q1": 1.0, "2026-Q2": 1.0}
    )


def test_dossiers_with_a_voice(
    ballots: pd.DataFrame, found: dict[str, pd.DataFrame]
) -> None:
    shares = pd.DataFrame(SHARES, columns=["map", "unit_key", "on", "share"])
    rows = in_periods(ballots).merge(shares, on="unit_key")
    keys = ["map", "on", "period_type", "period"]
    n = rows.groupby(keys)["share"].sum()
    people = rows.groupby([*keys, "person"])["share"].max().groupby(keys).sum()
    parts = (rows["part"] * rows["share"]).groupby([rows[k] for k in keys]).sum()
    got = found["agg_index_repeats"].rename(columns={"unit_key": "on"})
    got = got.set_index(keys).reindex(n.index, fill_value=0)
    np.testing.assert_allclose(got["n_repeats"], n - people, atol=1e-9)
    np.testing.assert_allclose(got["n_shared"], n - parts, atol=1e-9)
