"""What changes and gaps say of ballots that are not drawn one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.meaning.clustered_ballots import clustered, taylor, worth, write
from tests.meaning.conftest import Ask, ask_of, build_folder
from warehouse.statistics.change.share_differences import newcombe_bounds
from warehouse.statistics.probability.share_intervals import wilson_bounds

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home = tmp_path_factory.mktemp("clustered")
    write(home)
    build_folder(home, home, ["stat_before_after", "stat_independent_gaps"])
    return ask_of(home)


@pytest.fixture(scope="module")
def ballots() -> pd.DataFrame:
    return clustered()


def sample(ballots: pd.DataFrame, wave: str, unit: str) -> pd.DataFrame:
    return ballots[(ballots["wave"] == wave) & (ballots["unit"] == unit)]


def test_a_change_rests_on_people_before_and_on_points_after(
    ask: Ask, ballots: pd.DataFrame
) -> None:
    (row,) = ask(
        "select * from stat_before_after where map = 'today' and unit_code = '77001'"
        " and item_kind = 'item'"
    )
    ends = []
    kinds = {"before": ("B", "respondent"), "after": ("A", "psu")}
    for side, (wave, kind) in kinds.items():
        rows = sample(ballots, wave, "77001")
        assert row[f"n_{side}"] == len(rows)
        assert row[f"cluster_kind_{side}"] == kind
        assert row[f"n_clusters_{side}"] == rows["cluster"].nunique()
        n = worth(rows, taylor(rows, "cluster"))
        share = np.average(rows["good"], weights=rows["weight"])
        assert row[f"n_effective_{side}"] == pytest.approx(n, abs=1e-5)
        _, low, high = wilson_bounds(share * n, n)
        assert row[f"share_{side}_low"] == pytest.approx(float(low), abs=1e-6)
        assert row[f"share_{side}_high"] == pytest.approx(float(high), abs=1e-6)
        ends.append((share * n, n))
    _, low, high = newcombe_bounds(*ends[1], *ends[0])
    assert row["share_diff_alone_low"] == pytest.approx(float(low), abs=1e-6)
    assert row["share_diff_alone_high"] == pytest.approx(float(high), abs=1e-6)


def test_the_province_is_as_sure_as_its_units_together(ask: Ask) -> None:
    (row,) = ask(
        "select * from stat_before_after where map = 'today'"
        " and unit_level = 'province' and item_kind = 'item'"
    )
    parts = ask(
        "select * from stat_before_after where map = 'today'"
        " and unit_level = 'commune' and item_kind = 'item'"
    )
    assert row["n_clusters_before"] == sum(p["n_clusters_before"] for p in parts)
    # no cases are known, so the units weigh alike
    variance = sum(
        p["share_before"] * (1 - p["share_before"]) / (p["n_effective_before"] - 1) / 9
        for p in parts
    )
    most = 9 / sum(1 / p["n_effective_before"] for p in parts)
    share = sum(p["share_before"] for p in parts) / 3
    assert row["share_before"] == pytest.approx(share)
    assert row["n_effective_before"] == pytest.approx(
        min(most, share * (1 - share) / variance), rel=1e-5
    )


def test_a_gap_counts_people_and_weights_on_both_sides(
    ask: Ask, ballots: pd.DataFrame
) -> None:
    (row,) = ask(
        "select * from stat_independent_gaps where map = 'today'"
        " and unit_code = '77001' and item_code = 'overall'"
    )
    counts = []
    for wave in ("S", "F"):
        rows = sample(ballots, wave, "77001")
        n = worth(rows, taylor(rows, "cluster"))
        share = np.average(rows["good"], weights=rows["weight"])
        counts += [share * n, n]
    assert row["n_service_effective"] == pytest.approx(counts[1], abs=1e-5)
    assert row["n_independent_effective"] == pytest.approx(counts[3], abs=1e-5)
    gap, low, high = newcombe_bounds(*counts)
    assert row["gap"] == pytest.approx(float(gap), abs=1e-6)
    assert row["gap_alone_low"] == pytest.approx(float(low), abs=1e-6)
    assert row["gap_alone_high"] == pytest.approx(float(high), abs=1e-6)
    # and one common gap of the province is less sure than of ballots drawn singly
    (top,) = ask(
        "select * from stat_independent_gaps where map = 'today'"
        " and unit_level = 'province' and item_code = 'overall'"
    )
    z = stats.norm.isf(0.025)
    plain = mh_se(ballots)
    assert (top["gap_high"] - top["gap_low"]) / (2 * z) > 1.15 * plain


def mh_se(ballots: pd.DataFrame) -> float:
    """Standard error of the common gap if all ballots were drawn singly."""
    weights, variances = [], []
    for unit in ("77001", "77002"):
        s, f = sample(ballots, "S", unit), sample(ballots, "F", unit)
        weights.append(len(s) * len(f) / (len(s) + len(f)))
        p, q = s["good"].mean(), np.average(f["good"], weights=f["weight"])
        variances.append(p * (1 - p) / len(s) + q * (1 - q) / len(f))
    w = np.array(weights) / sum(weights)
    return float(np.sqrt((w**2 * np.array(variances)).sum()))
