"""Officers are judged on ballots, lateness and upheld complaints alike."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.dbt.model_runs import run_model
from warehouse.transform import PROJECT_DIR

PERIODS = [f"2026-Q{q}" for q in (1, 2, 3, 4)]


def thresholds() -> pd.DataFrame:
    rules = pd.read_csv(PROJECT_DIR / "seeds" / "thresholds.csv")
    for column in ("valid_from", "valid_to"):
        rules[column] = pd.to_datetime(rules[column])
    return rules


def cells() -> pd.DataFrame:
    """Forty officers; `late` is late in a third of the cases, `named` is complained
    about in every tenth, and all hold 100 cases and 50 ballots a quarter."""
    rows = []
    for i in range(40):
        officer = {0: "late", 1: "named"}.get(i, f"o{i:02d}")
        for period in PERIODS:
            n_late = 34 if officer == "late" else 4 + i % 5
            work = {"officer_code": officer, "period": period, "n_cases": 100}
            work |= {"procedure_group": "land", "channel": "counter"}
            work |= {"n_late_strict": n_late, "n_ballots": 50, "n_satisfied": 45}
            told = {"officer_code": officer, "period": period, "n_cases": 0}
            told |= {"procedure_group": "none", "channel": "none"}
            told |= {"n_upheld": 10 if officer == "named" else i % 2}
            rows += [work, told]
    frame = pd.DataFrame(rows)
    columns = ["n_upheld", "n_independent", "n_independent_satisfied"]
    frame = frame.reindex(columns=[*frame.columns.drop("n_upheld"), *columns])
    return frame.fillna(0).assign(
        period_type="quarter",
        unit_key="u@2020-01-01",
        unit_code="u",
        unit_valid_from=date(2020, 1, 1),
    )


def judge(*flags: tuple[str, int, int]) -> pd.DataFrame:
    """The last quarter's tiers, with flags of the officers' unit."""
    days = [pd.Timestamp(2026, 3 * q + 1, 1) for q in range(4)]
    periods = {"period_type": "quarter", "period": PERIODS, "first_day": days}
    columns = ["rule", "count", "denominator"]
    found = run_model(
        "stat_officer_periods",
        agg_officer_cells=cells(),
        dim_periods=pd.DataFrame(periods),
        dim_thresholds=thresholds(),
        dq_flags=pd.DataFrame(flags, columns=columns).assign(unit_key="u@2020-01-01"),
    )
    last = found[found["period"] == PERIODS[-1]]
    return last.set_index(["measure", "officer_code"])


@pytest.fixture(scope="module")
def tiers() -> pd.DataFrame:
    return judge(("finished_before_received", 3, 16000), ("officer_missing", 9, 10))


def test_high_lateness_and_many_complaints_are_bad(tiers: pd.DataFrame) -> None:
    named = {key: tier for key, tier in tiers["tier"].items() if tier != "none"}
    assert named == {
        ("late_strict_share", "late"): "evidence",
        ("upheld_share", "named"): "evidence",
    }


def test_figures_are_counts_of_what_the_measure_names(tiers: pd.DataFrame) -> None:
    late = tiers.loc[("late_strict_share", "late")]
    assert (late["n"], late["observed"], late["raw_share"]) == (100, 34, 0.34)
    assert late["p_lower_tail"] < 0.001 < late["prob_below"]
    named = tiers.loc[("upheld_share", "named")]
    assert (named["n"], named["observed"]) == (100, 10)
    good = tiers.loc[("satisfied_share", "late")]
    assert (good["n"], good["observed"], good["tier"]) == (50, 45, "none")
    standards = tiers["theta_min"].groupby("measure").first().to_dict()
    assert standards == {
        "satisfied_share": 0.85,
        "late_strict_share": 0.1,
        "upheld_share": 0.005,
    }


def test_no_evidence_rests_on_data_that_are_in_doubt() -> None:
    doubted = judge(("finished_before_received", 300, 16000))["tier"]
    assert doubted[("late_strict_share", "late")] == "look"
    assert doubted[("upheld_share", "named")] == "look"
    arranged = judge(("answers_in_blocks", 2, 30))["tier"]
    assert arranged[("late_strict_share", "late")] == "evidence"
