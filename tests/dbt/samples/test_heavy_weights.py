"""A few ballots that carry the weight are few ballots: the interval says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.dbt.samples.test_cluster_cover import MODELS, drawn
from tests.dbt.sql_runs import run_sql_models
from warehouse.statistics.probability.share_intervals import wilson_bounds
from warehouse.statistics.sampling.domains import (
    DomainSums,
    domain_shares,
    effective_ballots,
)

N_UNITS, BALLOTS, TRUTH = 4000, 60, 0.7
# heavy ballots and how many times the others they weigh
SETTINGS = {"one": (1, 999_999), "one_of_fifty": (1, 50), "three": (3, 40)}
SETTINGS |= {"five": (5, 40), "six": (6, 10)}


def weights(n_heavy: int, times: float) -> np.ndarray:
    return np.where(np.arange(BALLOTS) < n_heavy, times, 1.0)


def answers(n_heavy: int, times: float) -> np.ndarray:
    return np.random.default_rng(5).random((N_UNITS, BALLOTS)) < TRUTH


def precisions(good: np.ndarray, weight: np.ndarray) -> pd.DataFrame:
    """Rows of `agg_wave_precisions` where each ballot is drawn by itself."""
    rows = []
    for is_satisfied in (False, True):
        here = good == is_satisfied
        rows.append(
            pd.DataFrame(
                {
                    "wave_code": "W",
                    "unit_key": [f"{unit:05d}" for unit in range(N_UNITS)],
                    "item_code": "q",
                    "stream": "after",
                    "level": int(is_satisfied),
                    "is_satisfied": is_satisfied,
                    "n_answers": here.sum(axis=1),
                    "sum_weight": (here * weight).sum(axis=1),
                    "sum_squared_weight": (here * weight**2).sum(axis=1),
                }
            )
        )
    levels = pd.concat(rows, ignore_index=True)
    frames = {
        "agg_wave_levels": levels[levels["n_answers"] > 0],
        "agg_wave_clusters": drawn(1, 2, 1.0, 1.0)
        .head(0)
        .assign(
            level_weight=0.0,
            level_square_weight=0.0,
            level_squared_weight=0.0,
            level_square_squared_weight=0.0,
            cluster_level_weight=0.0,
            cluster_squared_level=0.0,
        ),
    }
    found = run_sql_models(MODELS, frames)["agg_wave_precisions"]
    return found.sort_values("unit_key", ignore_index=True)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_interval_of_a_share_holds_the_truth(setting: str) -> None:
    weight = weights(*SETTINGS[setting])
    found = precisions(answers(*SETTINGS[setting]), weight)
    kish = weight.sum() ** 2 / (weight**2).sum()
    for name in ("n_effective", "mean_effective"):
        assert found[name].astype(float).max() <= kish * 1.0001
    p, n = found["share"].to_numpy(), found["n_effective"].to_numpy(dtype=float)
    _, low, high = wilson_bounds(p * n, n)
    assert np.mean((low <= TRUTH) & truth_below(high)) >= 0.94


def truth_below(high: np.ndarray) -> np.ndarray:
    return high >= TRUTH


def test_mild_weights_cost_what_their_spread_says() -> None:
    """30 of 60 ballots weigh double: worth 54 by Kish, and the spread decides."""
    weight = weights(30, 2.0)
    good = answers(30, 2.0)
    found = precisions(good, weight)
    p = (good * weight).sum(axis=1) / weight.sum()
    spread = (weight**2 * (good - p[:, None]) ** 2).sum(axis=1) / weight.sum() ** 2
    is_inside = (p > 0) & (p < 1)
    worth = np.minimum(BALLOTS, p * (1 - p) / np.where(is_inside, spread, 1))
    np.testing.assert_allclose(
        found["n_effective"].astype(float)[is_inside], worth[is_inside], atol=1e-5
    )


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_group_of_people_is_worth_no_more(setting: str) -> None:
    weight = weights(*SETTINGS[setting])
    good = answers(*SETTINGS[setting])
    size, rate = weight.sum(), weight / weight.sum()
    satisfied = (good * rate).sum(axis=1)
    grown = BALLOTS / (BALLOTS - 1)
    sums = DomainSums(
        size=np.full(N_UNITS, 1.0),
        satisfied=satisfied,
        square_satisfied=grown * (good * rate**2).sum(axis=1),
        square_all=np.full(N_UNITS, grown * (weight**2).sum() / size**2),
        mean_satisfied=grown * satisfied**2 / BALLOTS,
        mean_both=grown * satisfied / BALLOTS,
        mean_all=np.full(N_UNITS, grown / BALLOTS),
    )
    p, variance = domain_shares(sums)
    n = effective_ballots(p, variance, sums)
    _, low, high = wilson_bounds(p * n, n)
    assert np.mean((low <= TRUTH) & truth_below(high)) >= 0.94
