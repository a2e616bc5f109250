"""Dossiers of unknown units, impossible days and mistyped years never stop a build."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.cases.build_homes import BuiltHome
from tests.cases.long_log import N_OFFICERS, SPEC, write_log
from warehouse.builds.status import read_status
from warehouse.builds.unchanged import is_unchanged
from warehouse.raw.dbt_vars import KNOWN, fault_columns
from warehouse.raw.kinds import KINDS
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.words import words_of

N_OF_LOG = 500


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> BuiltHome:
    shipped = [
        "units_of_01_07_08/*",
        "01*/*.csv",
        "07*/*.csv",
        "08*/*.csv",
        "09*/*.csv",
        "two_units/*.csv",
        "wave_of_no_instrument/*.csv",
    ]
    folder = tmp_path_factory.mktemp("dossiers")
    write_log(folder / "log.csv", N_OF_LOG)
    return BuiltHome(
        folder / "home",
        [
            (shipped, None),
            (["02*/cases.csv"], "02_old_date/spec.yml"),
            (["11*/ballots.csv"], "11_dangling_references/spec.yml"),
        ],
        written=[(folder / "log.csv", SPEC)],
    )


def test_the_build_is_published(home: BuiltHome) -> None:
    assert home.result.is_published, home.result.failures


def test_a_dossier_of_no_known_unit_is_shown_and_counts_nowhere(
    home: BuiltHome,
) -> None:
    [row] = home.rows(
        "select value, n_rows, file_name, line, candidates from dq_unplaced"
        " where row_kind = 'case' and fate = 'unit_unresolved'"
    )
    assert row[:4] == ("9007", 1, "dong_bo_20261129.csv", 2)
    assert row[4].startswith("09007")
    # 9002 and 9005 of the other list are the only finished ones
    assert home.rows(
        "select sum(n_finished) from agg_unit_months where map = 'then'"
        " and unit_code = '09' and month = '2026-11-01'"
    ) == [(2,)]
    assert home.rows(
        "select n_rows from dq_row_accounting"
        " where row_kind = 'case' and fate = 'unit_unresolved'"
    ) == [(1,)]
    assert home.rows(
        "select sum(n_cases) from agg_officer_case_months where officer_code = 'CB0687'"
    ) == [(1,)]


def test_one_number_of_two_offices_is_told_and_counted_once(home: BuiltHome) -> None:
    assert home.rows(
        "select value, file_name, line from dq_unplaced where fate = 'two_units'"
        " order by line"
    ) == [
        ("09007", "dong_bo_20261126.csv", 2),
        ("09193", "dong_bo_20261126.csv", 3),
    ]
    assert home.rows(
        "select count(*) from fct_cases where case_code like '%-9101'"
    ) == [(1,)]


def test_a_period_before_the_first_rule_has_no_tier(home: BuiltHome) -> None:
    assert home.rows(
        "select count(*) from stat_officer_periods where period like '2006%'"
    ) == [(0,)]
    assert home.rows(
        "select count > 0 from dq_flags where rule = 'officer_period_before_rules'"
    ) == [(True,)]
    assert home.rows(
        "select value, line from dq_unplaced where fate = 'received_long_ago'"
        " and file_name = 'cases.csv'"
    ) == [("2006-03-06 00:00:00", 4)]


def test_a_log_since_2006_builds_and_judges_nobody_before_the_rules(
    home: BuiltHome,
) -> None:
    assert home.rows(
        "select count(*), count_if(is_late_strict) from fct_cases"
        " where case_code like 'L%' and unit_key is not null"
    ) == [(N_OF_LOG, N_OF_LOG // 10)]
    assert home.rows(
        "select min(period), count(distinct officer_code) from stat_officer_periods"
        " where period_type = 'year' and officer_code like 'log%'"
    ) == [("2020", N_OFFICERS)]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("9001", "finished_before_received"),
        ("9002", "due_before_received"),
        ("9003", "finished_day_impossible"),
        ("9004", "finished_day_impossible"),
        ("9005", None),
        ("9006", None),
    ],
)
def test_an_impossible_day_is_neither_in_time_nor_late(
    home: BuiltHome, number: str, fault: str | None
) -> None:
    [(found, official, strict)] = home.rows(
        "select date_fault, is_late_official, is_late_strict from fct_cases"
        f" where case_code like '%-{number}'"
    )
    assert found == fault
    judged = False if number == "9005" else None
    assert (official, strict) == (judged, judged)
    if fault:
        assert home.rows(
            f"select count(*) from dq_unplaced where fate = '{fault}'"
        ) != [(0,)]


def test_a_dossier_in_work_again_is_open_and_overdue(home: BuiltHome) -> None:
    assert home.rows(
        "select is_closed, is_overdue, is_reopened, finished_at, first_finished_at"
        " from fct_cases where case_code like '%-9021'"
    ) == [(False, True, True, None, None)]
    assert home.rows("select n_rows from dq_unplaced where fate = 'reopened'") == [(1,)]


def test_public_holidays_are_no_working_days(home: BuiltHome) -> None:
    found = home.rows(
        "select case_code, late_working_days, is_late_strict from fct_cases"
        " where case_code in ('H000', 'H001', 'H002', 'H003', 'T001') order by 1"
    )
    assert found == [
        ("H000", 0, False),
        ("H001", 0, False),
        ("H002", 1, True),
        ("H003", 2, True),
        ("T001", 1, True),
    ]
    # the dossier of 2006 lies before the first year the shipped calendar knows
    assert home.rows("select calendar_source from dim_build") == [("assumed",)]


def test_each_dangling_reference_is_shown_with_its_number(home: BuiltHome) -> None:
    found = home.rows(
        "select row_kind, fate, value, n_of_fate, candidates from dq_unplaced"
        " where row_kind in ('answer', 'item') order by 1, 2"
    )
    assert [row[:4] for row in found] == [
        ("answer", "item_unknown", "q2", 50),
        ("answer", "unit_unresolved", "T9", 20),
        ("answer", "wave_unknown", "w9", 40),
        ("item", "criterion_unknown", "offiser", 1),
    ]
    assert found[3][4] == "officer"
    assert home.rows(
        "select sum(n_rows) = max(n_read) from dq_row_accounting"
        " where row_kind = 'answer'"
    ) == [(True,)]


def test_a_round_whose_questionnaire_no_list_has_is_told(home: BuiltHome) -> None:
    found = home.rows(
        "select row_kind, value, file_name, line, candidates from dq_unplaced"
        " where fate = 'instrument_unknown'"
    )
    assert found == [("wave", "i9", "dot_khao_sat_20261120.csv", 2, "i1")]
    line = "Đợt lấy phiếu: 1 dòng – danh sách câu hỏi không có bộ câu hỏi này"
    assert line in "\n".join(home.result.findings.as_lines(words_of("vi")))
    assert home.rows(
        "select count from dq_flags where rule = 'wave_instrument_unknown'"
    ) == [(1,)]


def test_build_and_status_say_one_line_for_each(home: BuiltHome) -> None:
    shown = home.result.findings.as_lines(words_of("vi"))
    assert shown == read_status(home.settings).findings.as_lines(words_of("vi"))
    text = "\n".join(shown)
    assert "“9007”, dong_bo_20261129.csv, dòng 2; gần nhất: 09007" in text
    assert "Câu trả lời: 40 dòng – không danh mục nào có đợt lấy phiếu này" in text
    assert "Thiếu danh mục “Thủ tục”" in text
    assert "lịch giả định" in text
    assert not home.result.findings.is_clean


def test_the_second_counts_and_no_other_grace(home: BuiltHome) -> None:
    [(due,)] = home.rows("select due_at from fct_cases where case_code = 'T001'")
    assert due == datetime(2026, 2, 13, 17)


def test_every_kind_and_fate_has_words() -> None:
    for lang in ("vi", "en"):
        words = words_of(lang)
        for kind in KINDS.values():
            fates = {*fault_columns(kind), *(f"{n}_unknown" for n in KNOWN)}
            for fate in fates:
                assert words.has(f"left_out.fates.{fate}")


def test_what_was_noticed_on_loading_is_published_and_said(home: BuiltHome) -> None:
    found = home.rows("select file_name, code, n_rows from dq_notices order by all")
    assert {code for _, code, _ in found} >= {"before_its_start"}
    lines = read_status(home.settings).as_text("vi")
    assert any(f"{file}: " in lines for file, _, _ in found)


def test_a_home_is_unchanged_until_a_file_comes(
    home: BuiltHome, tmp_path: Path
) -> None:
    assert is_unchanged(home.settings)
    assert not is_unchanged(Settings(home=tmp_path / "none"))
    copy = Settings(home=shutil.copytree(home.settings.home, tmp_path / "home"))
    with open_raw(copy, is_read_only=False) as connection:
        connection.execute(
            "insert into raw.file select * replace ('f' as file_sha256,"
            " loaded_at + interval 1 day as loaded_at) from raw.file limit 1"
        )
    assert not is_unchanged(copy)
