"""A unit above others: one common gap as the test, and how far its units differ."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.dbt.model_runs import run_model
from warehouse.rules.frames import shipped_frame
from warehouse.statistics.agreement.gaps_over_units import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.change.share_differences import newcombe_bounds

UNITS = {"a": (180, 200, 80, 100), "b": (190, 200, 90, 100), "c": (19, 20, 9, 10)}


@pytest.fixture(scope="module")
def gaps() -> pd.DataFrame:
    names = ["n_service_satisfied", "n_service"]
    names += ["n_independent_satisfied", "n_independent"]
    strata = (
        pd.DataFrame(UNITS.values(), columns=names)
        .assign(map="today", item_code="q", period="2026-Q3", stratum_key=list(UNITS))
        .assign(source_unit_key=list(UNITS), share_moved=1.0)
        .assign(front_wave="f")
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


def test_a_gap_picked_out_of_many_has_the_limits_of_one_picked_out() -> None:
    names = ["n_service_satisfied", "n_service"]
    names += ["n_independent_satisfied", "n_independent"]
    units = [f"u{i}" for i in range(8)]
    counts = [(190, 200, 70, 100), *([(170, 200, 85, 100)] * 7)]
    strata = pd.DataFrame(counts, columns=names, index=units).reset_index(
        names="source_unit_key"
    )
    for name in ("service", "independent"):
        strata[f"n_{name}_effective"] = strata[f"n_{name}"]
    strata = strata.assign(stratum_key=strata["source_unit_key"], share_moved=1.0)
    strata = strata.assign(map="today", item_code="q", period="2026-Q3")
    strata["front_wave"] = "f"
    # u0 again as a unit of two strata, of its own level
    halves = pd.concat([strata.iloc[[0]]] * 2).assign(
        unit_key="u0", stratum_key=list("xy")
    )
    halves[names] /= 2
    listed = pd.DataFrame({"unit_key": units, "unit_level": "commune"})
    listed = listed.assign(unit_code=units, unit_valid_from=date(2020, 1, 1))
    alone = strata.assign(unit_key=units)
    for rows, is_pooled in ((alone, False), (pd.concat([halves, alone[1:]]), True)):
        found = run_model(
            "stat_independent_gaps",
            agg_gap_strata=rows,
            dim_units=listed,
            dim_thresholds=shipped_frame("thresholds"),
        ).set_index("unit_key")
        marked, other = found.loc["u0"], found.loc["u1"]
        assert (marked["n_looks"], marked["verdict"]) == (8, "worse")
        z = stats.norm.isf(0.05 / 8 / 2) / stats.norm.isf(0.025)
        if is_pooled:
            low = marked["gap"] + z * (marked["gap_alone_low"] - marked["gap"])
        else:
            _, wide, _ = newcombe_bounds(190, 200, 70, 100, 1 - 0.05 / 8)
            low = float(wide)
            _, plain, _ = newcombe_bounds(190, 200, 70, 100)
            assert marked["gap_alone_low"] == pytest.approx(float(plain))
        assert marked["gap_low"] == pytest.approx(low)
        assert marked["gap_high"] > marked["gap_alone_high"]
        assert (other["gap_low"], other["gap_high"]) == pytest.approx(
            (other["gap_alone_low"], other["gap_alone_high"])
        )


# Survey → own satisfied and all, the Front's satisfied and all: no gap in either,
# and 27 points where the ballots of both are put together.
TWO_SURVEYS = {"spring": (20, 40, 100, 200), "summer": (180, 200, 36, 40)}
COUNTS = ["n_service_satisfied", "n_service"]
COUNTS += ["n_independent_satisfied", "n_independent"]


def _two_surveys(surveys: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    rows = pd.DataFrame(surveys.values(), columns=COUNTS)
    for name in ("service", "independent"):
        rows[f"n_{name}_effective"] = rows[f"n_{name}"]
    rows = rows.assign(front_wave=list(surveys), stratum_key="a", source_unit_key="a")
    rows = rows.assign(map="today", item_code="q", period="2026-Q1", share_moved=1.0)
    units = pd.DataFrame(
        {"unit_key": ["a", "p"], "unit_level": ["commune", "province"]}
    )
    return run_model(
        "stat_independent_gaps",
        agg_gap_strata=pd.concat([rows.assign(unit_key=key) for key in ("a", "p")]),
        dim_units=units.assign(
            unit_code=units["unit_key"], unit_valid_from=date(2020, 1, 1)
        ),
        dim_thresholds=shipped_frame("thresholds"),
    ).set_index("unit_key")


@pytest.mark.parametrize("unit", ["a", "p"])
def test_two_surveys_of_a_quarter_are_compared_each_by_itself(unit: str) -> None:
    row = _two_surveys(TWO_SURVEYS).loc[unit]
    assert row["gap"] == pytest.approx(0, abs=1e-12)
    assert row["share_service"] - row["share_independent"] == pytest.approx(0, abs=1e-9)
    assert not row["needs_check"]
    assert row["verdict"] not in ("worse", "better")
    assert np.isnan(row["mean_gap"])  # of one commune, not of several


def test_a_survey_without_own_ballots_of_its_days_takes_no_part() -> None:
    alone = _two_surveys({"spring": (150, 200, 100, 200)}).loc["a"]
    both = _two_surveys({"spring": (150, 200, 100, 200), "summer": (0, 0, 90, 100)})
    for name in ("gap", "gap_low", "gap_high", "n_service", "n_independent"):
        assert both.loc["a", name] == pytest.approx(alone[name]), name


def test_the_gap_of_two_surveys_is_the_common_one() -> None:
    surveys = {"spring": (150, 200, 100, 200), "summer": (180, 200, 30, 40)}
    row = _two_surveys(surveys).loc["a"]
    common = mh_risk_difference(*np.array(list(surveys.values()), dtype=float).T)
    assert (row["gap"], row["gap_alone_low"], row["gap_alone_high"]) == pytest.approx(
        (common.rd, common.lo, common.hi)
    )
    assert row["share_service"] - row["share_independent"] == pytest.approx(row["gap"])
