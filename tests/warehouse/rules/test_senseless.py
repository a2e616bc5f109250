"""A rule of right form that no office can mean is refused with line and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.rules.own_files import groups, write_edition
from warehouse.rules.ranges import OF_THRESHOLDS
from warehouse.rules.rule_file import Value
from warehouse.rules.rules import own_rows, shipped_rows
from warehouse.rules.senseless import senseless
from warehouse.rules.tables import TABLES
from warehouse.settings import Settings

HEAD = "threshold,value,valid_from,valid_to,source\n"
BEGINS = date(2026, 8, 15)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "rules").mkdir()
    return Settings(home=tmp_path)


def told(settings: Settings) -> list[str]:
    return [fault.message for fault in own_rows(settings)[1]]


def thresholds(settings: Settings, *rows: str) -> list[str]:
    lines = "".join(f"{row},QĐ 12\n" for row in rows)
    (settings.rules_dir / "thresholds.csv").write_text(HEAD + lines, encoding="utf-8")
    return told(settings)


def edition(
    settings: Settings, table: str, group: str, change: Callable[..., dict[str, Value]]
) -> list[str]:
    write_edition(settings, table, [group], BEGINS, change)
    return told(settings)


def test_every_threshold_has_a_range_and_is_within_it() -> None:
    assert OF_THRESHOLDS.keys() == set(groups("thresholds"))
    for name, table in TABLES.items():
        assert senseless(table, shipped_rows(table), shipped_rows(table)) == [], name


@pytest.mark.parametrize(
    "row",
    [
        "theta_min,0,2026-01-01,",
        "theta_min,1,2026-01-01,",
        "fdr_q,1,2026-01-01,",
        "fdr_q,0,2026-01-01,",
        "posterior_min,0.2,2026-01-01,",
        "below_peers_min,1,2026-01-01,",
        "officer_wrong_max,0.9,2026-01-01,",
        "margin_share,0.9,2026-01-01,",
        "margin_equivalence,0,2026-01-01,",
        "min_n_compare,1,2026-01-01,",
        "min_n_compare,3000000,2026-01-01,",
        "officer_min_n_judge,0,2026-01-01,",
        "reminders_in_12_months,0,2026-01-01,",
        "reminders_window_months,0,2026-01-01,",
        "low_periods_k,0,2026-01-01,",
        "process_reply_days,0,2026-01-01,",
        "process_appeal_days,3000,2026-01-01,",
        "review_month_days,100000,2026-01-01,",
        "sipas_sampling_error,0,2026-01-01,",
        "interviewer_excess_min,1,2026-01-01,",
        "freshness_max_days,0,2026-01-01,",
    ],
)
def test_a_number_nobody_can_mean_is_refused(settings: Settings, row: str) -> None:
    name, value, *_ = row.split(",")
    [fault] = thresholds(settings, row)
    assert (
        f"line 2, column value = '{float(value):g}': {OF_THRESHOLDS[name].rule}"
        in fault
    )


def test_more_low_periods_than_periods_is_refused(settings: Settings) -> None:
    [fault] = thresholds(settings, "low_periods_k,5,2026-01-01,")
    words = "low_periods_k is not more than low_periods_m on 01/01/2026, 4"
    assert f"column value = '5': {words}" in fault
    own = ("low_periods_k,5,2026-01-01,", "low_periods_m,6,2026-01-01,")
    assert thresholds(settings, *own) == []
    # the longer window ends before the number of periods does
    early = "low_periods_m,6,2026-01-01,2026-06-30"
    [fault] = thresholds(settings, own[0], early)
    assert "on 01/07/2026, 4" in fault


def test_terms_of_a_process_fit_into_the_whole_term(settings: Settings) -> None:
    [fault] = thresholds(settings, "process_total_days,12,2026-01-01,")
    assert "process_reply_days + process_sign_days is not more than" in fault
    assert "line 2" in fault
    shorter = ("process_total_days,12,2026-01-01,", "process_reply_days,7,2026-01-01,")
    assert thresholds(settings, *shorter) == []


@pytest.mark.parametrize("index", groups("index_rules"))
def test_parts_of_an_index_add_to_its_points(settings: Settings, index: str) -> None:
    [fault] = edition(
        settings,
        "index_rules",
        index,
        lambda row: {**row, "max_score": float(str(row["max_score"])) * 10},
    )
    assert f"the parts of {index} add to " in fault


def test_points_may_move_between_parts(settings: Settings) -> None:
    moved = {"publicity": 16.0, "progress": 22.0}

    def move(row: dict[str, Value]) -> dict[str, Value]:
        return {**row, "max_score": moved.get(str(row["component"]), row["max_score"])}

    assert edition(settings, "index_rules", "decision_766", move) == []


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"good": 16}, "excellent begins above good, 16"),
        ({"weak": 3}, "the lowest grade begins at 0 points"),
    ],
)
def test_grades_stand_in_order(
    settings: Settings, scores: dict[str, int], words: str
) -> None:
    def change(row: dict[str, Value]) -> dict[str, Value]:
        start = scores.get(str(row["grade"]), row["from_score"])
        return {**row, "from_score": start}

    [fault] = edition(settings, "index_grades", "circular_01", change)
    assert words in fault


def test_a_grade_left_out_is_named(settings: Settings) -> None:
    write_edition(settings, "index_grades", ["circular_01"], BEGINS)
    path = settings.rules_dir / "index_grades.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "fair" not in line), "utf-8")
    [fault] = told(settings)
    assert "all grades of circular_01 begin on one day: fair" in fault


@pytest.mark.parametrize(
    ("table", "group", "cells", "words"),
    [
        ("petition_deadlines", "request", {"n_days": 3}, "not more than those to"),
        ("petition_deadlines", "request", {"n_days": 900}, "from 1 to 366"),
        ("petition_deadlines", "request", {"long_overdue_days": 9999}, "from 0 to"),
        ("letter_rules", "condolence", {"n_days": 1000}, "a number from 0 to 366"),
        ("duty_rules", "reception", {"n_required": 99}, "at most once a day: "),
        ("wave_rules", "service", {"n_required": 5000}, "a number from 0 to 366"),
    ],
)
def test_other_tables_have_their_ranges(
    settings: Settings, table: str, group: str, cells: dict[str, Value], words: str
) -> None:
    faults = edition(settings, table, group, lambda row: {**row, **cells})
    assert faults
    assert all(words in fault for fault in faults)
