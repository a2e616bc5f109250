"""Months of a unit against its own months before the model."""

from __future__ import annotations

import pandas as pd
import pytest

from warehouse.statistics.frames.unit_signals import unit_signals

MONTHS = [str(day.date()) for day in pd.date_range("2024-01-01", periods=24, freq="MS")]
COUNTS = ("n_late_strict", "n_late_official", "n_with_due", "n_satisfied", "n_ballots")

PAIRS = ["map", "unit_key", "unit_level", "tool", "month", "n_clusters", "n_pairs"]
PAIRS += ["n_satisfied_pairs"]
NO_PAIRS = pd.DataFrame(columns=PAIRS)


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
        pairs=NO_PAIRS,
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
        pairs=NO_PAIRS,
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
        pairs=NO_PAIRS,
        build=pd.DataFrame({"data_as_of": ["2025-12-31"]}),
    )
    assert set(found["measure"]) == {
        "late_strict_share",
        "late_official_share",
        "petitions_per_1000",
    }


# before the reform, which begins a segment of its own
LAST = 17
SATISFIED = dict(zip(MONTHS, [*([72, 76] * 9)[:LAST], *[74] * 7], strict=True))


def of_ten_people(alike: float, chosen: list[str]) -> pd.DataFrame:
    """In these months ten people gave all hundred ballots; 0: at odds with themselves,
    1: each person says one thing."""
    rows = pd.DataFrame({"month": chosen})
    x, n_pairs = rows["month"].map(SATISFIED), 10 * 10 * 9
    by_luck = x * (x - 1) / (100 * 99)
    both = n_pairs * (by_luck + alike * (x / 100 - by_luck))
    return rows.assign(
        map="then", unit_key="u", unit_level="commune", tool="paper",
        n_clusters=10, n_pairs=n_pairs, n_satisfied_pairs=both,
    )  # fmt: skip


def chart(pairs: pd.DataFrame, last: int) -> pd.DataFrame:
    found = unit_signals(
        months=months([20] * 24),
        ballots=ballots(paper=list((SATISFIED | {MONTHS[LAST]: last}).values())),
        pairs=pairs,
        units=pd.DataFrame({"unit_key": ["u"], "model_start_date": [pd.NaT]}),
        build=pd.DataFrame({"data_as_of": ["2025-06-30"]}),
    )
    return found[found["measure"] == "satisfied_share"].reset_index(drop=True)


def test_a_month_of_ten_people_is_a_month_of_few_ballots() -> None:
    """Sixty of a hundred, said by ten people, is no signal; by a hundred it is."""
    # one month alone cannot tell how alike people's ballots are: a person counts once
    few = of_ten_people(1.0, [MONTHS[LAST]])
    free, bound = chart(NO_PAIRS, 58), chart(few, 58)
    assert free["n_effective"].tolist() == [100.0] * 18
    assert bound["n_effective"].tolist() == [100.0] * 17 + [10.0]
    assert free["signal"].iloc[-1] == "below_limit"
    assert bound["signal"].isna().all()
    assert bound["lower_limit"].iloc[-1] < free["lower_limit"].iloc[-1] - 0.1
    # and the months of a hundred people keep theirs
    widths = [(c["upper_limit"] - c["lower_limit"])[:LAST].max() for c in (bound, free)]
    assert widths[0] <= widths[1]


def test_people_cost_only_what_their_ballots_agree() -> None:
    told = [
        chart(of_ten_people(alike, MONTHS), 74)["n_effective"].iloc[-1]
        for alike in (0, 1)
    ]
    assert told == pytest.approx([100, 10])
