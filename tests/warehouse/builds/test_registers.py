"""Books kept by hand: what counts, what is left out and why, what a mart says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.warehouse.builds.odd_numbers import odd_columns, odd_numbers
from tests.warehouse.raw_rows import write_raw
from tests.warehouse.tiny_province import all_rows
from warehouse.builds.transform import run
from warehouse.raw.registers import REGISTERS
from warehouse.settings import Settings

DAY, LATER = date(2026, 9, 1), date(2026, 9, 4)
OF_C1: dict[str, Any] = {"unit_code": "C1"}
OF_NOBODY: dict[str, Any] = {"unit_code": "C999"}
ROWS = {
    "document": [
        OF_C1 | {"document_kind": "plan", "signed_on": DAY, "number": "1"},
        OF_C1
        | {"document_kind": "slogan", "signed_on": DAY}
        | {"in_force_to": LATER, "in_force_from": DAY},
        OF_NOBODY | {"document_kind": "plan", "signed_on": DAY},
    ],
    "training": [
        {"officer_code": "O1", "topic": "giao tiếp", "held_on": DAY},
        {"officer_code": "O999", "topic": "giao tiếp", "held_on": DAY},
    ],
    "procedure_review": [
        OF_C1
        | {"procedure_code": "1.0001", "reviewed_on": DAY}
        | {"result": "simplified", "days_saved": 2},
        {"procedure_code": "1.0001", "reviewed_on": DAY, "result": "kept"},
        OF_C1 | {"procedure_code": "9.9999", "reviewed_on": DAY},
        OF_NOBODY | {"procedure_code": "1.0001", "reviewed_on": DAY},
    ],
    "home_request": [
        OF_C1 | {"request_code": "1", "requested_on": DAY, "reason": "elderly"},
        OF_C1
        | {"request_code": "1", "requested_on": DAY, "reason": "elderly"}
        | {"served_on": LATER},
        OF_C1 | {"request_code": "2", "requested_on": DAY, "case_code": "H-010"},
        OF_NOBODY | {"request_code": "1", "requested_on": DAY},
    ],
    "inspection": [
        OF_C1 | {"held_on": DAY, "n_findings": 3, "n_closed": 1},
        OF_NOBODY | {"held_on": DAY},
    ],
    "recommendation": [
        OF_C1
        | {"recommendation_code": "1", "given_on": DAY, "given_by": "front"}
        | {"due_on": LATER, "answered_on": DAY},
        OF_C1 | {"recommendation_code": "2", "given_on": DAY, "due_on": LATER},
        OF_C1
        | {"recommendation_code": "3", "given_on": DAY}
        | {"due_on": date(2027, 1, 1)},
        OF_NOBODY | {"recommendation_code": "4", "given_on": DAY},
        # the Front of another commune numbers its own
        {"unit_code": "C4", "recommendation_code": "1", "given_on": DAY},
    ],
}
# Acts that a list may tell and no figure counts, and targets that are not met.
FAR = date(2027, 10, 1)
BAD = {
    "readiness_check": [
        OF_C1 | {"requirement_code": code, "checked_on": day, "is_met": True}
        for code, day in (("NUOC_UONG", DAY), ("MO_TUONG", DAY), ("NOI_QUY", FAR))
    ],
    "letter": [
        OF_C1 | {"letter_kind": "apology", "sent_on": day, "case_code": code}
        for code, day in (("KHONG-CO", DAY), ("H-010", FAR))
    ],
    "meeting": [
        # written twice, once with a capital
        OF_C1 | {"kind": "field_visit", "held_on": DAY, "place": place}
        for place in ("Xóm 1", "xóm 1")
    ],
    "target": [
        OF_C1 | {"indicator": name, "period": period, "planned": 5, "achieved": 7}
        for name, period in (
            ("HO_NGHEO", "2025"),
            ("TRE_LOI_HEN_DAU", "2025"),
            ("THU_NGAN_SACH", "2025"),
            ("THU_NGAN_SACH", "2031"),
            ("THU_NGAN_SACH", "Quý 2/2026"),
            ("KHONG_AI_BIET", "2025"),
        )
    ],
}
C1 = "C1@2025-07-01"
ODD = odd_numbers(DAY)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(home=tmp_path_factory.mktemp("registers"))
    rows = all_rows() | ROWS | BAD
    for kind, row in ODD:
        rows[kind] = [*rows.get(kind, []), row]
    write_raw(settings.raw_path, rows)
    marts = ["+int_list_fates", "+int_unplaced_lists", "+path:models/marts/registers"]
    marts += ["fct_targets", "fct_readiness_checks", "+agg_unit_duties"]
    outcome = run(
        settings,
        database=settings.home / "warehouse.duckdb",
        scratch=settings.home / "scratch.duckdb",
        arguments=[
            *("build", "--exclude-resource-type", "unit_test", "test"),
            *("--select", *marts),
        ],
    )
    assert outcome.failures == ()
    with duckdb.connect(
        str(settings.home / "warehouse.duckdb"), read_only=True
    ) as connection:
        path = settings.home / "scratch.duckdb"
        connection.execute(f"attach '{path}' as scratch (read_only)")
        yield connection


def test_every_row_is_counted_or_left_out_for_a_reason(
    built: duckdb.DuckDBPyConnection,
) -> None:
    shown = built.execute(
        "select row_kind, fate, n_rows from scratch.intermediate.int_list_fates"
        " where n_rows > 0 order by all"
    ).fetchall()
    names = {kind.name for kind in REGISTERS}
    found = {(kind, fate): n for kind, fate, n in shown if kind in names}
    for kind in ("procedure_review", "inspection"):
        assert found.pop((kind, "number_impossible")) == sum(k == kind for k, _ in ODD)
    assert found == {
        ("document", "counted"): 2,
        ("document", "unit_unresolved"): 1,
        ("training", "counted"): 1,
        ("training", "not_posted"): 1,
        ("procedure_review", "counted"): 2,
        ("procedure_review", "procedure_unknown"): 1,
        ("procedure_review", "unit_unresolved"): 1,
        ("home_request", "counted"): 2,
        ("home_request", "superseded"): 1,
        ("home_request", "unit_unresolved"): 1,
        ("inspection", "counted"): 1,
        ("inspection", "unit_unresolved"): 1,
        ("recommendation", "counted"): 4,
        ("recommendation", "unit_unresolved"): 1,
    }
    assert {
        kind: sum(n for (k, _), n in found.items() if k == kind) for kind in names
    } == {kind: len(rows) for kind, rows in ROWS.items()}


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        (
            "select document_kind, unit_key, is_in_force from fct_documents",
            [("plan", C1, True), ("slogan", C1, False)],
        ),
        ("select officer_code, held_on from fct_trainings", [("O1", DAY)]),
        (
            "select unit_key, result, days_saved from fct_procedure_reviews",
            [(C1, "simplified", 2), (None, "kept", None)],
        ),
        (
            "select reason, is_served, days_to_serve from fct_home_requests",
            [("elderly", True, 3), ("other", False, None)],
        ),
        (
            "select unit_key, n_findings, n_closed from fct_inspections",
            [(C1, 3, 1)],
        ),
        (
            "select recommendation_code, given_by, is_answered_in_time"
            " from fct_recommendations",
            [
                ("1", "front", True),
                ("1", "other", None),
                ("2", "other", False),
                ("3", "other", None),
            ],
        ),
    ],
)
def test_a_mart_says_what_the_book_says(
    built: duckdb.DuckDBPyConnection, question: str, shown: list[tuple[Any, ...]]
) -> None:
    assert built.execute(f"{question} order by all").fetchall() == shown


def test_a_number_that_cannot_be_is_shown_and_serves_no_figure(
    built: duckdb.DuckDBPyConnection,
) -> None:
    shown = built.execute(
        "select row_kind, column_name, value"
        " from scratch.intermediate.int_unplaced_lists"
        " where fate in ('number_impossible', 'number_unset') order by all"
    ).fetchall()
    assert shown == sorted(odd_columns(DAY))


def test_services_of_a_month_are_counted(built: duckdb.DuckDBPyConnection) -> None:
    counted = {
        "n_reviewed": 1,
        "n_simplified": 1,
        "n_review_days_saved": 2,
        "n_home_requested": 2,
        "n_home_served": 1,
        "n_home_days": 3,
        "n_inspections": 1,
        "n_findings": 3,
        "n_findings_closed": 1,
        "n_recommendations": 3,
        "n_recommendations_answered": 1,
        "n_recommendations_in_time": 1,
    }
    rows_found = built.execute(
        f"select {', '.join(counted)} from agg_unit_services"
        f" where map = 'then' and unit_key = '{C1}' and month = '2026-09-01'"
    ).fetchall()
    assert rows_found == [tuple(counted.values())]


def test_what_nobody_knows_or_nobody_can_have_done_is_never_counted(
    built: duckdb.DuckDBPyConnection,
) -> None:
    rows_found = built.execute(
        "select row_kind, fate, n_rows from scratch.intermediate.int_list_fates"
        " where n_rows > 0 and row_kind in ('readiness_check', 'letter', 'target')"
        " and fate <> 'number_impossible' order by all"
    ).fetchall()
    assert [row for row in rows_found if row[1] != "superseded"] == [
        ("letter", "case_unknown", 1),
        ("letter", "day_impossible", 1),
        ("readiness_check", "counted", 1),
        ("readiness_check", "day_impossible", 1),
        ("readiness_check", "requirement_unknown", 1),
        ("target", "counted", 4),
        ("target", "indicator_unknown", 1),
        ("target", "period_unknown", 1),
    ]
    checks = "select requirement_code, is_met from fct_readiness_checks"
    assert built.execute(checks).fetchall() == [("NUOC_UONG", True)]
    sent = "select coalesce(sum(n_letters_apology), 0) from agg_unit_duties"
    assert built.execute(sent).fetchall() == [(0,)]


def test_a_visit_written_twice_is_one(built: duckdb.DuckDBPyConnection) -> None:
    visits = built.execute(
        "select sum(n_meetings_field_visit) from agg_unit_duties where map = 'then'"
        f" and unit_key = '{C1}'"
    ).fetchall()
    assert visits == [(1,)]


def test_a_target_is_met_by_its_direction_once_its_period_is_over(
    built: duckdb.DuckDBPyConnection,
) -> None:
    rows_found = built.execute(
        "select indicator, period, state from fct_targets"
        " where planned = 5 and achieved = 7 order by all"
    ).fetchall()
    assert rows_found == [
        ("HO_NGHEO", "2025", "missed"),
        ("THU_NGAN_SACH", "2025", "met"),
        ("THU_NGAN_SACH", "2031", "running"),
        ("TRE_LOI_HEN_DAU", "2025", "missed"),
    ]
    drawn = (
        "select distinct measure from fct_targets where indicator = 'TRE_LOI_HEN_DAU'"
    )
    assert built.execute(drawn).fetchall() == [("late_strict_share",)]
