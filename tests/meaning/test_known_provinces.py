"""What the pages may say of small provinces whose right figures are known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from tests.meaning.conftest import FILES, Ask, ask_of, build_folder

Built = Callable[[str], Ask]
PROVINCE = """
select * from stat_before_after
where unit_level = 'province' and item_code = 'overall' order by map
"""


def test_ballots_of_split_units_are_worth_what_they_are_on_both_maps(
    built: Built,
) -> None:
    then, today = built("20_split_shares_ballots")(PROVINCE)
    for row in (then, today):
        assert row["n_before"] == pytest.approx(200)
        assert row["n_effective_before"] == pytest.approx(198)
    for name in ("share_before", "share_diff_low", "share_diff_high", "p_value"):
        assert today[name] == pytest.approx(then[name], abs=1e-9), name


def test_a_part_of_a_split_unit_shows_the_ballots_that_stand_for_it(
    built: Built,
) -> None:
    parts = built("20_split_shares_ballots")(
        "select * from stat_before_after where map = 'today' and unit_level = 'commune'"
    )
    assert [row["n_before"] for row in parts] == [100, 100]


def test_design_weights_count_and_cost_precision(built: Built) -> None:
    (row,) = built("23_weights_dates_starts")(
        "select * from stat_before_after where map = 'today' and unit_code = '77006'"
    )
    assert row["share_before"] == pytest.approx(2 / 3)
    assert row["share_after"] == pytest.approx(2 / 3)
    assert row["share_diff"] == pytest.approx(0)
    assert row["n_effective_before"] == pytest.approx(37.5)


def test_a_ballot_that_stands_for_many_people_counts_as_one_of_few(
    built: Built, tmp_path: Path
) -> None:
    """Only what weights are to each other matters; their squares still have room."""
    files = copytree(FILES / "23_weights_dates_starts", tmp_path / "files")
    ballots = pd.read_csv(files / "phieu.csv", dtype=str)
    many = ballots["Trọng số"].fillna("1").astype(int) * 100_000
    ballots.assign(**{"Trọng số": many}).to_csv(files / "phieu.csv", index=False)
    build_folder(files, tmp_path / "home")
    rows = "select * from stat_before_after where map = 'today' order by all"
    figures = ["share_before", "share_diff_low", "share_diff_high", "p_value"]
    figures += ["n_effective_before", "n_effective_after", "mean_diff_low"]
    few = pd.DataFrame(built("23_weights_dates_starts")(rows))[figures]
    found = pd.DataFrame(ask_of(tmp_path / "home")(rows))[figures]
    pd.testing.assert_frame_equal(found, few, rtol=1e-9)


def test_one_heavy_ballot_is_one_ballot_and_told(tmp_path: Path) -> None:
    """One of the wave after weighs as all 60 a thousand times: nothing is known."""
    files = copytree(FILES / "23_weights_dates_starts", tmp_path / "files")
    ballots = pd.read_csv(files / "phieu.csv", dtype=str)
    of_unit = (ballots["Mã đơn vị"] == "77006") & (ballots["Mã đợt"] == "A")
    satisfied = ballots.index[of_unit & (ballots["Mức"] >= "4")]
    ballots.loc[satisfied[0], "Trọng số"] = "999999"
    ballots.to_csv(files / "phieu.csv", index=False)
    build_folder(files, tmp_path / "home")
    ask = ask_of(tmp_path / "home")
    (row,) = ask(
        "select * from stat_before_after where map = 'today' and unit_code = '77006'"
    )
    assert row["n_effective_after"] == pytest.approx(1, abs=0.001)
    assert row["verdict"] == "too_few"
    assert (row["share_diff_low"], row["share_diff_high"]) == (None, None)
    flags = ask("select * from dq_flags where rule = 'ballot_weight_heavy'")
    assert [(f["unit_key"][:5], f["count"]) for f in flags] == [("77006", 1)]


def test_ballots_after_the_wave_are_flagged_and_left_out(built: Built) -> None:
    ask = built("23_weights_dates_starts")
    (row,) = ask(
        "select * from stat_before_after where map = 'today' and unit_code = '77007'"
    )
    assert (row["n_before"], row["n_after"]) == (60, 60)
    flags = ask("select * from dq_flags where rule = 'ballot_outside_wave'")
    assert [(f["unit_key"][:5], f["count"]) for f in flags] == [("77007", 60)]
    (fate,) = ask("select n_rows from dq_row_accounting where fate = 'outside_wave'")
    assert fate["n_rows"] == 60


def test_a_unit_that_never_started_is_not_shown_as_one_of_the_model(
    built: Built,
) -> None:
    (row,) = built("23_weights_dates_starts")(
        "select * from stat_before_after where map = 'today' and unit_code = '77005'"
    )
    assert row["model_status"] == "not_started"


def test_weights_of_a_split_beyond_one_are_flagged_and_multiply_nothing(
    built: Built,
) -> None:
    ask = built("23_weights_dates_starts")
    flags = ask("select * from dq_flags where rule = 'split_weight_wrong'")
    assert {f["unit_key"][:5] for f in flags} == {"77011", "77012"}
    (moved,) = ask(
        "select sum(n_answers) as n from agg_answer_levels"
        " where map = 'today' and wave_code = 'B' and unit_code in ('77011', '77012')"
    )
    assert float(moved["n"]) == pytest.approx(100)
    (row,) = ask(
        "select * from stat_before_after where map = 'today'"
        " and unit_level = 'province'"
    )
    assert row["n_before"] == pytest.approx(280)


def test_the_gap_compares_the_days_of_the_fronts_survey(built: Built) -> None:
    rows = built("24_gap_days")(
        "select * from stat_independent_gaps where map = 'today'"
    )
    assert {row["period"] for row in rows} == {"2026-Q1"}
    for row in rows:
        assert (row["n_service"], row["n_independent"]) == (100, 50)
        assert row["gap"] == pytest.approx(0.15)
        assert row["share_service"] - row["share_independent"] == pytest.approx(
            row["gap"]
        )


def test_two_tools_are_two_series_and_no_signal(built: Built) -> None:
    rows = built("22_two_scales")(
        "select * from stat_unit_signals where map = 'today'"
        " and unit_code = '77001' and measure = 'satisfied_share' order by month"
    )
    # October had not ended on the newest day of the data
    paper = [row for row in rows if row["tool"] == "Q/paper"]
    tablet = [row for row in rows if row["tool"] == "T/tablet"]
    assert (len(paper), len(tablet), len(rows)) == (21, 3, 24)
    assert {row["value"] for row in paper} == {0.7, 0.725, 0.75}
    assert {row["value"] for row in tablet} == {0.95}
    assert {row["signal"] for row in rows} == {None}
    # the reform and the model's start begin parts of their own
    begun = [row["begun_by"] for row in paper]
    assert begun == [""] * 6 + ["reform"] * 12 + ["model_start"] * 3
    assert [row["centre"] for row in paper[6:18]] == pytest.approx([0.725] * 12)


def test_a_change_of_tool_is_no_effect(built: Built) -> None:
    (row,) = built("22_two_scales")(
        "select * from stat_unit_effects where outcome = 'satisfied_share'"
    )
    assert row["tool"] == "Q/paper"
    assert row["verdict"] == "too_few"
    assert row["effect"] is None or abs(row["effect"]) < 0.03
