"""Intervals hold the truth as often as they say when each person has three ballots."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.dbt.sql_runs import run_sql_models
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.share_intervals import wilson_bounds

MODELS = ["agg_wave_shares", "agg_cluster_spreads", "agg_wave_icc"]
MODELS += ["agg_wave_precisions"]
N_UNITS, BALLOTS = 4000, 3
LEVELS = {
    "level_weight": "satisfied_weight",
    "level_square_weight": "satisfied_weight",
    "level_squared_weight": "satisfied_squared_weight",
    "level_square_squared_weight": "satisfied_squared_weight",
    "cluster_level_weight": "cluster_satisfied_weight",
    "cluster_squared_level": "cluster_squared_satisfied",
}
# people of one unit, and how far from one another they are: beta (a, b)
SETTINGS = {"many_people": (60, 1.2, 0.4), "few_people": (20, 1.2, 0.8)}


def precisions(sums: pd.DataFrame) -> pd.DataFrame:
    """Rows of `agg_wave_precisions` from those of `agg_wave_clusters`."""
    # levels of 0 and 1: a mean level is a share then, and errs as one
    sums = sums.assign(**{level: sums[good] for level, good in LEVELS.items()})
    frames = {
        "agg_wave_clusters": sums,
        "agg_wave_levels": sums.head(0).assign(stream="", is_satisfied=False, level=0),
    }
    found = run_sql_models(MODELS, frames)["agg_wave_precisions"]
    return found.sort_values("unit_key", ignore_index=True)


def drawn(seed: int, n_people: int, a: float, b: float) -> pd.DataFrame:
    """Sums of one wave: each person is satisfied with a chance of their own."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(a, b, (N_UNITS, n_people))
    good = rng.binomial(BALLOTS, chance)
    n, satisfied = float(n_people * BALLOTS), good.sum(axis=1).astype(float)
    return pd.DataFrame(
        {
            "wave_code": "W",
            "front_wave": "F",
            "unit_key": [f"{unit:05d}" for unit in range(N_UNITS)],
            "item_code": "q",
            "cluster_kind": "respondent",
            "stratum": "",
            "n_clusters": n_people,
            "n_answers": int(n),
            "n_pairs": n_people * BALLOTS * (BALLOTS - 1),
            "sum_weight": n,
            "satisfied_weight": satisfied,
            "sum_squared_weight": n,
            "satisfied_squared_weight": satisfied,
            "cluster_squared_weight": n * BALLOTS,
            "cluster_satisfied_weight": satisfied * BALLOTS,
            "cluster_squared_satisfied": (good.astype(float) ** 2).sum(axis=1),
        }
    )


@pytest.mark.parametrize("setting", SETTINGS)
def test_shares_and_changes_hold_the_truth_with_people_and_not_without(
    setting: str,
) -> None:
    n_people, a, b = SETTINGS[setting]
    truth = a / (a + b)
    before, after = (precisions(drawn(seed, n_people, a, b)) for seed in (1, 2))
    levels, shares = (
        after[name].to_numpy(dtype=float) for name in ("mean_effective", "n_effective")
    )
    np.testing.assert_allclose(levels, shares, atol=1e-4)
    cover = {}
    for name in ("n_effective", "n_answers"):
        p, n = after["share"].to_numpy(), after[name].to_numpy(dtype=float)
        _, low, high = wilson_bounds(p * n, n)
        cover["share", name] = np.mean((low <= truth) & (truth <= high))
        q, m = before["share"].to_numpy(), before[name].to_numpy(dtype=float)
        _, low, high = newcombe_bounds(p * n, n, q * m, m)
        cover["change", name] = np.mean((low <= 0) & (high >= 0))
    assert 0.94 <= cover["share", "n_effective"] <= 0.97, cover
    assert 0.94 <= cover["change", "n_effective"] <= 0.97, cover
    assert cover["share", "n_answers"] < 0.91, cover
    assert cover["change", "n_answers"] < 0.91, cover


def test_ballots_of_different_people_lose_nothing() -> None:
    """Where no two ballots are alike the design effect is 1, never below."""
    rng = np.random.default_rng(3)
    sums = drawn(3, 60, 3.0, 1.0)
    good = rng.binomial(180, 0.75, N_UNITS).astype(float)
    sums["satisfied_weight"] = sums["satisfied_squared_weight"] = good
    sums["cluster_satisfied_weight"] = sums["cluster_squared_satisfied"] = good
    sums = sums.assign(n_clusters=180, n_pairs=0, cluster_squared_weight=180.0)
    found = precisions(sums)
    for name in ("n_effective", "mean_effective"):
        assert found[name].to_numpy(dtype=float) == pytest.approx(180)
    assert (found["cluster_effect"] >= 1).all()
