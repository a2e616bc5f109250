"""The variance of a share whose ballots are bound together, against other code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import WLS

from tests.dbt.sql_runs import run_sql_models
from tests.meaning.clustered_ballots import (
    UNITS,
    ballots,
    clustered,
    shared_weight,
    taylor,
    worth,
)

STREAMS = {"B": "before", "A": "after", "F": "independent", "S": "service"}
MODELS = ["agg_wave_clusters", "agg_wave_shares", "agg_cluster_spreads"]
MODELS += ["agg_wave_icc", "agg_wave_precisions"]
KEY = ["wave_code", "front_wave", "unit_key", "item_code", "cluster_kind"]
BALLOTS = clustered()


def answers(said: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the models read of ballots as in `clustered_ballots.ballots`."""
    names = {"wave": "wave_code", "ballot": "ballot_id", "item": "item_code"}
    rows = said.rename(columns={**names, "unit": "unit_key"})
    rows["respondent"] = rows["person"].replace("", None)
    rows["psu"] = rows["point"].replace("", None)
    rows["answered_on"] = pd.to_datetime(rows["day"], dayfirst=True)
    rows["stratum"] = rows["stratum"].replace("", None)
    rows["stream"] = rows["wave_code"].map(STREAMS)
    rows["front_wave"] = np.where(rows["stream"] == "service", "F", "none")
    one_by_one = rows.assign(instrument="Q", left_out="none")
    item = {"instrument": "Q", "item_code": "overall", "scale_min": 1, "scale_max": 5}
    item |= {"is_reversed": False, "satisfied_from": 4, "odd_column": None}
    keys = ["wave_code", "stream", "unit_key", "item_code", "level", "is_satisfied"]
    rows = rows.assign(is_satisfied=rows["level"] >= 4, w2=rows["weight"] ** 2)
    levels = rows.groupby(keys, as_index=False).agg(
        n_answers=("weight", "size"),
        sum_weight=("weight", "sum"),
        sum_squared_weight=("w2", "sum"),
    )
    return {
        "fct_ballots": one_by_one,
        "int_answers": rows,
        "stg_items": pd.DataFrame([item]),
        "agg_wave_levels": levels,
    }


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    tables = run_sql_models(MODELS, answers(ballots()))
    spreads = tables["agg_cluster_spreads"].drop(columns="n_clusters")
    return tables["agg_wave_precisions"].merge(spreads, on=KEY)


def sample(wave: str, unit: str) -> pd.DataFrame:
    return BALLOTS[(BALLOTS["wave"] == wave) & (BALLOTS["unit"] == unit)]


def precision(found: pd.DataFrame, wave: str, unit: str) -> dict[str, Any]:
    rows = found[(found["wave_code"] == wave) & (found["unit_key"] == unit)]
    (row,) = rows.to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize("wave", ["B", "A", "F", "S"])
def test_the_variance_is_taylors_of_the_clusters(
    found: pd.DataFrame, wave: str
) -> None:
    rows, row = sample(wave, "77001"), precision(found, wave, "77001")
    want = taylor(rows, "cluster")
    got = row["by_cluster"] / row["sum_weight"] ** 2
    assert got == pytest.approx(want, rel=1e-9)
    assert row["by_ballot"] / row["sum_weight"] ** 2 == pytest.approx(
        taylor(rows, "ballot"), rel=1e-9
    )
    assert row["n_clusters"] == rows["cluster"].nunique()
    assert float(row["n_effective"]) == pytest.approx(worth(rows, want), abs=1e-6)
    assert float(row["n_effective"]) < 0.8 * len(rows)


@pytest.mark.parametrize("wave", ["B", "A", "F", "S"])
def test_the_mean_level_has_an_effect_of_its_own(
    graded: tuple[pd.DataFrame, pd.DataFrame], wave: str
) -> None:
    """Five levels: people differ less in whether they are satisfied than in how."""
    ballots_, found = graded
    rows = ballots_[(ballots_["wave"] == wave) & (ballots_["unit"] == "77001")]
    row = precision(found, wave, "77001")
    levels = rows.assign(good=rows["level"].astype(float))
    variance = taylor(levels, "cluster")
    assert row["by_cluster_mean"] / row["sum_weight"] ** 2 == pytest.approx(variance)
    assert row["by_ballot_mean"] / row["sum_weight"] ** 2 == pytest.approx(
        taylor(levels, "ballot")
    )
    mean = np.average(levels["good"], weights=rows["weight"])
    spread = np.average((levels["good"] - mean) ** 2, weights=rows["weight"])
    effect = variance / (spread / (len(rows) - 1))
    assert effect > 1.2
    want = len(rows) / effect
    assert float(row["mean_effective"]) == pytest.approx(want, abs=1e-5)
    assert float(row["mean_effective"]) != pytest.approx(
        float(row["n_effective"]), rel=0.02
    )


def test_a_mean_of_few_clusters_goes_by_all_units(
    graded: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    ballots_, found = graded
    excess = shared = 0.0
    for unit in UNITS:
        rows = ballots_[(ballots_["wave"] == "A") & (ballots_["unit"] == unit)]
        levels = rows.assign(good=rows["level"].astype(float))
        apart = taylor(levels, "cluster") - taylor(levels, "ballot")
        excess += apart * len(rows) ** 2
        shared += levels["good"].var(ddof=0) * shared_weight(rows)
    rows = ballots_[(ballots_["wave"] == "A") & (ballots_["unit"] == "77002")]
    levels = rows.assign(good=rows["level"].astype(float))
    spread, n = levels["good"].var(ddof=0), len(rows)
    variance = taylor(levels, "ballot") + (
        excess / shared * spread * shared_weight(rows) / n**2
    )
    row = precision(found, "A", "77002")
    want = n / max(1, variance * (n - 1) / spread)
    assert float(row["mean_effective"]) == pytest.approx(want, abs=1e-5)


@pytest.fixture(scope="module")
def graded() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ballots with five levels, and what the models make of them."""
    rng = np.random.default_rng(4)
    said = ballots()
    people = said["person"].mask(said["person"] == "", said["stratum"] + said["point"])
    mood = rng.normal(0, 1, people.nunique())[pd.factorize(people)[0]]
    drawn = 3.6 + 0.9 * mood + rng.normal(0, 0.7, len(said))
    said["level"] = np.clip(np.rint(drawn), 1, 5).astype(int)
    tables = run_sql_models(MODELS, answers(said))
    spreads = tables["agg_cluster_spreads"].drop(columns="n_clusters")
    beside = clustered()[["stratum", "cluster"]]
    return (
        said.drop(columns="stratum").join(beside),
        tables["agg_wave_precisions"].merge(spreads, on=KEY),
    )


def test_without_strata_it_is_that_of_statsmodels(found: pd.DataFrame) -> None:
    rows, row = sample("F", "77001"), precision(found, "F", "77001")
    fit = WLS(rows["good"], np.ones(len(rows)), weights=rows["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(rows["cluster"])[0]}
    )
    got = row["by_cluster"] / row["sum_weight"] ** 2
    assert got == pytest.approx(float(fit.bse.iloc[0]) ** 2, rel=1e-9)


@pytest.mark.parametrize("wave", ["B", "A"])
def test_a_unit_of_few_clusters_goes_by_all_units(
    found: pd.DataFrame, wave: str
) -> None:
    excess = shared = df = 0.0
    for unit in UNITS:
        rows = sample(wave, unit)
        w = rows["weight"].mean()
        share = np.average(rows["good"], weights=rows["weight"])
        total = rows["weight"].sum()
        apart = taylor(rows, "cluster") - taylor(rows, "ballot")
        excess += apart * total**2 / w**2
        shared += share * (1 - share) * shared_weight(rows) / w**2
        df += rows["cluster"].nunique() - rows["stratum"].nunique()
    rows, row = sample(wave, "77002"), precision(found, wave, "77002")
    assert row["df"] < 29 < df
    share = np.average(rows["good"], weights=rows["weight"])
    variance = taylor(rows, "ballot") + (
        excess / shared * share * (1 - share) * shared_weight(rows)
    ) / (rows["weight"].sum() ** 2)
    assert 0 < excess / shared < 1
    assert float(row["n_effective"]) == pytest.approx(worth(rows, variance), abs=1e-6)
    # where all answer alike the ballots still count by their clusters
    rows, row = sample(wave, "77003"), precision(found, wave, "77003")
    squares = (rows["weight"] ** 2).sum() + excess / shared * shared_weight(rows)
    assert float(row["n_effective"]) == pytest.approx(
        rows["weight"].sum() ** 2 / squares, abs=1e-6
    )


def days(rng: np.random.Generator, spread: float) -> pd.DataFrame:
    """Ballots of one wave without people or points, days apart by `spread`."""
    rows = pd.DataFrame({"number": np.arange(3 * 40 * 12)})
    rows["unit"] = np.array(UNITS)[rows["number"] // 480]
    day = rows["number"] // 12 % 40
    rows["day"] = (pd.Timestamp(2025, 3, 1) + pd.to_timedelta(day, "D")).dt.strftime(
        "%d/%m/%Y"
    )
    level = rng.normal(0.5, spread, 120)[rows["number"] // 12]
    rows["level"] = np.where(level + rng.normal(0, 1, len(rows)) > 0, 5, 2)
    rows = rows.assign(wave="B", item="overall", weight=1.0, ballot=rows["number"])
    return rows.assign(person="", point="", stratum="").astype({"ballot": str})


def test_a_day_is_a_cluster_only_where_its_ballots_are_alike() -> None:
    rng = np.random.default_rng(8)
    kinds = {}
    for name, spread in (("alike", 0.6), ("by_chance", 0.0)):
        rows = days(rng, spread)
        found = run_sql_models(MODELS, answers(rows))["agg_wave_precisions"]
        kinds[name] = found["cluster_kind"].tolist()
        if name == "alike":
            rows = rows.assign(good=(rows["level"] >= 4) * 1.0, cluster=rows["day"])
            rows = rows[rows["unit"] == UNITS[0]]
            (got,) = found[found["unit_key"] == UNITS[0]].to_dict("records")
            want = worth(rows, taylor(rows, "cluster"))
            assert float(got["n_effective"]) == pytest.approx(want, abs=1e-6)
            assert got["n_clusters"] == 40
        else:
            assert (found["n_effective"].astype(float) == found["n_answers"]).all()
    assert kinds["alike"] == ["day"] * 3
    assert not any(pd.notna(kind) for kind in kinds["by_chance"])
