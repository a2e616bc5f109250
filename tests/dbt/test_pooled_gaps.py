"""A unit above others: one common gap as the test, and how far its units differ."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.dbt.model_runs import run_model
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.agreement.pooled_gaps import (
    meta_random_gap,
    mh_risk_difference,
)

UNITS = {"a": (180, 200, 80, 100), "b": (190, 200, 90, 100), "c": (19, 20, 9, 10)}


@pytest.fixture(scope="module")
def gaps() -> pd.DataFrame:
    names = ["n_service_satisfied", "n_service"]
    names += ["n_independent_satisfied", "n_independent"]
    strata = (
        pd.DataFrame(UNITS.values(), columns=names)
        .assign(map="today", item_code="q", period="2026-Q3", stratum_key=list(UNITS))
        .assign(source_unit_key=list(UNITS), share_moved=1.0)
    )
    for name in ("service", "independent"):
        strata[f"n_{name}_effective"] = strata[f"n_{name}"]
    both = [strata.assign(unit_key=list(UNITS)), strata.assign(unit_key="province")]
    units = pd.DataFrame({"unit_key": [*UNITS, "province"]})
    units = units.assign(unit_code=units["unit_key"], unit_valid_from=date(2020, 1, 1))
    return run_model(
        "stat_independent_gaps",
        agg_gap_strata=pd.concat(both),
        dim_units=units.assign(unit_level=["commune"] * 3 + ["province"]),
        dim_thresholds=shipped_frame("thresholds"),
    ).set_index("unit_key")


def test_the_province_pools_its_units(gaps: pd.DataFrame) -> None:
    counts = np.array(list(UNITS.values()), dtype=float).T
    common, mean = mh_risk_difference(*counts), meta_random_gap(*counts)
    got = gaps.loc["province"]
    assert (got["gap"], got["gap_low"]) == pytest.approx((common.rd, common.lo))
    assert (got["mean_gap"], got["mean_gap_low"]) == pytest.approx(
        (mean.pooled, mean.wide_lo)
    )
    assert got["unit_gap_high"] == pytest.approx(mean.pi_hi)
    assert got["verdict"] == "slightly_worse"


def test_a_single_unit_has_no_spread(gaps: pd.DataFrame) -> None:
    assert gaps.loc["a", "gap"] == pytest.approx(0.1)
    assert gaps.loc[list(UNITS), "mean_gap"].isna().all()
    assert gaps.loc["c", "verdict"] == "too_few"
