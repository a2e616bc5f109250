"""Ballots delivered again, without a day, or dated outside their wave."""

from __future__ import annotations

import pytest

from tests.cases.build_homes import BuiltHome


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> BuiltHome:
    return BuiltHome(
        tmp_path_factory.mktemp("ballots"),
        [
            (["21*/*_20261031.csv"], None),
            (["21*/phieu_lan_1.csv"], "21_rekeyed_ballots/long.yml"),
            (["21*/phieu_lan_2_da_sua.csv"], "21_rekeyed_ballots/long.yml"),
            (["outside_wave/*.csv"], "21_rekeyed_ballots/long.yml"),
            (["13*/ballots.csv"], "13_no_ballot_date/spec.yml"),
            (["forms_outside_wave/*.csv"], None),
        ],
    )


def test_the_correction_counts_in_both_communes(home: BuiltHome) -> None:
    found = home.rows(
        "select left(unit_key, 5), avg(is_satisfied::int) from fct_ballots"
        " where wave_code = 'A' and left_out = 'none' group by 1 order by 1"
    )
    assert found == [("77001", 0.0), ("77002", 1.0)]


def test_each_change_is_listed_with_its_files(home: BuiltHome) -> None:
    assert home.rows(
        "select change, old_answer, new_answer, old_file, new_file, n_answers"
        " from dq_answer_changes order by 2"
    ) == [
        ("corrected", "2.00", "5.00", "phieu_lan_1.csv", "phieu_lan_2_da_sua.csv", 60),
        ("corrected", "5.00", "2.00", "phieu_lan_1.csv", "phieu_lan_2_da_sua.csv", 60),
    ]


def test_a_ballot_without_a_day_is_not_in_the_future(home: BuiltHome) -> None:
    assert home.rows(
        "select count(*), count(unit_key), count_if(left_out <> 'none')"
        " from fct_ballots where wave_code = 'w1'"
    ) == [(40, 40, 0)]


def test_ballots_outside_their_wave_are_shown_and_left_out(home: BuiltHome) -> None:
    assert home.rows(
        "select fate, n_rows from dq_row_accounting where row_kind = 'answer'"
        " and fate in ('outside_wave', 'day_impossible') order by 1"
    ) == [("day_impossible", 3), ("outside_wave", 2)]
    assert home.rows(
        "select value, n_rows, file_name from dq_unplaced"
        " where fate in ('outside_wave', 'day_impossible')"
        " and row_kind = 'answer' order by 1"
    ) == [
        ("1900-01-01", 1, "ngoai_dot.csv"),
        ("1980-01-01", 1, "ngoai_dot.csv"),
        ("2026-08-31", 1, "ngoai_dot.csv"),
        ("2026-10-01", 1, "ngoai_dot.csv"),
        ("2099-09-10", 1, "ngoai_dot.csv"),
    ]


def test_forms_handed_out_outside_their_wave_are_shown_and_left_out(
    home: BuiltHome,
) -> None:
    assert home.rows(
        "select fate, n_rows from dq_row_accounting where row_kind = 'offered'"
        " order by 1"
    ) == [("counted", 2), ("outside_wave", 2)]
    # a wave of the Front: nobody else hears of its forms before it is released
    assert home.rows(
        "select wave_code, column_name, value, n_rows, file_name, line"
        " from dq_unplaced where row_kind = 'offered' order by line"
    ) == [
        ("A", "day", "2026-08-31", 1, "phieu_phat.csv", 3),
        ("A", "day", "2026-10-01", 1, "phieu_phat.csv", 5),
    ]
    assert home.rows(
        "select left(unit_key, 5), sum(n_offered)::int from agg_response"
        " where wave_code = 'A' and map = 'today' and is_own and channel = 'all'"
        " group by 1 order by 1"
    ) == [("77001", 80), ("77002", 90)]
    assert home.rows(
        "select left(unit_key, 5), n_offered::int, is_complete from agg_forms"
        " where wave_code = 'A' and map = 'today' and unit_key like '7700%'"
        " order by 1"
    ) == [("77001", 80, False), ("77002", 90, False)]
