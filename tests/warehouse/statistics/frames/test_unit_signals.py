"""Months of a unit against its own months before the model."""

from __future__ import annotations

import pandas as pd
import pytest

from warehouse.statistics.frames.unit_signals import unit_signals

MONTHS = [str(day.date()) for day in pd.date_range("2024-01-01", periods=24, freq="MS")]
COUNTS = ("n_late_strict", "n_late_official", "n_with_due", "n_satisfied", "n_ballots")


def months(n_late: list[int]) -> pd.DataFrame:
    rows = pd.DataFrame({"month": MONTHS, "n_late_strict": n_late})
    rows = rows.assign(map="then", unit_key="u", unit_code="u", unit_level="commune")
    rows = rows.assign(unit_valid_from=pd.Timestamp(2020, 1, 1), n_with_due=200)
    rows = rows.assign(n_received=200, n_petitions=3)
    return rows.reindex(columns=[*rows.columns, *COUNTS[1:2], *COUNTS[3:]]).fillna(0)


def ballots(**tools: list[int]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"month": MONTHS[-len(x) :], "n_satisfied": x}).assign(tool=tool)
        for tool, x in tools.items()
    ]
    rows = pd.concat([*parts, pd.DataFrame(columns=["month", "n_satisfied", "tool"])])
    return rows.assign(
        map="then", unit_key="u", unit_code="u", unit_level="commune",
        unit_valid_from=pd.Timestamp(2020, 1, 1), n_ballots=100,
    )  # fmt: skip


def signals(n_late: list[int], as_of: str, start: str | None) -> pd.DataFrame:
    units = pd.DataFrame({"unit_key": ["u"], "model_start_date": [start]})
    found = unit_signals(
        months=months(n_late),
        ballots=ballots(),
        units=units.assign(model_start_date=pd.to_datetime(units["model_start_date"])),
        build=pd.DataFrame({"data_as_of": [as_of]}),
    )
    return found[found["measure"] == "late_strict_share"]


def test_the_models_start_begins_a_centre_of_its_own() -> None:
    got = signals([20] * 18 + [2] * 6, "2025-12-31", "2025-07-01")
    assert len(got) == 24
    assert got["centre"].tolist() == pytest.approx([0.1] * 18 + [0.01] * 6)
    assert got["begun_by"].tolist() == [""] * 18 + ["model_start"] * 6
    assert got["signal"].isna().all()


def test_ballots_of_two_tools_are_two_series() -> None:
    found = unit_signals(
        months=months([20] * 24),
        ballots=ballots(paper=[70, 74] * 12, tablet=[95] * 6),
        units=pd.DataFrame({"unit_key": ["u"], "model_start_date": [pd.NaT]}),
        build=pd.DataFrame({"data_as_of": ["2025-12-31"]}),
    )
    got = found[found["measure"] == "satisfied_share"]
    paper, tablet = (got[got["tool"] == tool] for tool in ("paper", "tablet"))
    assert (len(paper), len(tablet)) == (24, 6)
    assert paper["centre"].max() < 0.75
    assert tablet["centre"].tolist() == pytest.approx([0.95] * 6)
    assert got["signal"].isna().all()


def test_a_month_that_is_not_over_is_left_out() -> None:
    got = signals([20] * 24, "2025-12-30", None)
    assert got["month"].astype(str).max() == "2025-11-01"


def test_months_without_ballots_have_no_share() -> None:
    found = unit_signals(
        months=months([20] * 24),
        ballots=ballots(),
        units=pd.DataFrame({"unit_key": ["u"], "model_start_date": [pd.NaT]}),
        build=pd.DataFrame({"data_as_of": ["2025-12-31"]}),
    )
    assert set(found["measure"]) == {
        "late_strict_share",
        "late_official_share",
        "petitions_per_1000",
    }
