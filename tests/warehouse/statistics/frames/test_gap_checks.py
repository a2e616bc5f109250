"""The mark on a unit's own ballots: pooled with the wave before, and rare."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from benchmarks.coached_units import COACHED, counts_of, gaps_of
from tests.dbt.model_runs import run_model
from warehouse.rules.frames import shipped_frame

# Unit → quarter → own satisfied of 400, of the survey of 200. A gap of 7 points each
# time is told of two waves together; of one alone, or of two a year and a half apart,
# or where it is the survey that is higher, it is not.
WAVES = {
    "twice": {"2026-Q1": (348, 160), "2026-Q3": (348, 160)},
    "once": {"2026-Q3": (348, 160)},
    "long_ago": {"2025-Q1": (348, 160), "2026-Q3": (348, 160)},
    "lower": {"2026-Q1": (288, 160), "2026-Q3": (288, 160)},
    "clear": {"2026-Q3": (376, 160)},
    "turned": {"2026-Q1": (288, 160), "2026-Q3": (348, 160)},
}


@pytest.fixture(scope="module")
def gaps() -> pd.DataFrame:
    return _gaps(_strata()).set_index(["unit_key", "period"])


def _strata() -> pd.DataFrame:
    rows = [
        {
            "unit_key": unit,
            "stratum_key": stratum,
            "source_unit_key": stratum,
            "period": period,
            "n_service": 400,
            "n_service_satisfied": own,
            "n_independent": 200,
            "n_independent_satisfied": asked,
        }
        for stratum, waves in WAVES.items()
        for unit in (stratum, "province")
        for period, (own, asked) in waves.items()
    ]
    strata = pd.DataFrame(rows).assign(map="today", item_code="q", share_moved=1.0)
    strata["front_wave"] = strata["period"]
    for side in ("service", "independent"):
        strata[f"n_{side}_effective"] = strata[f"n_{side}"]
    return strata


def _gaps(strata: pd.DataFrame, thresholds: pd.DataFrame | None = None) -> pd.DataFrame:
    names = [*WAVES, "province"]
    units = pd.DataFrame({"unit_key": names, "unit_code": names})
    return run_model(
        "stat_independent_gaps",
        agg_gap_strata=strata,
        dim_units=units.assign(
            unit_valid_from=date(2020, 1, 1),
            unit_level=["commune"] * len(WAVES) + ["province"],
        ),
        dim_thresholds=shipped_frame("thresholds")
        if thresholds is None
        else thresholds,
    )


def test_how_rare_a_mark_is_is_a_rule_of_its_day() -> None:
    loose = shipped_frame("thresholds")
    strict = loose.copy()
    loose.loc[loose["threshold"] == "gap_check_q", "value"] = 1.0
    strict.loc[strict["threshold"] == "gap_check_q", "value"] = 0.0
    marked = _gaps(_strata(), loose).set_index(["unit_key", "period"])["needs_check"]
    assert marked[("once", "2026-Q3")]
    assert not marked[("lower", "2026-Q3")]
    assert not _gaps(_strata(), strict)["needs_check"].any()


@pytest.mark.parametrize(
    ("unit", "n_periods", "is_marked"),
    [
        ("twice", 2, True),
        ("once", 1, False),
        ("long_ago", 1, False),
        ("lower", 2, False),
        ("clear", 1, True),
        ("turned", 2, False),
        ("province", 0, False),
    ],
)
def test_a_mark_is_for_what_lasts_or_is_large(
    gaps: pd.DataFrame, unit: str, n_periods: int, is_marked: bool
) -> None:
    row = gaps.xs((unit, "2026-Q3"))
    assert row["n_periods"] == n_periods
    assert bool(row["needs_check"]) is is_marked


def test_where_the_front_asked_nobody_no_unit_is_looked_at() -> None:
    asked = ["n_independent", "n_independent_satisfied", "n_independent_effective"]
    found = _gaps(_strata().assign(**dict.fromkeys(asked, 0)))
    of_units = [(unit, period) for unit, waves in WAVES.items() for period in waves]
    assert len(found) == len(of_units) + len({period for _, period in of_units})
    assert set(found["verdict"]) == {"too_few"}
    assert not found["needs_check"].any()
    assert set(found["n_periods"]) == {0}


def test_without_ballots_there_are_no_rows() -> None:
    assert _gaps(_strata().head(0)).empty


def test_marks_are_rare_where_nobody_is_coached_and_find_who_is() -> None:
    """The bars of `benchmarks.coached_units`, with fewer waves and more slack."""
    rng = np.random.default_rng(7)
    quiet = gaps_of(*counts_of(rng, 60, 0.0, 2))["needs_check"].to_numpy()
    assert quiet.reshape(60, -1).any(axis=1).mean() <= 0.05
    found = gaps_of(*counts_of(rng, 60, 0.10, 2))["needs_check"].to_numpy()
    assert found.reshape(60, -1)[:, :COACHED].mean() >= 0.8
