"""Ballots of one person or one sample point are worth what their error says."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.regression.linear_model import WLS

from tests.meaning import clustered_ballots
from tests.meaning.conftest import Ask, ask_of, build_folder
from warehouse.statistics.change.shares import newcombe_bounds, wilson_bounds


class Built(NamedTuple):
    ask: Ask
    ballots: pd.DataFrame


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    home = tmp_path_factory.mktemp("clustered")
    found = clustered_ballots.write(home)
    build_folder(home, home, ["stat_before_after", "stat_independent_gaps"])
    found["good"] = (found["level"] >= 4).astype(float)
    found["stratum"] = found["stratum"].astype(str)
    is_point = found["point"] != ""
    found["cluster"] = found["person"].mask(is_point, found["stratum"] + found["point"])
    # one person is one cluster, in the first of the strata
    found["stratum"] = found.groupby(["wave", "unit", "cluster"])["stratum"].transform(
        "min"
    )
    return Built(ask_of(home), found)


def taylor(rows: pd.DataFrame, cluster: str) -> float:
    """Variance of the weighted share, ballot by ballot (Wolter 2007, ch. 6)."""
    w, y = rows["weight"].to_numpy(), rows["good"].to_numpy()
    share = (w * y).sum() / w.sum()
    z = pd.Series(w * (y - share) / w.sum(), rows.index)
    total = 0.0
    for stratum in rows["stratum"].unique():
        mine = rows["stratum"] == stratum
        sums = z[mine].groupby(rows.loc[mine, cluster]).sum().to_numpy()
        m = len(sums)
        total += (
            m / (m - 1) * ((sums - sums.mean()) ** 2).sum() if m > 1 else sums[0] ** 2
        )
    return float(total)


def sample(built: Built, wave: str, unit: str) -> pd.DataFrame:
    found = built.ballots
    return found[(found["wave"] == wave) & (found["unit"] == unit)]


def precision(built: Built, wave: str, unit: str) -> dict[str, Any]:
    (row,) = built.ask(
        "select p.*, s.by_cluster, s.by_ballot, s.df from agg_wave_precisions as p"
        " inner join agg_cluster_spreads as s using (wave_code, front_wave, unit_key,"
        " item_code, cluster_kind)"
        f" where wave_code = '{wave}' and unit_key like '{unit}@%'"
    )
    return row


def worth(rows: pd.DataFrame, variance: float) -> float:
    """n / deff, the variance against that of a simple sample with replacement."""
    n = len(rows)
    share = np.average(rows["good"], weights=rows["weight"])
    return float(n / max(1, variance / (share * (1 - share) / (n - 1))))


@pytest.mark.parametrize("wave", ["B", "A", "F", "S"])
def test_the_variance_is_taylors_of_the_clusters(built: Built, wave: str) -> None:
    rows, row = sample(built, wave, "77001"), precision(built, wave, "77001")
    want = taylor(rows, "cluster")
    got = row["by_cluster"] / row["sum_weight"] ** 2
    assert got == pytest.approx(want, rel=1e-9)
    assert row["by_ballot"] / row["sum_weight"] ** 2 == pytest.approx(
        taylor(rows, "ballot"), rel=1e-9
    )
    assert row["n_clusters"] == rows["cluster"].nunique()
    assert float(row["n_effective"]) == pytest.approx(worth(rows, want), abs=1e-6)
    assert float(row["n_effective"]) < 0.8 * len(rows)


def test_without_strata_it_is_that_of_statsmodels(built: Built) -> None:
    rows, row = sample(built, "F", "77001"), precision(built, "F", "77001")
    fit = WLS(rows["good"], np.ones(len(rows)), weights=rows["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(rows["cluster"])[0]}
    )
    got = row["by_cluster"] / row["sum_weight"] ** 2
    assert got == pytest.approx(float(fit.bse.iloc[0]) ** 2, rel=1e-9)


@pytest.mark.parametrize("wave", ["B", "A"])
def test_a_unit_of_few_clusters_goes_by_all_units(built: Built, wave: str) -> None:
    excess = shared = df = 0.0
    for unit in clustered_ballots.UNITS:
        rows = sample(built, wave, unit)
        w = rows["weight"].mean()
        share = np.average(rows["good"], weights=rows["weight"])
        total = rows["weight"].sum()
        apart = taylor(rows, "cluster") - taylor(rows, "ballot")
        excess += apart * total**2 / w**2
        shared += share * (1 - share) * shared_weight(rows) / w**2
        df += rows["cluster"].nunique() - rows["stratum"].nunique()
    rows, row = sample(built, wave, "77002"), precision(built, wave, "77002")
    assert row["df"] < 29 < df
    share = np.average(rows["good"], weights=rows["weight"])
    variance = taylor(rows, "ballot") + (
        excess / shared * share * (1 - share) * shared_weight(rows)
    ) / (rows["weight"].sum() ** 2)
    assert 0 < excess / shared < 1
    assert float(row["n_effective"]) == pytest.approx(worth(rows, variance), abs=1e-6)
    # where all answer alike the ballots still count by their clusters
    rows, row = sample(built, wave, "77003"), precision(built, wave, "77003")
    squares = (rows["weight"] ** 2).sum() + excess / shared * shared_weight(rows)
    assert float(row["n_effective"]) == pytest.approx(
        rows["weight"].sum() ** 2 / squares, abs=1e-6
    )


def shared_weight(rows: pd.DataFrame) -> float:
    """Σ W² of clusters less Σ w² of ballots."""
    whole = rows.groupby("cluster")["weight"].sum()
    return float((whole**2).sum() - (rows["weight"] ** 2).sum())


def test_a_change_rests_on_people_before_and_on_points_after(built: Built) -> None:
    (row,) = built.ask(
        "select * from stat_before_after where map = 'today' and unit_code = '77001'"
        " and item_kind = 'item'"
    )
    ends = []
    kinds = {"before": ("B", "respondent"), "after": ("A", "psu")}
    for side, (wave, kind) in kinds.items():
        rows = sample(built, wave, "77001")
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


def test_the_province_is_as_sure_as_its_units_together(built: Built) -> None:
    (row,) = built.ask(
        "select * from stat_before_after where map = 'today'"
        " and unit_level = 'province' and item_kind = 'item'"
    )
    parts = built.ask(
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


def test_a_gap_counts_people_and_weights_on_both_sides(built: Built) -> None:
    (row,) = built.ask(
        "select * from stat_independent_gaps where map = 'today'"
        " and unit_code = '77001' and item_code = 'overall'"
    )
    counts = []
    for wave in ("S", "F"):
        rows = sample(built, wave, "77001")
        n = worth(rows, taylor(rows, "cluster"))
        share = np.average(rows["good"], weights=rows["weight"])
        counts += [share * n, n]
    gap, low, high = newcombe_bounds(*counts)
    assert row["gap"] == pytest.approx(float(gap), abs=1e-6)
    assert row["gap_low"] == pytest.approx(float(low), abs=1e-6)
    assert row["gap_high"] == pytest.approx(float(high), abs=1e-6)
    # and one common gap of the province is less sure than of ballots drawn singly
    (top,) = built.ask(
        "select * from stat_independent_gaps where map = 'today'"
        " and unit_level = 'province' and item_code = 'overall'"
    )
    z = stats.norm.isf(0.025)
    plain = mh_se(built)
    assert (top["gap_high"] - top["gap_low"]) / (2 * z) > 1.15 * plain


def mh_se(built: Built) -> float:
    """Standard error of the common gap if all ballots were drawn singly."""
    weights, variances = [], []
    for unit in ("77001", "77002"):
        s, f = sample(built, "S", unit), sample(built, "F", unit)
        weights.append(len(s) * len(f) / (len(s) + len(f)))
        p, q = s["good"].mean(), np.average(f["good"], weights=f["weight"])
        variances.append(p * (1 - p) / len(s) + q * (1 - q) / len(f))
    w = np.array(weights) / sum(weights)
    return float(np.sqrt((w**2 * np.array(variances)).sum()))
