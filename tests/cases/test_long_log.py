"""Ten thousand dossiers with officers, longer than any rule is old."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.build_homes import BuiltHome
from tests.cases.long_log import N_OFFICERS, SPEC, write_log

pytestmark = pytest.mark.release

N_CASES = 10_000


def test_a_log_since_2006_builds_and_judges_nobody_before_the_rules(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.csv"
    write_log(log, N_CASES)
    home = BuiltHome(tmp_path / "home", [], written=[(log, SPEC)])
    assert home.result.is_published, home.result.failures
    assert home.rows(
        "select count(*), count_if(is_finished_with_due), count_if(is_late_strict)"
        " from fct_cases where unit_key is not null"
    ) == [(N_CASES, N_CASES, N_CASES // 10)]
    assert home.rows(
        "select min(period), count(distinct officer_code) from stat_officer_periods"
        " where period_type = 'year'"
    ) == [("2020", N_OFFICERS)]
    assert home.rows(
        "select rule from dq_flags where rule in"
        " ('officer_period_before_rules', 'received_long_ago') order by 1"
    ) == [("officer_period_before_rules",), ("received_long_ago",)]
